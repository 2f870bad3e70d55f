import { anyNum, f64, nth, present } from '../../elements.ts';
import { isUp } from '../../inventory/host-state.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { running } from '../../inventory/inventory.ts';
import { Rng } from '../../rng.ts';
import { hostMhz, totalOf } from '../operations/hosting.ts';
import type { Plan } from '../plan.ts';
import type { DayShape } from '../study/run.ts';
import { clusterNames } from '../summary.ts';

/** CPU a cluster needs at a choice of percentile, and how far that moves with the days that were measured. */
export interface DemandLevel {
  choice: 'mean' | 'p95' | 'p99' | 'peak';
  ghz: number;
  /** Share of the clock that is left with failures tolerated, and its 90 % interval over resampled days. */
  share: number;
  low: number | undefined;
  high: number | undefined;
}

export interface Confidence {
  /** Name of the load and whole days in it; 0 days = a shape without days of its own. */
  load: string;
  days: number;
  resamples: number;
  seed: number;
  clusters: {
    cluster: string;
    /** Where the level comes from: use of the hosts, or what was measured of each machine. */
    level: 'host use' | 'machine demand';
    levels: DemandLevel[];
  }[];
  /** Clusters whose use nothing tells. */
  unknown: string[];
}

const RESAMPLES = 1000;
const SEED = 1;
/** Ends of the interval: 5 % and 95 % of the resamples. */
const [LOW_END, HIGH_END] = [0.05, 0.95];
const choices = [
  { choice: 'mean', share: undefined },
  { choice: 'p95', share: 0.95 },
  { choice: 'p99', share: 0.99 },
  { choice: 'peak', share: 1 },
] as const;

/** Samples of all days in ascending order with the day of each, so that a resample is one walk. */
function sortedSamples(days: readonly (readonly number[])[]) {
  const values = days.flatMap((samples, day) => samples.map((value) => ({ value, day })));
  values.sort((a, b) => a.value - b.value);
  return values;
}

/**
 * Mean and percentiles (nearest rank) of samples when each day counts `weight[day]` times: the bootstrap
 * over days (Efron 1979), which keeps what belongs together within a day.
 */
function levelsOf(
  sorted: readonly { value: number; day: number }[],
  weight: ArrayLike<number>,
): number[] {
  let [total, sum] = [0, 0];
  for (const { value, day } of sorted) {
    total += anyNum(weight, day);
    sum += value * anyNum(weight, day);
  }
  const wanted = choices.map(({ share }) =>
    share === undefined ? Infinity : Math.max(1, Math.ceil(share * total - 1e-9)),
  );
  const found = wanted.map(() => sum / total);
  let seen = 0;
  for (const { value, day } of sorted) {
    const next = seen + anyNum(weight, day);
    wanted.forEach((rank, i) => {
      if (seen < rank && rank <= next) found[i] = value;
    });
    seen = next;
  }
  return found;
}

/** Level of each choice relative to the mean of the trace, with the ends of its interval over resampled days. */
function shapeLevels({ shape, days = [] }: DayShape) {
  const own = days.length > 0 ? days : [shape];
  const sorted = sortedSamples(own);
  const mid = levelsOf(sorted, new Float64Array(own.length).fill(1));
  if (days.length < 2) return mid.map((value) => ({ value, low: undefined, high: undefined }));
  const rng = new Rng(SEED);
  const drawn = mid.map(() => new Float64Array(RESAMPLES));
  const weight = new Float64Array(days.length);
  for (let i = 0; i < RESAMPLES; i++) {
    weight.fill(0);
    for (let day = 0; day < days.length; day++) weight[rng.nextBelow(days.length)]!++;
    levelsOf(sorted, weight).forEach((value, c) => {
      nth(drawn, c)[i] = value;
    });
  }
  const end = (values: Float64Array, share: number) =>
    f64(values, Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES)));
  return mid.map((value, c) => {
    const values = nth(drawn, c).sort();
    return { value, low: end(values, LOW_END), high: end(values, HIGH_END) };
  });
}

/** GHz a cluster used when measured: by its hosts' use, else by the demand of its machines. */
function usedGhz(inventory: Inventory, cluster: string) {
  const hosts = inventory.hosts.filter((host) => host.cluster === cluster);
  const vms = running(inventory.vms.filter((vm) => vm.cluster === cluster));
  if (hosts.length > 0 && hosts.every((host) => host.cpuUse !== undefined))
    return {
      level: 'host use' as const,
      ghz: totalOf(hosts, (host) => present(host.cpuUse) * hostMhz(host)) / 1000,
    };
  if (vms.length > 0 && vms.every((vm) => vm.cpuDemandMhz !== undefined))
    return {
      level: 'machine demand' as const,
      ghz: totalOf(vms, (vm) => present(vm.cpuDemandMhz)) / 1000,
    };
  return undefined;
}

/**
 * How sure the answer is as far as load goes: the use the inventory states is taken as the mean of the load
 * given, and the level of each percentile of that load is set against the clock left after failures.
 */
export function confidenceOf({ inventory, settings }: Plan, day: DayShape): Confidence {
  const levels = shapeLevels(day);
  const clusters: Confidence['clusters'] = [];
  const unknown: string[] = [];
  for (const cluster of clusterNames(inventory)) {
    const used = usedGhz(inventory, cluster);
    const clocks = inventory.hosts
      .filter((host) => host.cluster === cluster && isUp(host))
      .map((host) => hostMhz(host) / 1000)
      .sort((a, b) => a - b);
    // The largest hosts fail.
    const left = clocks
      .slice(0, Math.max(0, clocks.length - settings.tolerateHosts))
      .reduce((sum, ghz) => sum + ghz, 0);
    if (!used || left === 0) {
      unknown.push(cluster);
      continue;
    }
    const share = (factor: number | undefined) =>
      factor === undefined ? undefined : (factor * used.ghz) / left;
    clusters.push({
      cluster,
      level: used.level,
      levels: levels.map(({ value, low, high }, i) => ({
        choice: nth(choices, i).choice,
        ghz: value * used.ghz,
        share: (value * used.ghz) / left,
        low: share(low),
        high: share(high),
      })),
    });
  }
  return {
    load: day.name,
    days: day.days?.length ?? 0,
    resamples: (day.days?.length ?? 0) > 1 ? RESAMPLES : 0,
    seed: SEED,
    clusters,
    unknown,
  };
}
