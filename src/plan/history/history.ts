import { nth } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { running } from '../../inventory/inventory.ts';
import { afterFailure } from '../answer.ts';
import { HORIZON_MONTHS } from '../horizon.ts';
import { usableHosts } from '../placement/cluster.ts';
import { overheadOf } from '../placement/needs-of.ts';
import type { Plan } from '../plan.ts';
import { ALL, type Snapshot, type Totals, together } from './totals.ts';
import { fitTrend, type Reached, reaches } from './trend.ts';

export const DAY_MS = 86_400_000;
export const MONTH_DAYS = 30.44;

/** What may run out, and how its amounts are told. */
export const historyResources = {
  machines: { key: 'machines', unit: '' },
  vCPUs: { key: 'vcpus', unit: 'vCPUs' },
  memory: { key: 'memoryGib', unit: 'GiB' },
  'CPU use': { key: 'cpuGhz', unit: 'GHz' },
  storage: { key: 'storageGib', unit: 'GiB' },
} as const satisfies Record<string, { key: keyof Totals; unit: string }>;
export type HistoryResource = keyof typeof historyResources;

/** A resource of a cluster over the dates given: its growth, and when it reaches its limit. */
export interface HistoryRow {
  cluster: string;
  resource: HistoryResource;
  unit: string;
  points: { day: number; value: number }[];
  now: number;
  /** Undefined where nothing tells what there is of it. */
  limit: number | undefined;
  /** Growth in 30.44 days, and its 90 % interval. */
  perMonth: number;
  low: number | undefined;
  high: number | undefined;
  /** Days from the last date; undefined without a limit. */
  reached: Reached | undefined;
}

export interface HistoryAnswer {
  /** What growth was fitted to. */
  from: 'inventories' | 'load';
  source: string[];
  /** The last date, ms since 1970; undefined where the load has no calendar. */
  dateMs: number | undefined;
  dates: number;
  spanDays: number;
  rows: HistoryRow[];
  horizonMonths: number;
  /** Clusters of some dates alone. */
  leftOut: string[];
}

/** What a cluster has for its machines with the tolerated hosts failed, in the units of the totals. */
export function limitsOf(
  plan: Plan,
  clusters: readonly string[],
): Partial<Record<HistoryResource, number>> {
  const { inventory, settings, placement, technique } = plan;
  const sums = { vcpus: 0, memory: 0, ghz: 0 };
  for (const cluster of clusters) {
    const own = inventory.hosts.filter((host) => host.cluster === cluster);
    const left = afterFailure(usableHosts(own, placement), settings.tolerateHosts);
    const on = running(inventory.vms.filter((vm) => vm.cluster === cluster));
    const overhead = overheadOf(settings, technique);
    const configured = on.reduce((sum, vm) => sum + vm.memoryMib, 0);
    const needed = on.reduce((sum, vm) => sum + vm.memoryMib + overhead(vm), 0);
    for (const host of left) {
      sums.vcpus +=
        (host.cores * (host.speed ?? 1) * settings.cpuRatio) / (technique?.cpuFactor ?? 1);
      sums.ghz += (host.cores * host.mhzPerCore) / 1000;
      // Beside what is configured each machine costs its overhead, in proportion as today.
      sums.memory +=
        (host.memoryMib * settings.memoryRatio * (needed > 0 ? configured / needed : 1)) / 1024;
    }
  }
  return { vCPUs: sums.vcpus, memory: sums.memory, 'CPU use': sums.ghz };
}

/** Storage is shared by clusters: all datastores against all machines. */
function storageLimit({ inventory }: Plan): number | undefined {
  const capacity = (inventory.datastores ?? []).reduce((sum, store) => sum + store.capacityMib, 0);
  return capacity > 0 ? capacity / 1024 : undefined;
}

/** One resource fitted; days count from the last date. */
export function historyRow(
  cluster: string,
  resource: HistoryResource,
  points: readonly { day: number; value: number }[],
  limit: number | undefined,
): HistoryRow {
  const trend = fitTrend(points.map(({ day, value }) => [day, value]));
  const half = trend.slopeHalf;
  const now = nth(points, points.length - 1).value;
  const most = HORIZON_MONTHS * MONTH_DAYS;
  const already: Reached = { value: 0, early: 0, late: 0 };
  return {
    ...{
      cluster,
      resource,
      unit: historyResources[resource].unit,
      points: [...points],
      now,
      limit,
    },
    perMonth: trend.slope * MONTH_DAYS,
    low: half === undefined ? undefined : (trend.slope - half) * MONTH_DAYS,
    high: half === undefined ? undefined : (trend.slope + half) * MONTH_DAYS,
    reached: limit === undefined ? undefined : now >= limit ? already : reaches(trend, limit, most),
  };
}

