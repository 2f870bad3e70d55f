import { present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { KIND_BITS } from '../../trace-word.ts';
import { wasmBase64 } from '../generated/stack-distance.wasm.ts';
import { type Instance, instantiate } from '../load.ts';
import { align64, gcd } from '../translation/geometry.ts';
import * as at from './layout.ts';

/** One family of set-associative LRU structures: a number of sets, up to a number of ways. */
export interface StackFamily {
  sets: number;
  maxWays: number;
}

interface Exports {
  changed(count: number): number;
  feed(count: number): void;
  regions(): number;
  fault(): number;
}

interface Family extends StackFamily {
  /** Address of the descriptor. */
  descriptor: number;
  rows: number;
  /** Vectors of 16 bytes of a row while its tags are u16; twice that when they are u32. */
  narrowVectors: number;
  narrow: boolean;
}

/** Least pages of a region, 1 GiB of 4K: the fewer, the shorter the tags; the more, the rarer the lookups. */
const REGION_PAGES = 2 ** 18;
/** Rows of up to 32 ways may have u16 tags, 0xffff being the empty way. */
const NARROW_WAYS = 32;
const MAX_TAG = 0xffff;
const MAX_LCM = 2 ** 24;

/** The least common multiple of all set counts, which the length of a region must be a multiple of. */
export function commonSets(families: readonly StackFamily[]): number {
  return families.reduce((lcm, { sets }) => (lcm / gcd(lcm, sets)) * sets, 1);
}

/** Whether one pass can hold these families together. */
export function fitsOnePass(families: readonly StackFamily[]): boolean {
  return families.length <= at.MAX_FAMILIES && commonSets(families) <= MAX_LCM;
}

/** Families of the same number of sets are one, of the most ways; set counts ascending. */
function merged(families: readonly StackFamily[]): StackFamily[] {
  const ways = new Map<number, number>();
  for (const { sets, maxWays } of families) {
    if (!(Number.isInteger(sets) && sets >= 1 && Number.isInteger(maxWays) && maxWays >= 1)) {
      throw new UserError(
        `expected at least 1 set and 1 way, found ${sets} sets of ${maxWays} ways.`,
      );
    }
    ways.set(sets, Math.max(maxWays, ways.get(sets) ?? 0));
  }
  return [...ways].map(([sets, maxWays]) => ({ sets, maxWays })).sort((a, b) => a.sets - b.sets);
}

/**
 * Misses of every associativity 1..maxWays of several set counts from one pass over the accesses. Exact LRU. Its cost
 * grows with set counts; associativities up to 32 cost little more than one.
 */
export class StackDistanceKernel {
  private readonly instance: Instance<Exports>;
  private readonly families: readonly Family[];
  private readonly regionPages: number;
  private knownRegions = 0;
  accesses = 0;

  /** `pageBits` = 12 counts 4K pages. Throws a UserError for impossible geometry. */
  constructor(asked: readonly StackFamily[], pageBits = 12) {
    const families = merged(asked);
    if (families.length === 0 || !fitsOnePass(families)) {
      throw new UserError(
        `expected 1 to ${at.MAX_FAMILIES} set counts whose least common multiple is at most ${MAX_LCM}.`,
      );
    }
    const common = commonSets(families);
    this.regionPages = common * Math.ceil(REGION_PAGES / common);
    let end: number = at.ARENA;
    const take = (bytes: number) => {
      const start = align64(end);
      end = start + bytes;
      return start;
    };
    const placed = families.map((family, f) => {
      const narrowVectors = Math.ceil(family.maxWays / 8);
      const ways = narrowVectors * 8;
      return {
        ...family,
        narrowVectors,
        narrow: ways <= NARROW_WAYS,
        descriptor: at.DESCRIPTORS + f * at.DESCRIPTOR_BYTES,
        rows: take(family.sets * ways * 4),
        list: take(at.BATCH * 4 + 4),
        depths: take((ways + 1) * 8),
      };
    });
    if (end > 2 ** 32) throw new UserError('expected geometries that fit 4 GiB of memory.');
    this.instance = instantiate<Exports>(wasmBase64, end);
    this.families = placed;
    const { view } = this;
    const u32 = (field: number, value: number) => view.setUint32(field, value, true);
    u32(at.PAGE_SHIFT, pageBits + KIND_BITS);
    u32(at.FAMILIES, families.length);
    view.setBigUint64(at.REGION_PAGES, BigInt(this.regionPages), true);
    view.setFloat64(at.REGION_INVERSE, 1 / this.regionPages, true);
    view.setBigUint64(at.LAST_PAGE, 2n ** 64n - 1n, true);
    view.setBigUint64(at.LAST_START, 2n ** 63n, true);
    const { buffer } = this.instance.memory;
    new Uint32Array(buffer, at.WIDE_MASKS, 33).fill(0xffff_ffff);
    new Uint16Array(buffer, at.NARROW_MASKS, 33).fill(0xffff);
    placed.forEach((family, f) => {
      const { sets, descriptor: d, rows, narrow, narrowVectors, list, depths } = family;
      new Uint8Array(buffer, rows, sets * narrowVectors * 32).fill(0xff);
      const bits = Math.ceil(Math.log2(sets));
      u32(d + at.ROWS, rows);
      u32(d + at.SETS, sets);
      // Granlund and Montgomery 1994: exact for keys below 2^31, as 2^31 (magic sets - 2^shift) <= 2^shift.
      u32(d + at.MAGIC, Math.floor(2 ** (31 + bits) / sets) + 1);
      u32(d + at.SHIFT, 31 + bits);
      u32(d + at.VECTORS, narrow ? narrowVectors : 2 * narrowVectors);
      u32(d + at.NARROW, narrow ? 1 : 0);
      const coarser = placed.findLastIndex((other, g) => g < f && sets % other.sets === 0);
      u32(d + at.SOURCE, coarser < 0 ? f : coarser);
      u32(d + at.LIST, list);
      u32(d + at.DEPTHS, depths);
    });
  }

  private get view(): DataView {
    return new DataView(this.instance.memory.buffer);
  }

  /** The next words of a trace (`TraceWord`) of one address space. */
  feed(words: BigUint64Array): void {
    const { exports, memory } = this.instance;
    for (let done = 0; done < words.length; done += at.BATCH) {
      const batch = words.subarray(done, done + at.BATCH);
      new BigUint64Array(memory.buffer, at.WORDS, batch.length).set(batch);
      const changed = exports.changed(batch.length);
      if (exports.fault() !== 0) {
        throw new UserError('the accesses touch too many separate regions for one sweep.');
      }
      if (exports.regions() !== this.knownRegions) this.checkTags();
      exports.feed(changed);
    }
    this.accesses += words.length;
  }

  /** Gives u32 tags to the families whose u16 tags new regions have outgrown. */
  private checkTags(): void {
    this.knownRegions = this.instance.exports.regions();
    const keys = this.knownRegions * this.regionPages;
    for (const family of this.families) {
      if (family.narrow && keys / family.sets > MAX_TAG) this.widen(family);
    }
  }

  private widen(family: Family): void {
    const { rows, sets, narrowVectors, descriptor } = family;
    const { buffer } = this.instance.memory;
    const tags = new Uint16Array(buffer, rows, sets * narrowVectors * 8).slice();
    const wide = new Uint32Array(buffer, rows, tags.length);
    for (let i = 0; i < tags.length; i++)
      wide[i] = tags[i] === MAX_TAG ? 0xffff_ffff : present(tags[i]);
    this.view.setUint32(descriptor + at.VECTORS, 2 * narrowVectors, true);
    this.view.setUint32(descriptor + at.NARROW, 0, true);
    family.narrow = false;
  }

  /** Misses of a structure of `sets` x `ways`, one of the families. */
  misses(sets: number, ways: number): number {
    const family = this.families.find((one) => one.sets === sets && one.maxWays >= ways);
    if (family === undefined) throw new RangeError(`no family of ${sets} sets with ${ways} ways`);
    const { view } = this;
    const depths = view.getUint32(family.descriptor + at.DEPTHS, true);
    let misses = 0;
    for (let depth = ways; depth <= family.narrowVectors * 8; depth++) {
      misses += Number(view.getBigUint64(depths + 8 * depth, true));
    }
    return misses;
  }
}
