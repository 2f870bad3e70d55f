import { present } from '../../elements.ts';
import { type EnergyYear, energyYear } from '../energy.ts';
import { type Forecast, forecast } from '../growth.ts';
import { type Balance, balance } from '../operations/balance.ts';
import {
  domainHosts,
  type FailureReplay,
  replayFailure,
  worstHost,
} from '../operations/failure.ts';
import { type HaVerdict, haVerdicts } from '../operations/ha.ts';
import { type Hosting, hostings, hostMhz, totalOf } from '../operations/hosting.ts';
import { type Maintenance, rollMaintenance } from '../operations/maintenance.ts';
import { type PowerReplay, perMinute, replayPower } from '../operations/power-replay.ts';
import type { Plan } from '../plan.ts';
import { comparePrices, type PriceComparison } from '../prices.ts';
import { type GroupResult, runStudyGroup } from './groups.ts';
import { type Study, type StudyValue, studyValues } from './schema.ts';

export interface ClusterStudy {
  cluster: string;
  /** Machines on no host the inventory lists: they are left out of moves, failures and maintenance. */
  unhosted: number;
  ha: HaVerdict[];
  /** Undefined when hosts do not tell their use. */
  balance: Balance | undefined;
  power: (PowerReplay & { keepOn: number }) | undefined;
  energy: EnergyYear | undefined;
  prices: PriceComparison | undefined;
  failures: FailureReplay[];
  maintenance: Maintenance;
}

export interface StudyResult {
  values: StudyValue[];
  load: string;
  clusters: ClusterStudy[];
  forecasts: Forecast[];
  groups: GroupResult[];
}

/** Load over a day relative to its mean, one value per five minutes. */
export interface DayShape {
  name: string;
  shape: readonly number[];
  /** The whole days of a trace of several, on the same scale: their mean is 1 over all. */
  days?: readonly (readonly number[])[] | undefined;
}

export const flatDay: DayShape = { name: 'flat', shape: Array<number>(288).fill(1) };

function powerOf(hosting: Hosting, plan: Plan, study: Study, day: DayShape): ClusterStudy['power'] {
  const { hosts } = hosting;
  if (hosts.length < 2 || hosts.some((host) => host.cpuUse === undefined)) return undefined;
  // Equal hosts stand for the cluster: its used clock in units of a mean host.
  const used = totalOf(hosts, (host) => present(host.cpuUse) * hostMhz(host));
  const mean = totalOf(hosts, hostMhz) / hosts.length;
  const memory = totalOf(hosts, (host) => host.memoryMib) / hosts.length;
  const needed = totalOf(hosting.vms, (vm) => vm.memoryMib) / (memory * plan.settings.memoryRatio);
  const keepOn = Math.min(hosts.length, Math.ceil(needed) + plan.settings.tolerateHosts);
  const demand = perMinute(
    day.shape.map((factor) => (factor * used) / mean),
    5,
  );
  const replay = replayPower(demand, {
    hosts: hosts.length,
    keepOn,
    bootMinutes: study.dpm.bootMinutes,
    server: study.energy.server,
  });
  return { ...replay, keepOn };
}

function clusterStudy(hosting: Hosting, plan: Plan, study: Study, day: DayShape): ClusterStudy {
  const domains = Object.entries(study.failure.domains).flatMap(([name, names]) => {
    const failed = domainHosts(hosting.hosts, names);
    return failed.length > 0 ? [replayFailure(hosting, name, failed, plan, study.failure)] : [];
  });
  const worst = worstHost(hosting, plan, study.failure);
  const use = hosting.hosts.map((host) => host.cpuUse);
  const known = use.every((value) => value !== undefined);
  const grams = study.energy.gramsPerKwh;
  const hourly =
    totalOf(hosting.vms, (vm) => vm.vcpus) * study.price.perVcpuHour +
    totalOf(hosting.vms, (vm) => vm.memoryMib / 1024) * study.price.perGibHour;
  const each = hosting.vms.length > 0 ? hourly / hosting.vms.length : 0;
  const meanShape = day.shape.reduce((most, value) => Math.max(most, value), 0);
  return {
    cluster: hosting.cluster,
    unhosted: hosting.hostOf.filter((host) => host < 0).length,
    ha: haVerdicts(hosting, plan),
    balance: balance(hosting, study.moves, plan),
    power: powerOf(hosting, plan, study, day),
    energy:
      known && use.length > 0
        ? energyYear(use as number[], day.shape, {
            ...study.energy,
            gramsPerKwh: typeof grams === 'number' ? [grams] : grams,
          })
        : undefined,
    prices:
      each > 0
        ? comparePrices(
            day.shape.map((factor) => (hosting.vms.length * factor) / meanShape),
            {
              perHour: each,
              perMonth: each * 730 * study.price.monthly,
              perYear: each * 8760 * study.price.yearly,
            },
          )
        : undefined,
    failures: [...(worst ? [worst] : []), ...domains],
    maintenance: rollMaintenance(hosting, plan, study.maintenance, study.moves),
  };
}

/** Everything a study adds to a plan; `raw` is the user's document, to tell what was given from what is assumed. */
export function runStudy(plan: Plan, study: Study, raw: unknown, day = flatDay): StudyResult {
  return {
    values: studyValues(study, raw),
    load: day.name,
    clusters: hostings(plan.inventory)
      .filter((hosting) => hosting.hosts.length > 0)
      .map((hosting) => clusterStudy(hosting, plan, study, day)),
    forecasts: (['machines', 'memory'] as const).flatMap((what) =>
      forecast(plan, { what, ...study.growth[what] }),
    ),
    groups: study.groups.map((group) => runStudyGroup(group, day.shape)),
  };
}
