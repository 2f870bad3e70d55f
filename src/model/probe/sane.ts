import type { CacheLevel, Host } from '../../hosts/host.ts';
import { type Sourced, sourced } from '../../sourced.ts';
import type { MachineFacts } from './machine.ts';
import { doubted } from './noise.ts';

/** One figure of a probe beside the range it has to be in. */
export interface SaneCheck {
  what: string;
  measured: number;
  unit: string;
  low: number;
  high: number;
  /** Who says so: the operating system, or what machines can be. */
  by: string;
  holds: boolean;
}

/** Sizes stand four to the octave, and a knee lies between two of them. */
const gridStep = sourced(1.3, 'ratio', 'derived', 'a quarter of an octave and rounding to it');
/** A last level is shared: of what is reported, a part may belong to others. */
const sharedPart = sourced(0.5, 'ratio', 'estimated', 'chosen: half of the last level');
/** What load latencies can be, cycles; a byte read in less is no load, in more no cache. */
const ranges: Readonly<Record<'l1d' | 'l2' | 'l3', readonly [low: number, high: number]>> = {
  l1d: [2, 8],
  l2: [6, 40],
  l3: [15, 250],
};
const chosen = 'what processors of the last twenty years have';
const MEMORY_NS = [30, 1000] as const;
const CLOCK_GHZ = [0.4, 8] as const;
const names = { l1d: 'L1 data cache', l2: 'L2 cache', l3: 'L3 cache' } as const;
const levelOf = { l1d: 1, l2: 2, l3: 3 } as const;
type Cache = keyof typeof names;
const caches = Object.keys(names) as Cache[];

type Checked = Omit<SaneCheck, 'holds'>;
const judged = (check: Checked): SaneCheck => ({
  ...check,
  holds: check.measured >= check.low && check.measured <= check.high,
});
const isMeasured = ({ status }: Pick<Sourced, 'status'>) => status === 'measured';

function sizeCheck(cache: Cache, level: CacheLevel, machine: MachineFacts): Checked[] {
  const reported = machine.caches.find(({ level: number }) => number === levelOf[cache])?.kib;
  if (reported === undefined || !isMeasured(level)) return [];
  const least = cache === 'l3' ? sharedPart.value : 1;
  return [
    {
      ...{ what: `${names[cache]} size`, measured: level.kib, unit: 'KiB' },
      low: (least * reported) / gridStep.value,
      high: reported * gridStep.value,
      by: `the system reports ${reported} KiB`,
    },
  ];
}

function latencyCheck(cache: Cache, { latencyCycles }: CacheLevel): Checked[] {
  const [low, high] = ranges[cache];
  const what = `${names[cache]} latency`;
  return isMeasured(latencyCycles)
    ? [{ what, measured: latencyCycles.value, unit: 'cycles', low, high, by: chosen }]
    : [];
}

/** The clock against the range the system reports for it, and what clocks are. */
function clockCheck({ clockGhz }: Host, { clock }: MachineFacts): Checked[] {
  if (!isMeasured(clockGhz)) return [];
  const [low, high] = clock ? [clock.lowGhz, clock.highGhz] : CLOCK_GHZ;
  const by = clock ? `${clock.by} reports it` : chosen;
  return [{ what: 'clock', measured: clockGhz.value, unit: 'GHz', low, high, by }];
}

function memoryCheck({ clockGhz, memory }: Host): Checked[] {
  if (!isMeasured(memory.dramCycles)) return [];
  const measured = memory.dramCycles.value / clockGhz.value;
  const [low, high] = MEMORY_NS;
  return [{ what: 'memory latency', measured, unit: 'ns', low, high, by: chosen }];
}

/** Every figure of a probed profile that is called measured, against what the system reports or machines can be. */
export function saneChecks(host: Host, machine: MachineFacts): SaneCheck[] {
  const levels = host.memory.caches;
  return [
    ...clockCheck(host, machine),
    ...caches.flatMap((cache) => sizeCheck(cache, levels[cache], machine)),
    ...caches.flatMap((cache) => latencyCheck(cache, levels[cache])),
    ...memoryCheck(host),
  ].map(judged);
}

const digits = (value: number) => String(Number(value.toPrecision(3)));
const rangeText = ({ low, high, unit }: SaneCheck) => `${digits(low)} to ${digits(high)} ${unit}`;

/** Why a figure is not called measured. */
const reason = (check: SaneCheck) =>
  `not called measured: ${digits(check.measured)} ${check.unit}, expected ${rangeText(check)} (${check.by})`;

/** The profile without the word measured where a check does not hold; a wrong clock doubts all that is in cycles. */
export function asFarAsSane(host: Host, checks: readonly SaneCheck[]): Host {
  const failed = new Map(
    checks.filter(({ holds }) => !holds).map((check) => [check.what, reason(check)]),
  );
  const clock = failed.get('clock');
  if (clock !== undefined) return doubted(host, clock);
  const doubt = <T>(value: T, what: string): T => {
    const why = failed.get(what);
    return why === undefined ? value : doubted(value, why);
  };
  const level = (cache: Cache): CacheLevel => {
    const { latencyCycles, ...size } = host.memory.caches[cache];
    return {
      ...doubt(size, `${names[cache]} size`),
      latencyCycles: doubt(latencyCycles, `${names[cache]} latency`),
    };
  };
  return {
    ...host,
    memory: {
      ...host.memory,
      caches: { l1d: level('l1d'), l2: level('l2'), l3: level('l3') },
      dramCycles: doubt(host.memory.dramCycles, 'memory latency'),
    },
  };
}

/** Checks as rows of a table. */
export const saneRows = (checks: readonly SaneCheck[]) =>
  checks.map((check) => ({
    figure: check.what,
    measured: `${digits(check.measured)} ${check.unit}`,
    expected: rangeText(check),
    because: check.by,
    holds: check.holds ? 'yes' : 'no',
  }));
