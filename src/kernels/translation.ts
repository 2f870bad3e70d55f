import { UserError } from '../errors.ts';
import { wasmBase64 } from './generated/translation.wasm.ts';
import { type Instance, instantiate } from './load.ts';
import type {
  ByKind,
  KernelPattern,
  TranslationConfig,
  TranslationCounts,
} from './translation.config.ts';
import {
  align64,
  entryLeaf,
  framesOf,
  gcd,
  hostTables,
  isPowerOfTwo,
  MAX_FRAMES,
  narrowed,
  rowBytes,
  type Structure,
  structuresOf,
  vectorsOf,
} from './translation.geometry.ts';
import * as at from './translation.layout.ts';

export type * from './translation.config.ts';
export { entryLeaf };

interface Exports {
  seed(value: number): void;
  simulateWords(count: number): void;
  simulatePattern(count: number): void;
  generate(count: number): void;
  hasRoom(): number;
  fault(): number;
  rehash(from: number, oldSlots: number): void;
}

const HASH_SLOT_BYTES = 16;
const FIRST_HASH_SLOTS = 16_384;
/** Slices of one call: the engine replaces code only between calls. */
const ACCESSES_PER_CALL = 65_536;

/** One simulated translation path with its own WebAssembly memory. */
export class TranslationKernel {
  private instance: Instance<Exports>;
  private readonly config: TranslationConfig;
  private hashBase = 0;
  private hashSlots = 0;
  private tagEnd = 0;
  private patternTable = 0;

  /** Throws a UserError for impossible geometry. */
  constructor(config: TranslationConfig, pattern?: KernelPattern) {
    this.config = config;
    const frames = framesOf(config);
    const tables = hostTables(frames, config.hostLevels);
    const structures = narrowed(structuresOf(config), tables.end);
    if (frames > MAX_FRAMES * 1.01) {
      throw new UserError('expected a footprint of at most 1 TiB.');
    }
    let end: number = at.ARENA;
    const bases = structures.map((entry) => {
      const base = align64(end);
      end = base + entry.sets * rowBytes(entry);
      return base;
    });
    this.tagEnd = end;
    this.patternTable = align64(end);
    end = this.patternTable + (pattern?.bins?.byteLength ?? 0);
    this.hashBase = align64(end);
    if (config.frames === 'first-touch') this.hashSlots = FIRST_HASH_SLOTS;
    end = this.hashBase + this.hashSlots * HASH_SLOT_BYTES;
    if (end > 2 ** 32)
      throw new UserError('expected structures that fit 4 GiB of simulator memory.');
    this.instance = instantiate<Exports>(wasmBase64, end);
    new Uint8Array(this.instance.memory.buffer, at.ARENA, this.tagEnd - at.ARENA).fill(0xff);
    structures.forEach((entry, i) => {
      this.describe(entry, bases[i]!);
    });
    this.configure(structures, tables.starts);
    if (pattern) this.setPattern(pattern);
  }

  private get view(): DataView {
    return new DataView(this.instance.memory.buffer);
  }

  private describe(entry: Structure, base: number): void {
    const { id, sets, ways, narrow } = entry;
    const view = this.view;
    const d = at.DESCRIPTORS + id * at.DESCRIPTOR_BYTES;
    view.setUint32(d, base, true);
    view.setUint32(d + 4, sets, true);
    view.setUint32(d + 8, isPowerOfTwo(sets) ? sets - 1 : 0xffff_ffff, true);
    const form = (narrow ? at.NARROW : 0) | (isPowerOfTwo(sets) ? 0 : at.MODULO);
    view.setUint32(d + 12, vectorsOf(entry) | form, true);
    view.setUint32(d + 16, ways - 1, true);
    view.setUint32(d + 20, Math.ceil(Math.log2(sets)), true);
    view.setFloat64(d + 24, 1 / sets, true);
  }

