import { nth, num } from '../../elements.ts';
import { type Ring, ringBytes } from '../../kernels/probe/index.ts';
import type { LatencySource } from './source.ts';

/** One footprint: the least and the middle of what was seen, nanoseconds per hop. */
export interface Sample {
  count: number;
  least: number;
  middle: number;
}

/** What one source saw of the machine. */
export interface Curves {
  title: string;
  maxBytes: number;
  /** Nanoseconds of one cycle: the least and the middle. */
  cycleNs: { least: number; middle: number };
  /** By lines of 64 bytes, all lines of a page before the next page. */
  lines: Sample[];
  /** By pages of 4 KiB, one line of each. */
  pages: Sample[];
}

const STEPS_PER_OCTAVE = [1, 1.25, 1.5, 1.75];
const LINE_BYTES = 64;
const PAGE_BYTES = 4096;
const SPIN_OPERATIONS = 1 << 20;

/** Whole numbers from `low` to `high`, four to the octave: the sizes that caches and TLBs have. */
export function grid(low: number, high: number): number[] {
  const values: number[] = [];
  for (let octave = low; octave <= high; octave *= 2) {
    for (const step of STEPS_PER_OCTAVE) {
      const value = octave * step;
      if (Number.isInteger(value) && value <= high) values.push(value);
    }
  }
  return values;
}

const MAX_PAGES = 16_384;

/** The rings of a probe of at most `maxBytes`. */
export function probePlan(maxBytes: number): Ring[] {
  const lines = grid(PAGE_BYTES / LINE_BYTES, maxBytes / LINE_BYTES);
  const pages = grid(8, Math.min(MAX_PAGES, maxBytes / PAGE_BYTES));
  return [
    ...lines.map((count) => ({ kind: 'lines', count }) as const),
    ...pages.map((count) => ({ kind: 'pages', count }) as const),
  ].filter((ring) => ringBytes(ring) <= maxBytes);
}

const middleOf = (numbers: readonly number[]): number =>
  num(
    [...numbers].sort((a, b) => a - b),
    Math.floor(numbers.length / 2),
  );

/**
 * Measures every ring of the plan in several rounds over the whole plan, so that a busy spell spoils one
 * round of a point and not the point. Noise of other tenants only ever adds: the least time is kept.
 */
export async function measureCurves(
  source: LatencySource,
  { rounds = 3, repeats = 5, onProgress = (_share: number) => {} } = {},
): Promise<Curves> {
  const plan = probePlan(source.maxBytes);
  const seen = plan.map((): number[] => []);
  const spins: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [i, ring] of plan.entries()) {
      if (i % 16 === 0) spins.push(...(await source.spinNs(SPIN_OPERATIONS, 3)));
      const hops = ringBytes(ring) <= 1 << 20 ? 1 << 17 : 1 << 15;
      nth(seen, i).push(...(await source.hopNs(ring, hops, repeats)));
      onProgress((round * plan.length + i + 1) / (rounds * plan.length));
    }
  }
  const samples = (kind: Ring['kind']) =>
    plan.flatMap((ring, i) =>
      ring.kind === kind
        ? [{ count: ring.count, least: Math.min(...nth(seen, i)), middle: middleOf(nth(seen, i)) }]
        : [],
    );
  return {
    title: source.title,
    maxBytes: source.maxBytes,
    cycleNs: { least: Math.min(...spins), middle: middleOf(spins) },
    lines: samples('lines'),
    pages: samples('pages'),
  };
}
