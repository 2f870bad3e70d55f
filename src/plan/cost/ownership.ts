import { type InventoryHost, running } from '../../inventory/inventory.ts';
import { answerPlan, type ClusterAnswer } from '../answer.ts';
import { applyWhatIf } from '../apply-what-if.ts';
import { checkGrowth } from '../growth-limit.ts';
import { totalOf } from '../operations/hosting.ts';
import type { Plan } from '../plan.ts';
import { atLeast } from '../rules/rule.ts';
import { type CostPart, costParts } from './cost-parts.ts';
import { countLicences, type LicenceCount } from './licences.ts';
import { type PowerYear, powerCurves, powerYear } from './power.ts';
import type { Costs } from './schema.ts';

const MONTHS = 12;

/** One year of a design. */
interface YearCost {
  hosts: number;
  vms: number;
  bought: number;
  parts: Record<CostPart, number>;
  /** Of the parts, what is paid at once when the year begins. */
  atOnce: number;
  power: PowerYear | undefined;
}

/** What a design costs over the years. */
export interface DesignCost {
  name: string;
  years: YearCost[];
  /** Licences of the first year. */
  licences: LicenceCount[];
  parts: Record<CostPart, number>;
  total: number;
  perMonth: number;
  perVmMonth: number;
  kwh: number;
  kgCo2: number;
  hostsBought: number;
  /** Cumulative cost at the end of each month. */
  cumulative: number[];
  /** Power is left out: hosts do not tell their use, and none is given. */
  powerUnknown: boolean;
}

/** Price of a host. */
const priceOf = (host: InventoryHost, { hosts }: Costs): number =>
  hosts.price + hosts.pricePerCore * host.cores + (hosts.pricePerGib * host.memoryMib) / 1024;

/**
 * Hosts a cluster needs when its machines have grown, by its sums after the failures tolerated: never fewer than now. One
 * that is fuller than full stays as full as it is.
 */
export function hostsFor(cluster: ClusterAnswer, failures: number, factor: number): number {
  const left = Math.max(0, cluster.hosts - failures);
  const full = Math.min(1, Math.max(...Object.values(cluster.loadAfterFailure), 0));
  return Math.max(cluster.hosts, atLeast(full * left * factor) + failures);
}

/** How often hosts of an age are bought anew in a year: when their life is over. */
const replaced = (ageAtStart: number, year: number, life: number): boolean => {
  const age = ageAtStart + year;
  return age >= life && Math.floor(age / life) > Math.floor((age - 1) / life);
};

interface Grown {
  plan: Plan;
  /** Hosts by cluster added for growth, like the first of the cluster. */
  added: InventoryHost[];
}

/** The plan with its machines grown and the hosts they need added. */
function grown(plan: Plan, clusters: readonly ClusterAnswer[], factor: number): Grown {
  const added = clusters.flatMap((cluster) => {
    const like = plan.inventory.hosts.find((host) => host.cluster === cluster.cluster);
    const more = hostsFor(cluster, plan.settings.tolerateHosts, factor) - cluster.hosts;
    return like && more > 0
      ? Array.from({ length: more }, (_, i) => ({ ...like, name: `${like.name}+${i + 1}` }))
      : [];
  });
  const scaled =
    factor === 1 ? plan : applyWhatIf(plan, { name: plan.name, scale: { vms: factor } });
  const hosts = [...plan.inventory.hosts, ...added];
  return { added, plan: { ...scaled, inventory: { ...scaled.inventory, hosts } } };
}

/** Mean uses of the hosts; grown machines over grown hosts. */
function usesOf(plan: Plan, hosts: number, factor: number, given: number | undefined) {
  const known = plan.inventory.hosts;
  const uses = known.map((host) => given ?? host.cpuUse);
  if (uses.some((use) => use === undefined)) return undefined;
  const mean = known.length > 0 ? totalOf(uses, (use) => use ?? 0) / known.length : 0;
  const spread = Math.min(1, (mean * factor * known.length) / Math.max(1, hosts));
  return hosts === known.length && factor === 1
    ? uses.map((use) => use ?? 0)
    : Array<number>(hosts).fill(spread);
}

const list = (value: number | readonly number[]) => (typeof value === 'number' ? [value] : value);

function powerOf(
  uses: readonly number[] | undefined,
  costs: Costs,
  shape: readonly number[],
): PowerYear | undefined {
  const { power } = costs;
  if (!power || !uses) return undefined;
  const curve = power.curve ?? powerCurves[power.server ?? ''] ?? [];
  return powerYear(uses, shape, {
    curve,
    pue: power.pue,
    pricePerKwh: list(power.pricePerKwh),
    gramsPerKwh: list(power.gramsPerKwh),
  });
}