  private configure(structures: readonly Structure[], hostTableLines: readonly number[]): void {
    const { config, view } = this;
    const u32 = (field: number, value: number) => view.setUint32(field, value, true);
    const u64 = (field: number, value: number) => view.setBigUint64(field, BigInt(value), true);
    const leaf = entryLeaf(config);
    u32(at.NESTED, config.mode === 'nested' ? 1 : 0);
    u32(at.GUEST_LEVELS, config.guestLevels);
    u32(at.HOST_LEVELS, config.hostLevels);
    u32(at.GUEST_LEAF, config.guestLeaf);
    u32(at.HOST_LEAF, config.hostLeaf);
    u32(at.ENTRY_SHIFT, 3 + 9 * leaf);
    u32(at.WITH_CACHES, config.caches ? 1 : 0);
    u32(at.WITH_DATA, config.caches && config.dataReferences ? 1 : 0);
    u32(at.HASH_BASE, this.hashBase);
    u32(at.HASH_SLOTS, this.hashSlots);
    u32(at.NEXT_FRAME, 1);
    // Keys keep the page number modulo the sets of both TLBs and, in 4K entries, of the directory cache.
    const residue = structures.reduce(
      (lcm, { id, sets }) => {
        const isTlb = id === at.L1_TLB || id === at.L2_TLB;
        const pages = isTlb ? sets : id === at.GUEST_PWC + 2 ? sets * 512 : 1;
        return (lcm / gcd(lcm, pages)) * pages;
      },
      leaf === 1 ? 512 : 1,
    );
    if (residue > 2 ** 24)
      throw new UserError('TLB sets: their least common multiple is too large.');
    u32(at.RESIDUE, residue);
    for (let i = 0; i < 16; i++) u32(at.MASKS + 4 * i, 0xffff_ffff);
    for (let i = 0; i < 8; i++) u32(at.NARROW_MASKS + 4 * i, 0xffff_ffff);
    for (const field of [at.LAST_PAGE, at.LAST_SEGMENT, at.LAST_DATA_PAGE]) {
      view.setBigUint64(field, 0xffff_ffff_ffff_ffffn, true);
    }
    hostTableLines.forEach((line, level) => {
      u64(at.HOST_TABLE_LINES + 8 * level, line);
    });
    if (config.frames === 'first-touch') {
      u32(at.EXPLICIT, 1);
    } else {
      const first = Math.floor(config.frames.base / 4096);
      u64(at.BASE_PAGE, first);
      let bias = config.guestLevels - first;
      for (let level = 1; level < config.guestLevels; level++) {
        bias -= Math.floor(first / 512 ** level);
      }
      view.setBigUint64(at.FRAME_BIAS, BigInt.asUintN(64, BigInt(bias)), true);
      const entryPage = Math.floor(first / 512 ** (leaf - 1));
      u64(at.KEY_DELTA, entryPage - (entryPage % residue));
    }
  }

  private setPattern(pattern: KernelPattern): void {
    const { view } = this;
    const u32 = (field: number, value: number) => view.setUint32(field, value, true);
    const u64 = (field: number, value: number) => view.setBigUint64(field, BigInt(value), true);
    const pages = Math.ceil(pattern.bytes / 4096);
    u32(at.PATTERN, pattern.code);
    u32(at.PATTERN_KIND, pattern.kind);
    u64(at.PATTERN_BASE, pattern.base);
    u64(at.PATTERN_BYTES, pattern.bytes);
    view.setBigUint64(at.PATTERN_STATE, pattern.state ?? 0n, true);
    u64(at.PATTERN_STEP, pattern.step ?? 0);
    u32(at.PATTERN_PAGES, pages);
    u32(at.PATTERN_MASK, 2 ** Math.ceil(Math.log2(pages)) - 1);
    u32(at.PATTERN_WINDOW, pattern.windowPages ?? 0);
    u32(at.PATTERN_PHASE, pattern.phaseAccesses ?? 0);
    if (pattern.bins) {
      u32(at.PATTERN_BINS, pattern.bins.length / 4);
      u32(at.PATTERN_TABLE, this.patternTable);
      new Uint32Array(this.instance.memory.buffer, this.patternTable, pattern.bins.length).set(
        pattern.bins,
      );
    }
    this.instance.exports.seed(pattern.seed);
  }

  /** Line of the flat host table of each level (index 1..5), for the reference. */
  get hostTableLines(): number[] {
    return [0, 1, 2, 3, 4, 5].map((level) =>
      Number(this.view.getBigUint64(at.HOST_TABLE_LINES + 8 * level, true)),
    );
  }

  /** Bytes of simulator memory in use. */
  get memoryBytes(): number {
    return this.instance.memory.buffer.byteLength;
  }

