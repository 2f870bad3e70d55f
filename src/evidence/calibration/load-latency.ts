import { UserError } from '../../errors.ts';
import type { GuestStats, Latency, LatencyCurve } from '../../formats/guest-stats/guest-stats.ts';
import type { CacheLevel, Host } from '../../hosts/host.ts';
import { type Sourced, sourced } from '../../sourced.ts';
import { max, median, min } from '../../statistics.ts';
import { type Fit, fitReadings, type Reading } from './fit.ts';

const levels = ['L1', 'L2', 'L3', 'memory'] as const;
export type Level = (typeof levels)[number];

/** What is fitted of a machine's caches and memory, and what was no help. */
export interface FittedLatency {
  /** GHz of the clock latencies are counted in. */
  clock: Sourced;
  fits: Partial<Record<Level, Fit>>;
  /** Levels whose larger arrays take much longer: the level ends before the profile says, here at this many KiB. */
  early: { level: Level; kib: number }[];
  /** Sizes between two levels, where neither decides. */
  between: number;
  /** Loads in address order, or in an order the file does not tell: prefetchers may hide a part. */
  ordered: boolean;
}

const KIB = 1024;
const LINE = 64;

/**
 * The level that an array of this size is read from, or none where two share it. Well within a level: at most half of
 * it, at least twice the one before; memory from four times the last cache on.
 */
export function levelAt(bytes: number, { l1d, l2, l3 }: Host['memory']['caches']): Level | null {
  const kib = bytes / KIB;
  if (kib <= l1d.kib / 2) return 'L1';
  if (kib >= 2 * l1d.kib && kib <= l2.kib / 2) return 'L2';
  if (kib >= 2 * l2.kib && kib <= l3.kib / 2) return 'L3';
  return kib >= 4 * l3.kib ? 'memory' : null;
}

/** From here on an array is no longer in the level its size says. */
const BEYOND = 1.5;

/** KiB at which a level ends, where the larger of its arrays all take half as long again as the smaller ones. */
function endsAt(readings: readonly { kib: number; ns: number }[]): number | undefined {
  const sorted = [...readings].sort((a, b) => a.kib - b.kib);
  const half = sorted.slice(0, Math.ceil(sorted.length / 2));
  if (half.length < 2) return undefined;
  const limit = BEYOND * median(half.map(({ ns }) => ns));
  const last = sorted.findLastIndex(({ ns }) => ns <= limit);
  return last >= 0 && last < sorted.length - 1 ? sorted[last]?.kib : undefined;
}

/** Sizes are printed in MiB with five digits: half a KiB is what they tell. */
const kibOf = (bytes: number) => Math.round((2 * bytes) / KIB) / 2;

/** The curve that says most: at random before in order, then the widest step. */
const bestCurve = (curves: readonly LatencyCurve[]): LatencyCurve | undefined =>
  [...curves]
    .filter(({ stride }) => stride >= LINE)
    .sort(
      (a, b) => Number(b.random ?? false) - Number(a.random ?? false) || b.stride - a.stride,
    )[0];

/** Cells of a summary by level: `HOST: Memory latencies: L1 $`. Memory at random where any run has it. */
function summaryRows(latencies: readonly Latency[]): { level: Level; row: string; ns: number }[] {
  const cells = latencies.flatMap(({ name, value, unit }) => {
    const found = /^(.*): Memory latencies: (L1 \$|L2 \$|Main mem|Rand mem)$/.exec(name);
    return found && unit === 'ns' ? [{ cell: found[2] ?? '', row: name, ns: value }] : [];
  });
  const memory = cells.some(({ cell }) => cell === 'Rand mem') ? 'Rand mem' : 'Main mem';
  const level = new Map<string, Level>([
    ['L1 $', 'L1'],
    ['L2 $', 'L2'],
    [memory, 'memory'],
  ]);
  return cells.flatMap(({ cell, row, ns }) => {
    const of = level.get(cell);
    return of ? [{ level: of, row, ns }] : [];
  });
}