/** Price of the hosts bought in a year: new ones, and those whose life is over. */
function purchases(hosts: readonly Aged[], year: number, costs: Costs) {
  const due = hosts.filter(({ bought, age }) =>
    bought === undefined
      ? replaced(age, year, costs.hosts.lifeYears)
      : bought === year || replaced(0, year - bought, costs.hosts.lifeYears),
  );
  return { count: due.length, price: totalOf(due, ({ host }) => priceOf(host, costs)) };
}

/** A host with the year it was bought in, or its age where it was there before. */
interface Aged {
  host: InventoryHost;
  bought: number | undefined;
  age: number;
}

/** Licences paid once are paid again only for more of them. */
class LicencesPaid {
  private readonly most: number[] = [];

  pay(counts: readonly LicenceCount[]): { yearly: number; once: number } {
    let [yearly, once] = [0, 0];
    counts.forEach(({ payment, per }, i) => {
      if (per === 'year') yearly += payment;
      else once += Math.max(0, payment - (this.most[i] ?? 0));
      this.most[i] = Math.max(this.most[i] ?? 0, payment);
    });
    return { yearly, once };
  }
}

function byMonth(years: readonly YearCost[]): number[] {
  let sum = 0;
  return years.flatMap(({ parts, atOnce }) => {
    const all = totalOf(Object.values(parts), (part) => part);
    sum += atOnce;
    return Array.from({ length: MONTHS }, () => {
      sum += (all - atOnce) / MONTHS;
      return sum;
    });
  });
}

/**
 * What a plan costs over the years: hosts bought (those of `owned` are there already), their support, power by curve at
 * the prices of the hours, licences by their rules, storage in use. Machines grow once a year; hosts follow by sums.
 */
export function ownership(
  plan: Plan,
  costs: Costs,
  owned: ReadonlySet<string>,
  shape: readonly number[] = [1],
): DesignCost {
  const yearly = 1 + costs.growthPercentPerYear / 100;
  checkGrowth(
    running(plan.inventory.vms).length,
    yearly ** (costs.years - 1),
    `growthPercentPerYear over ${costs.years} years`,
  );
  const { clusters } = answerPlan(plan);
  const { existing, ageYears } = costs.hosts;
  const paid = new LicencesPaid();
  const fleet: Aged[] = plan.inventory.hosts.map((host) => ({
    host,
    bought: existing === 'paid' && owned.has(host.name) ? undefined : 0,
    age: ageYears,
  }));
  let licences: LicenceCount[] = [];
  let powerUnknown = false;
  const years = Array.from({ length: costs.years }, (_, year): YearCost => {
    const factor = yearly ** year;
    const then = grown(plan, clusters, factor);
    const there = new Set(fleet.map(({ host }) => `${host.cluster}\0${host.name}`));
    const more = then.added.filter((host) => !there.has(`${host.cluster}\0${host.name}`));
    fleet.push(...more.map((host) => ({ host, bought: year, age: 0 })));
    const vms = running(then.plan.inventory.vms);
    const counts = countLicences(
      { ...then.plan, inventory: { ...then.plan.inventory, hosts: fleet.map(({ host }) => host) } },
      costs.licences,
    );
    if (year === 0) licences = counts;
    const paying = paid.pay(counts);
    const bought = purchases(fleet, year, costs);
    const uses = usesOf(plan, fleet.length, factor, costs.power?.use);
    const power = powerOf(uses, costs, shape);
    powerUnknown ||= costs.power !== undefined && power === undefined;
    const { supportPerYear, otherPerYear } = costs.hosts;
    const gib = totalOf(vms, (vm) => vm.inUseMib) / 1024;
    return {
      hosts: fleet.length,
      vms: vms.length,
      bought: bought.count,
      parts: {
        hosts: bought.price,
        support: fleet.length * (supportPerYear + otherPerYear),
        power: power?.cost ?? 0,
        licences: paying.yearly + paying.once,
        storage: gib * (costs.storage?.perGibMonth ?? 0) * MONTHS,
      },
      atOnce: bought.price + paying.once,
      power,
    };
  });
  return { name: plan.name, years, licences, powerUnknown, ...totals(years) };
}

function totals(years: readonly YearCost[]) {
  const parts = Object.fromEntries(
    costParts.map((part) => [part, totalOf(years, (year) => year.parts[part])]),
  ) as Record<CostPart, number>;
  const total = totalOf(Object.values(parts), (part) => part);
  const vmMonths = totalOf(years, ({ vms }) => vms) * MONTHS;
  return {
    parts,
    total,
    perMonth: total / (years.length * MONTHS),
    perVmMonth: vmMonths > 0 ? total / vmMonths : 0,
    kwh: totalOf(years, ({ power }) => power?.kwh ?? 0),
    kgCo2: totalOf(years, ({ power }) => power?.kgCo2 ?? 0),
    hostsBought: totalOf(years, ({ bought }) => bought),
    cumulative: byMonth(years),
  };
}