  /** Empties every structure and counter and starts a pattern of the same size over. */
  restart(pattern: KernelPattern): void {
    const { buffer } = this.instance.memory;
    new Uint8Array(buffer, at.ARENA, this.tagEnd - at.ARENA).fill(0xff);
    new Uint8Array(buffer, at.ACCESSES, at.PATTERN - at.ACCESSES).fill(0);
    this.view.setBigUint64(at.LAST_PAGE, 0xffff_ffff_ffff_ffffn, true);
    this.setPattern(pattern);
  }

  /** Simulates `accesses` of the pattern given at construction. */
  runPattern(accesses: number): void {
    for (let left = accesses; left > 0; left -= ACCESSES_PER_CALL) {
      this.instance.exports.simulatePattern(Math.min(left, ACCESSES_PER_CALL));
    }
  }

  /** The next `count` words of the pattern, without simulating them. */
  generate(count: number): BigUint64Array {
    const words = new BigUint64Array(count);
    for (let done = 0; done < count; done += at.BATCH) {
      const batch = Math.min(at.BATCH, count - done);
      this.instance.exports.generate(batch);
      words.set(new BigUint64Array(this.instance.memory.buffer, at.WORDS, batch), done);
    }
    return words;
  }

  /** Simulates words `address << 2 | kind`, addresses below 2^56. */
  feed(words: BigUint64Array): void {
    for (let done = 0; done < words.length; done += at.BATCH) {
      if (this.hashSlots > 0 && !this.instance.exports.hasRoom()) this.enlarge();
      const batch = words.subarray(done, done + at.BATCH);
      new BigUint64Array(this.instance.memory.buffer, at.WORDS, batch.length).set(batch);
      this.instance.exports.simulateWords(batch.length);
      this.checkFault();
    }
  }

  private checkFault(): void {
    const fault = this.instance.exports.fault();
    if (fault === 1) throw new UserError('the trace touches more than 3072 separate 4 GiB ranges.');
    if (fault === 2) throw new UserError('the trace touches more than 1 TiB of guest memory.');
  }

  /** Moves the simulation to a memory with twice the room for guest frames. */
  private enlarge(): void {
    const old = this.instance;
    const oldSlots = this.hashSlots;
    const slots = oldSlots * 2;
    const newEnd = this.hashBase + slots * HASH_SLOT_BYTES;
    const bytes = newEnd + oldSlots * HASH_SLOT_BYTES;
    if (bytes > 2 ** 32)
      throw new UserError('the trace touches more pages than 4 GiB can describe.');
    this.instance = instantiate<Exports>(wasmBase64, bytes);
    const target = new Uint8Array(this.instance.memory.buffer);
    target.set(new Uint8Array(old.memory.buffer, 0, this.hashBase));
    target.set(
      new Uint8Array(old.memory.buffer, this.hashBase, oldSlots * HASH_SLOT_BYTES),
      newEnd,
    );
    this.hashSlots = slots;
    this.view.setUint32(at.HASH_SLOTS, slots, true);
    this.instance.exports.rehash(newEnd, oldSlots);
  }

  counts(): TranslationCounts {
    const { view } = this;
    const u64 = (field: number) => Number(view.getBigUint64(field, true));
    const kinds = (field: number): ByKind => ({
      data: u64(field),
      guest: u64(field + 8),
      host: u64(field + 16),
    });
    const less = (a: ByKind, b: ByKind): ByKind => ({
      data: a.data - b.data,
      guest: a.guest - b.guest,
      host: a.host - b.host,
    });
    const [m1, m2, m3] = [0, 24, 48].map((offset) => kinds(at.CACHE_MISSES + offset));
    // Every reference is looked up once: the walks' own counts say how many.
    const lookups = {
      data: this.config.dataReferences ? u64(at.ACCESSES) : 0,
      guest: u64(at.GUEST_REFS),
      host: u64(at.HOST_REFS),
    };
    return {
      accesses: u64(at.ACCESSES),
      l1Misses: u64(at.L1_MISSES),
      walks: u64(at.WALKS),
      guestRefs: u64(at.GUEST_REFS),
      hostRefs: u64(at.HOST_REFS),
      nestedTlbHits: u64(at.NESTED_TLB_HITS),
      firstTouches: u64(at.FIRST_TOUCHES),
      served: this.config.caches
        ? {
            l1d: less(lookups, m1!),
            l2: less(m1!, m2!),
            l3: less(m2!, m3!),
            dram: m3!,
          }
        : null,
    };
  }
}
