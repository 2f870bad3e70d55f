import { present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import type { KernelPattern } from '../../workloads/kernel-pattern.ts';
import { wasmBase64 } from '../generated/translation.wasm.ts';
import { type Instance, instantiate, SpareInstances } from '../load.ts';
import { Companion } from './companion.ts';
import type { TranslationConfig, TranslationCounts } from './config.ts';
import {
  align64,
  canPair,
  entryLeaf,
  framesOf,
  gcd,
  hostTables,
  listed,
  MAX_FRAMES,
  narrowed,
  rowBytes,
  type Structure,
  shareGuestSide,
  structureBytes,
  structuresOf,
} from './geometry.ts';
import * as at from './layout.ts';
import {
  checkFault,
  enlarged,
  FIRST_HASH_SLOTS,
  type FrameTableExports,
  HASH_SLOT_BYTES,
  NONE,
  readCounts,
  writeConfig,
  writeDescriptor,
  writePattern,
} from './memory.ts';
import { SharedBatches } from './shared-batches.ts';

export type * from './config.ts';
export { canPair, entryLeaf, shareGuestSide };

interface Exports extends FrameTableExports {
  seed(value: number): void;
  simulateWords(count: number): void;
  simulatePattern(count: number): void;
  generate(count: number): void;
  passWords(count: number): void;
  passPattern(count: number): void;
  askGuest(count: number): number;
  answer(entries: number): void;
  answerPair(entries: number): void;
  isPairEnded(): number;
  resumePair(entries: number): void;
  swap(): void;
  emptyBytes(from: number, bytes: number, narrow: number): number;
}

/** Slices of one call: the engine replaces code only between calls. */
const ACCESSES_PER_CALL = 65_536;

/** Ways still empty; walk caches and nested TLB together. */
export interface EmptyWays {
  l1Tlb: number;
  l2Tlb: number;
  walkCaches: number;
  l1d: number;
  l2: number;
  l3: number;
}

function emptyName(id: number): keyof EmptyWays {
  const names: Record<number, keyof EmptyWays> = {
    [at.L1_TLB]: 'l1Tlb',
    [at.L2_TLB]: 'l2Tlb',
    [at.L1D]: 'l1d',
    [at.L2]: 'l2',
    [at.L3]: 'l3',
  };
  return names[id] ?? 'walkCaches';
}

/** Where caches are large, a new memory costs as much as a short simulation: zeroed page by page, and collected later. */
const spares = new SpareInstances<Exports>();

/** One simulated translation path with its own WebAssembly memory. */
export class TranslationKernel {
  private instance: Instance<Exports>;
  private readonly config: TranslationConfig;
  private hashBase = 0;
  private hashSlots = 0;
  private tagEnd = 0;
  private patternTable = 0;
  private readonly placed: readonly { entry: Structure; base: number }[];
  private followers: TranslationKernel[] = [];
  private readonly companion: Companion | undefined;
  private readonly shared = new SharedBatches();

  /**
   * With `companion`, nested walks of the same guest that `canPair` with native ones, both are simulated on what it is given.
   * Throws a UserError for impossible geometry.
   */
  constructor(config: TranslationConfig, pattern?: KernelPattern, companion?: TranslationConfig) {
    this.config = config;
    const frames = framesOf(config);
    const tables = hostTables(frames, config.hostLevels);
    const structures = listed(narrowed(structuresOf(config), tables.end));
    if (frames > MAX_FRAMES * 1.01) {
      throw new UserError('expected a footprint of at most 1 TiB.');
    }
    let end: number = at.ARENA;
    this.placed = structures.map((entry) => {
      const base = align64(end);
      end = base + structureBytes(entry);
      return { entry, base };
    });
    this.companion = companion && new Companion(companion, end);
    this.tagEnd = this.companion?.tagEnd ?? end;
    this.patternTable = align64(this.companion?.end ?? end);
    end = this.patternTable + (pattern?.bins?.byteLength ?? 0);
    this.hashBase = align64(end);
    if (config.frames === 'first-touch') this.hashSlots = FIRST_HASH_SLOTS;
    end = this.hashBase + this.hashSlots * HASH_SLOT_BYTES;
    if (end > 2 ** 32)
      throw new UserError('expected structures that fit 4 GiB of simulator memory.');
    this.instance = spares.take(end) ?? instantiate<Exports>(wasmBase64, end);
    new Uint8Array(this.instance.memory.buffer, at.ARENA, this.tagEnd - at.ARENA).fill(0xff);
    for (const { entry, base } of this.placed) writeDescriptor(this.view, entry, base);
    this.configure(structures, tables.starts);
    if (pattern) this.setPattern(pattern);
    this.companion?.write(this.instance.memory);
  }

  private get view(): DataView {
    return new DataView(this.instance.memory.buffer);
  }

  private configure(structures: readonly Structure[], hostTableLines: readonly number[]): void {
    const { config, view } = this;
    const u32 = (field: number, value: number) => view.setUint32(field, value, true);
    const leaf = entryLeaf(config);
    writeConfig(view, config, hostTableLines, { base: this.hashBase, slots: this.hashSlots });
    u32(at.ENTRY_SHIFT, 3 + 9 * leaf);
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
    for (const field of [at.LAST_PAGE, at.LAST_SEGMENT, at.LAST_DATA_PAGE]) {
      view.setBigUint64(field, NONE, true);
    }
    if (config.frames !== 'first-touch') {
      const entryPage = Math.floor(config.frames.base / 4096 / 512 ** (leaf - 1));
      view.setBigUint64(at.KEY_DELTA, BigInt(entryPage - (entryPage % residue)), true);
    }
  }

  private setPattern(pattern: KernelPattern): void {
    writePattern(this.instance.memory, pattern, this.patternTable);
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
    this.cool();
    new Uint8Array(this.instance.memory.buffer, at.ACCESSES, at.PATTERN - at.ACCESSES).fill(0);
    this.companion?.clear(this.instance.memory);
    this.setPattern(pattern);
  }

  /**
   * From now on `other` simulates the accesses this kernel is given, from the references of its guest's side: nothing may
   * be fed to it. Both are new, and their configurations `shareGuestSide`.
   */
  lead(other: TranslationKernel): void {
    this.followers = [...this.followers, other];
  }

  /** True where the references of the guest's side are taken once for several simulations. */
  private get isShared(): boolean {
    return this.followers.length > 0 || this.companion !== undefined;
  }

  /** Simulates `accesses` of the pattern given at construction. */
  runPattern(accesses: number): void {
    if (this.isShared) {
      for (let left = accesses; left > 0; left -= at.BATCH) {
        const batch = Math.min(left, at.BATCH);
        this.instance.exports.generate(batch);
        this.shareBatch(batch);
      }
      this.answerShared();
      return;
    }
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

  /** Simulates words of a trace (`TraceWord`). */
  feed(words: BigUint64Array): void {
    this.eachBatch(words, 'simulateWords');
  }

  /** Passes over words: pages they are the first to touch get their frames, as if simulated, and nothing else changes. */
  pass(words: BigUint64Array): void {
    if (this.hashSlots > 0) this.eachBatch(words, 'passWords');
  }

  /** Passes over accesses of the pattern. */
  passPattern(accesses: number): void {
    for (let left = accesses; left > 0; left -= ACCESSES_PER_CALL) {
      this.instance.exports.passPattern(Math.min(left, ACCESSES_PER_CALL));
    }
  }

  /** Empties every structure; counters, frames and the pattern go on. */
  cool(): void {
    new Uint8Array(this.instance.memory.buffer, at.ARENA, this.tagEnd - at.ARENA).fill(0xff);
    this.view.setBigUint64(at.LAST_PAGE, NONE, true);
    this.companion?.empty(this.view);
  }

  /** Ways that nothing has been filled into since the structures were empty, by structure. */
  emptyWays(): EmptyWays {
    const { emptyBytes } = this.instance.exports;
    const empty: EmptyWays = { l1Tlb: 0, l2Tlb: 0, walkCaches: 0, l1d: 0, l2: 0, l3: 0 };
    for (const { entry, base } of this.placed) {
      const bytes = entry.sets * rowBytes(entry);
      const tagBytes = entry.narrow ? 2 : 4;
      const padding = bytes / tagBytes - entry.sets * entry.ways;
      const tags = emptyBytes(base, bytes, entry.narrow ? 1 : 0) / tagBytes;
      empty[emptyName(entry.id)] += tags - padding;
    }
    return empty;
  }

  /** Takes the guest's side of a batch at WORDS, for this kernel and all that follow it. */
  private shareBatch(count: number): void {
    if (this.shared.isFull) this.answerShared();
    const { exports, memory } = this.instance;
    const entries = exports.askGuest(count);
    this.shared.add(new BigUint64Array(memory.buffer, at.GUEST_LINES, entries));
  }

  /** Simulates what of the batches taken so far is a kernel's own, kernel by kernel: each finds its caches' rows at hand. */
  private answerShared(): void {
    const counterBytes = at.GUEST_COUNTERS_END - at.ACCESSES;
    const counters = new Uint8Array(this.instance.memory.buffer, at.ACCESSES, counterBytes);
    const batches = [...this.shared.batches()];
    let paired = 0;
    if (this.companion) {
      const { exports } = this.instance;
      while (paired < batches.length && this.isPaired) {
        this.answer(batches.slice(paired, ++paired), 'answerPair');
      }
      exports.swap();
      this.answer(batches.slice(paired), 'answer');
      exports.swap();
    }
    this.answer(batches.slice(paired), 'answer');
    if (this.companion) this.instance.exports.resumePair(this.shared.used);
    for (const follower of this.followers) {
      new Uint8Array(follower.instance.memory.buffer, at.ACCESSES, counterBytes).set(counters);
      follower.answer(batches, 'answer');
    }
    this.shared.clear();
  }

  private answer(batches: readonly BigUint64Array[], call: 'answer' | 'answerPair'): void {
    const { exports, memory } = this.instance;
    const lines = new BigUint64Array(memory.buffer, at.GUEST_LINES, at.GUEST_LINES_BYTES / 8);
    for (const batch of batches) {
      lines.set(batch);
      exports[call](batch.length);
    }
  }

  private eachBatch(words: BigUint64Array, call: 'simulateWords' | 'passWords'): void {
    for (let done = 0; done < words.length; done += at.BATCH) {
      if (this.hashSlots > 0 && !this.instance.exports.hasRoom()) this.enlarge();
      const batch = words.subarray(done, done + at.BATCH);
      new BigUint64Array(this.instance.memory.buffer, at.WORDS, batch.length).set(batch);
      if (call === 'simulateWords' && this.isShared) this.shareBatch(batch.length);
      else this.instance.exports[call](batch.length);
      checkFault(this.instance.exports, '1 TiB');
    }
    if (this.isShared) this.answerShared();
  }

  /** Moves the simulation to a memory with twice the room for guest frames. */
  private enlarge(): void {
    this.instance = enlarged(this.instance, wasmBase64, this.hashBase, this.hashSlots);
    this.hashSlots *= 2;
  }

  /** Gives the memory to the next simulation of this size; nothing may be asked of this one any more. */
  release(): void {
    spares.give(this.instance);
  }

  counts(): TranslationCounts {
    return readCounts(this.view, this.config);
  }

  /** True while rows of the data caches that are equal in both are kept once; decided anew as the accesses go. */
  get isPaired(): boolean {
    return this.companion !== undefined && !this.instance.exports.isPairEnded();
  }

  /** Counts of the companion. */
  companionCounts(): TranslationCounts {
    return present(this.companion).counts(this.instance.memory);
  }
}