/** The clock latencies are counted in: the profile's; that of the file where the profile is another machine's. */
function clockOf(mhz: readonly number[], base: Host, isOwn: boolean, file: string): Sourced {
  if (isOwn || mhz.length === 0) return base.clockGhz;
  const clock = median([...mhz]) / 1000;
  const low = Math.min(min([...mhz]) / 1000, clock * 0.98);
  const high = Math.max(max([...mhz]) / 1000, clock * 1.02);
  return { ...sourced(clock, 'GHz', 'measured', `${file}: clock`), low, high };
}

/**
 * Load-to-use latencies of a machine, cycles, from what lmbench measured: every second reading of a level fits it, the
 * others judge it. `isOwn`: the profile is of this very machine, so its clock counts. UserError where the recording
 * reaches no level of the caches.
 */
export function fitLatency(
  stats: readonly GuestStats[],
  base: Host,
  { isOwn, file }: { isOwn: boolean; file: string },
): FittedLatency {
  const clock = clockOf(
    stats.flatMap(({ memory }) => memory?.mhz ?? []),
    base,
    isOwn,
    file,
  );
  const read = new Map<Level, Reading[]>();
  const add = (level: Level, row: string, ns: number) =>
    read.set(level, [...(read.get(level) ?? []), { row, cycles: ns * clock.value }]);
  const sizes = new Map<Level, { kib: number; ns: number }[]>();
  let between = 0;
  let ordered = false;
  for (const { latencies = [], memory } of stats) {
    const rows = summaryRows(latencies);
    for (const { level, row, ns } of rows) add(level, row, ns);
    ordered ||= rows.some(({ row }) => row.endsWith('Main mem'));
    const curve = bestCurve(memory?.curves ?? []);
    ordered ||= curve !== undefined && curve.random !== true;
    for (const { bytes, ns } of curve?.points ?? []) {
      const level = levelAt(bytes, base.memory.caches);
      if (level === null) between++;
      else if (ns > 0) {
        const kib = kibOf(bytes);
        add(level, `${kib.toLocaleString('en')} KiB (${level})`, ns);
        sizes.set(level, [...(sizes.get(level) ?? []), { kib, ns }]);
      }
    }
  }
  if (read.size === 0) {
    throw new UserError(
      `${file}: expected load latencies of lmbench (a summary with "Memory latencies", or lat_mem_rd with a stride of at least ${LINE}), found none.`,
    );
  }
  const fits = Object.fromEntries(
    [...read].map(([level, readings]) => [level, fitReadings(readings, 'median')]),
  );
  const early = [...sizes].flatMap(([level, readings]) => {
    const kib = level === 'memory' ? undefined : endsAt(readings);
    return kib === undefined ? [] : [{ level, kib }];
  });
  return { clock, fits, early, between, ordered };
}

/** A profile with the latencies of a fit; levels the recording did not reach keep theirs. */
export function withLatency(profile: Host, { fits, clock }: FittedLatency, source: string): Host {
  const cycles = (level: Level, old: Sourced): Sourced => {
    const fit = fits[level];
    if (!fit) return old;
    const { value, low, high } = fit;
    return { ...{ value, low, high, unit: 'cycles' }, status: 'measured', source };
  };
  const { caches, dramCycles } = profile.memory;
  const cache = (level: Level, old: CacheLevel): CacheLevel => ({
    ...old,
    latencyCycles: cycles(level, old.latencyCycles),
  });
  return {
    ...profile,
    clockGhz: clock,
    memory: {
      ...profile.memory,
      caches: {
        l1d: cache('L1', caches.l1d),
        l2: cache('L2', caches.l2),
        l3: cache('L3', caches.l3),
      },
      dramCycles: cycles('memory', dramCycles),
    },
  };
}