function checkUnits(snapshots: readonly Snapshot[]): void {
  const sizes = snapshots.map(({ source, clusters }) => {
    const { machines, memoryGib } = together([...clusters.values()]);
    return { source, each: machines > 0 && memoryGib ? memoryGib / machines : undefined };
  });
  const known = sizes.filter(({ each }) => each !== undefined);
  const [first] = known;
  for (const { source, each = 0 } of known) {
    const factor = first?.each ? each / first.each : 1;
    if (factor > MOST_FACTOR || factor < 1 / MOST_FACTOR)
      throw new UserError(
        `${source}: expected memory in the unit of ${first?.source}, found ${rounded(each)} GiB a machine beside ${rounded(first?.each ?? 0)}: units differ.`,
      );
  }
}

/** Mean memory of a machine that differs by more is a unit, not growth. */
const MOST_FACTOR = 100;
const rounded = (value: number) => Number(value.toPrecision(4));

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function checkDates(snapshots: readonly Snapshot[]): void {
  const seen = new Map<string, string>();
  for (const { source, dateMs } of snapshots) {
    const day = dayOf(dateMs);
    const other = seen.get(day);
    if (other !== undefined)
      throw new UserError(`${source}: expected a date of its own, found ${day}, that of ${other}.`);
    seen.set(day, source);
  }
}

/**
 * Growth fitted to inventories of several dates, the plan's own the last: least squares per cluster and resource, and
 * when each limit is reached, failures borne. Limits are sums: packing may stop earlier.
 */
export function historyAnswer(
  plan: Plan,
  earlier: readonly Snapshot[],
  base: Snapshot,
): HistoryAnswer {
  const snapshots = [...earlier, base].sort((a, b) => a.dateMs - b.dateMs);
  if (snapshots.length < 2)
    throw new UserError('--history: expected an inventory of an earlier date, found none.');
  checkDates(snapshots);
  const last = nth(snapshots, snapshots.length - 1);
  if (last !== base)
    throw new UserError(
      `${last.source}: expected a date before ${dayOf(base.dateMs)}, that of ${base.source}, found ${dayOf(last.dateMs)}.`,
    );
  checkUnits(snapshots);
  const names = [...base.clusters.keys()];
  const alone = snapshots.some(({ clusters }) => clusters.has(ALL)) && names.length > 1;
  const shared = alone
    ? []
    : names.filter((name) => snapshots.every(({ clusters }) => clusters.has(name)));
  const pick = (snapshot: Snapshot, cluster: string) =>
    cluster === ALL && !snapshot.clusters.has(ALL)
      ? together([...snapshot.clusters.values()])
      : snapshot.clusters.get(cluster);
  const clusters = [...shared, ...(shared.length === 1 && names.length === 1 ? [] : [ALL])];
  const rows = clusters.flatMap((cluster) => {
    // Machines do not leave their cluster: the total has no limit where clusters are told apart.
    const limits =
      cluster === ALL && shared.length > 0
        ? {}
        : limitsOf(plan, cluster === ALL ? names : [cluster]);
    const storage = clusters.length === 1 || cluster === ALL ? storageLimit(plan) : undefined;
    return (Object.keys(historyResources) as HistoryResource[]).flatMap((resource) => {
      const { key } = historyResources[resource];
      const points = snapshots.flatMap((snapshot) => {
        const value = pick(snapshot, cluster)?.[key];
        const day = (snapshot.dateMs - base.dateMs) / DAY_MS;
        return value === undefined ? [] : [{ day, value }];
      });
      if (points.length < 2 || points.at(-1)?.day !== 0) return [];
      const limit = resource === 'storage' ? storage : limits[resource];
      return [historyRow(cluster, resource, points, limit)];
    });
  });
  return {
    from: 'inventories',
    source: snapshots.map(({ source }) => source),
    dateMs: base.dateMs,
    dates: snapshots.length,
    spanDays: (base.dateMs - nth(snapshots, 0).dateMs) / DAY_MS,
    rows,
    horizonMonths: HORIZON_MONTHS,
    leftOut: alone ? [] : names.filter((name) => !shared.includes(name)),
  };
}

/**
 * Growth of the number of machines in per cent a month with its interval, for the months the packing leaves; undefined
 * where there is no interval or the number does not grow.
 */
export function fittedGrowth({
  rows,
}: HistoryAnswer): { percentPerMonth: number; low: number; high: number } | undefined {
  const all = rows.filter(({ resource }) => resource === 'machines');
  const row = all.find(({ cluster }) => cluster === ALL) ?? (all.length === 1 ? all[0] : undefined);
  if (!row || row.low === undefined || row.high === undefined) return undefined;
  if (!(row.now > 0 && row.perMonth > 0)) return undefined;
  const percent = (perMonth: number) =>
    Math.min(1000, Math.max(0, Number(((100 * perMonth) / row.now).toPrecision(3))));
  return {
    percentPerMonth: percent(row.perMonth),
    low: percent(row.low),
    high: percent(row.high),
  };
}
