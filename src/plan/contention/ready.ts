import { num, present } from '../../elements.ts';
import { type PredictedReady, predictReady } from '../../model/scheduling/predicted-ready.ts';
import { type Contention, contentionOf } from '../../model/scheduling/ready.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';
import { percentileSorted } from '../multiplexing.ts';
import { type Hosting, totalOf } from '../operations/hosting.ts';

/** Percent ready per vCPU over hosts and the day. The ends are vCPUs that want on their own, and machines whose vCPUs want together. */
interface ReadyPercentiles {
  p50: PredictedReady;
  p95: PredictedReady;
  verdict: Contention;
}

interface HostReady extends ReadyPercentiles {
  host: string;
  vcpus: number;
  vcpusPerCore: number;
  use: number;
}

export interface ClusterReady {
  /** Clock a vCPU uses on average, share of a core. */
  vcpuUse: Sourced;
  vcpusPerCore: number;
  plannedVcpusPerCore: number;
  now: ReadyPercentiles;
  /** Hosts filled to the plan's ratio with machines as they are. */
  planned: ReadyPercentiles;
  /** Highest p95 first. */
  hosts: HostReady[];
  sweep: ({ vcpusPerCore: number } & ReadyPercentiles)[];
}

/** Where hosts do not tell their use. */
export const assumedVcpuUse = unverified(
  0.1,
  'share of a core',
  'assumed: the export has no use',
  0.5,
);

/** Of larger clusters every second, third ... host is looked at. */
const MOST_HOSTS = 400;
const SWEEP = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 16];
/** Uses are rounded to this, so that like hours of like hosts are computed once. */
const USE_STEP = 0.005;

type Predict = (cores: number, vcpus: number, use: number) => PredictedReady;

function cached(vcpusPerMachine: number): Predict {
  const known = new Map<string, PredictedReady>();
  return (cores, vcpus, use) => {
    const step = Math.round(use / USE_STEP);
    const key = `${cores}/${vcpus}/${step}`;
    const found =
      known.get(key) ?? predictReady({ cores, vcpus, vcpusPerMachine, use: step * USE_STEP });
    known.set(key, found);
    return found;
  };
}

/** Predictions of a day that so many hosts share. */
interface Shared {
  values: readonly PredictedReady[];
  hosts: number;
}

/** One column of them all, ascending; most values come again and again, so those that differ are sorted. */
function ascending(groups: readonly Shared[], of: 'percent' | 'low' | 'high'): Float64Array {
  const times = new Map<number, number>();
  let count = 0;
  for (const { values, hosts } of groups) {
    for (const value of values) times.set(value[of], (times.get(value[of]) ?? 0) + hosts);
    count += values.length * hosts;
  }
  const column = new Float64Array(count);
  let from = 0;
  for (const value of Float64Array.from(times.keys()).sort()) {
    const to = from + (times.get(value) ?? 0);
    column.fill(value, from, to);
    from = to;
  }
  return column;
}

function percentiles(groups: readonly Shared[]): ReadyPercentiles {
  const middle = ascending(groups, 'percent');
  const [low, high] = [ascending(groups, 'low'), ascending(groups, 'high')];
  const at = (share: number): PredictedReady => ({
    percent: percentileSorted(middle, share),
    low: percentileSorted(low, share),
    high: percentileSorted(high, share),
  });
  const p95 = at(0.95);
  return { p50: at(0.5), p95, verdict: contentionOf(p95.percent) };
}

/**
 * Ready time of a cluster from its vCPUs per core and its load, now and filled to `cpuRatio`. `shape` is the load of
 * the day relative to its mean; hosts follow it together.
 */
export function clusterReady(
  { hosts, vms, hostOf }: Hosting,
  cpuRatio: number,
  shape: readonly number[],
): ClusterReady | undefined {
  const cores = totalOf(hosts, (host) => host.cores);
  const vcpus = totalOf(vms, (vm) => vm.vcpus);
  if (!(cores >= 1) || vcpus < 1) return undefined;
  const known = hosts.every((host) => host.cpuUse !== undefined);
  const used = totalOf(hosts, (host) => (host.cpuUse ?? 0) * host.cores);
  const vcpuUse = known
    ? sourced(used / vcpus, 'share of a core', 'derived', 'use and vCPUs of the export')
    : assumedVcpuUse;
  const predict = cached(Math.max(1, vcpus / vms.length));
  const over = (hostCores: number, count: number, use: number) =>
    shape.map((factor) => predict(hostCores, count, use * factor));
  const placed = hosts.map(() => 0);
  let stray = 0;
  vms.forEach((vm, i) => {
    const host = num(hostOf, i);
    if (host >= 0) placed[host] = num(placed, host) + vm.vcpus;
    else stray += vm.vcpus;
  });
  const every = Math.ceil(hosts.length / MOST_HOSTS);
  const perHost = hosts.flatMap((host, h) => {
    if (host.cores < 1 || h % every !== 0) return [];
    // Machines on hosts the inventory does not list are spread over all by cores.
    const count = Math.round(num(placed, h) + (stray * host.cores) / cores);
    const use = known ? present(host.cpuUse) : (count * vcpuUse.value) / host.cores;
    return [{ host, count, use, values: over(host.cores, count, use) }];
  });
  const sizes = new Map<number, number>();
  for (const { host } of perHost) sizes.set(host.cores, (sizes.get(host.cores) ?? 0) + 1);
  const filled = (ratio: number) =>
    percentiles(
      [...sizes].map(([size, count]) => ({
        values: over(size, size * ratio, vcpuUse.value * ratio),
        hosts: count,
      })),
    );
  return {
    vcpuUse,
    vcpusPerCore: vcpus / cores,
    plannedVcpusPerCore: cpuRatio,
    now: percentiles(perHost.map(({ values }) => ({ values, hosts: 1 }))),
    planned: filled(cpuRatio),
    hosts: perHost
      .map(({ host, count, use, values }) => ({
        host: host.name,
        vcpus: count,
        vcpusPerCore: count / host.cores,
        use,
        ...percentiles([{ values, hosts: 1 }]),
      }))
      .sort((a, b) => b.p95.percent - a.p95.percent),
    sweep: SWEEP.map((vcpusPerCore) => ({ vcpusPerCore, ...filled(vcpusPerCore) })),
  };
}
