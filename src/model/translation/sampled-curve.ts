import { present, u32 } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import type { PageSize } from '../../hosts/host.ts';
import { StackDistanceKernel } from '../../kernels/stack-distance/index.ts';
import { mean, sampleStandardDeviation } from '../../statistics.ts';
import { studentQuantile } from '../../student.ts';
import { KIND_BITS } from '../../trace-word.ts';
import { leafLevels } from './simulate.ts';

/** Miss ratio of one fully associative LRU structure with the 95 % interval of its groups. */
export interface CurvePoint {
  entries: number;
  missRatio: number;
  low: number;
  high: number;
}

/** Disjoint groups of pages, each a sample of its own: their spread is the error. */
const GROUPS = 12;
const CHUNK = 16_384;
export const MAX_RATE = 1 / 16;
/** Below this many sampled entries a structure is too small for its sample. */
const LEAST_SAMPLED = 64;

/** Final mix of MurmurHash3: every bit of a page number counts. */
function mixed(low: number, high: number): number {
  let h = Math.imul(low ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Misses of large fully associative structures from a share of the pages (SHARDS, Waldspurger et al. 2015): all
 * references to a page are kept or none, and a structure of n entries is one of n x rate among the kept ones. The kept
 * references are taken for as many as the rate expects (their correction "adj"): a hot page in or out would else move
 * every size. Twelve groups of pages by one hash, so the interval is that of twelve samples.
 */
export class SampledCurve {
  private readonly rate: number;
  private readonly sizes: readonly number[];
  private readonly shift: number;
  private readonly groups: { kernel: StackDistanceKernel; words: BigUint64Array; used: number }[];
  private accesses = 0;

  /** Throws a UserError for rates and sizes that leave too few entries. */
  constructor(sizes: readonly number[], rate: number, page: PageSize) {
    const least = Math.min(...sizes);
    if (!(rate > 0 && rate <= MAX_RATE) || least * rate < LEAST_SAMPLED) {
      throw new UserError(
        `expected a share of pages up to ${MAX_RATE} of which structures of ${least} entries keep at least ${LEAST_SAMPLED}, found ${rate}.`,
      );
    }
    this.sizes = sizes;
    this.rate = rate;
    const pageBits = 3 + 9 * leafLevels[page];
    this.shift = pageBits + KIND_BITS;
    const family = { sets: 1, maxWays: Math.ceil(Math.max(...sizes) * rate) };
    this.groups = Array.from({ length: GROUPS }, () => ({
      kernel: new StackDistanceKernel([family], pageBits),
      words: new BigUint64Array(CHUNK),
      used: 0,
    }));
  }

  /** The next words of a trace. */
  feed(words: BigUint64Array): void {
    const halves = new Uint32Array(words.buffer, words.byteOffset, words.length * 2);
    const { shift, groups } = this;
    const width = this.rate * 2 ** 32;
    for (let i = 0; i < words.length; i++) {
      const high = u32(halves, 2 * i + 1);
      const low = (u32(halves, 2 * i) >>> shift) | (high << (32 - shift));
      const group = groups[Math.floor(mixed(low, high >>> shift) / width)];
      if (group === undefined) continue;
      group.words[group.used++] = present(words[i]);
      if (group.used === CHUNK) flush(group);
    }
    this.accesses += words.length;
  }

  points(): CurvePoint[] {
    for (const group of this.groups) flush(group);
    const expected = Math.max(1, this.accesses * this.rate);
    const t = studentQuantile(0.975, GROUPS - 1);
    return this.sizes.map((entries) => {
      const ratios = this.groups.map(
        ({ kernel }) => kernel.misses(1, Math.round(entries * this.rate)) / expected,
      );
      const missRatio = mean(ratios);
      const error = (t * sampleStandardDeviation(ratios)) / Math.sqrt(GROUPS);
      const low = Math.max(0, missRatio - error);
      return { entries, missRatio, low, high: Math.min(1, missRatio + error) };
    });
  }
}

function flush(group: { kernel: StackDistanceKernel; words: BigUint64Array; used: number }): void {
  group.kernel.feed(group.words.subarray(0, group.used));
  group.used = 0;
}
