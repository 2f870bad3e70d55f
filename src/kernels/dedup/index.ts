import { u32 } from '../../elements.ts';
import { wasmBase64 } from '../generated/dedup.wasm.ts';
import { type Instance, instantiate } from '../load.ts';
import { FREE, SECRET, SUM_KEYS, TOUCH_AHEAD } from './layout.ts';
import { sumKeys } from './word-sums.ts';
import { XXH3_SECRET } from './xxh3-secret.ts';

export interface DedupExports {
  hashBlocks(from: number, count: number, bytes: number, kind: number, to: number): void;
  pageKeys(from: number, count: number, to: number): number;
  combineKeys(from: number, count: number, per: number, to: number): void;
  countZero(from: number, count: number, bytes: number): number;
  countEqual(a: number, b: number, count: number, bytes: number): number;
  tallySetUp(...layout: [number, number, number, number, number, number, number, number]): void;
  tallyKeys(from: number, count: number, vm: number, part: number, parts: number): number;
  sumContents(...at: [number, number, number, number, number]): number;
  contentsInVms(): number;
  storeSetUp(...layout: [number, number, number, number, number, number, number, number]): void;
  shareUnits(from: number, to: number): number;
  breakUnit(unit: number, units: number): number;
  storeCompares(): number;
  storeFalseMatches(): number;
  storeFrames(): number;
}

/**
 * Fingerprints a page store can use, always in front of a byte comparison: `sample` reads four lines of a unit and the rest
 * only of those that agree in them, `sums` is the fastest of a whole unit and nobody else's, `constant` collides always and
 * exists for tests.
 */
export const pageHashes = { xxh3: 0, xxh64: 1, constant: 2, sums: 3, sample: 4 } as const;
export type PageHash = keyof typeof pageHashes;

export const PAGE_BYTES = 4096;
/** Bytes of one page key. */
export const KEY_BYTES = 16;
/** What the kernel may touch behind the last block, and the rest of a line. */
const SLACK_BYTES = TOUCH_AHEAD + 64;

/** A kernel with `bytes` from FREE on. */
export function dedupInstance(bytes: number): Instance<DedupExports> {
  const instance = instantiate<DedupExports>(wasmBase64, FREE + bytes + SLACK_BYTES);
  new Uint8Array(instance.memory.buffer, SECRET, XXH3_SECRET.length).set(XXH3_SECRET);
  const keys = sumKeys();
  new Int16Array(instance.memory.buffer, SUM_KEYS, keys.length).set(keys);
  return instance;
}

export function powerOfTwoAtLeast(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, n)));
}

/** Hashes pages that are put into its window: read straight into `pages`, no copy between. */
export class PageHasher {
  /** The window; fill it, then ask. */
  readonly pages: Uint8Array<ArrayBuffer>;
  /** Where keys are collected, 16 bytes a page. */
  readonly keyWindow: Uint8Array<ArrayBuffer>;
  private readonly kernel: Instance<DedupExports>;
  private readonly outAt: number;

  /** `keys`: how many keys it can collect, at least as many as pages fit its window. */
  constructor(windowBytes: number, keys = Math.ceil(windowBytes / PAGE_BYTES)) {
    this.outAt = FREE + windowBytes;
    this.kernel = dedupInstance(windowBytes + keys * KEY_BYTES);
    this.pages = new Uint8Array(this.kernel.memory.buffer, FREE, windowBytes);
    this.keyWindow = new Uint8Array(this.kernel.memory.buffer, this.outAt, keys * KEY_BYTES);
  }

  /** Puts the keys of the first `count` pages, two u64 words each, into the key window from key `at` on. */
  collectKeys(count: number, at: number): void {
    this.kernel.exports.pageKeys(FREE, count, this.outAt + at * KEY_BYTES);
  }

  /** Keys of the first `count` pages, two u64 words each; a view that the next call overwrites. */
  keys(count: number): { keys: Uint8Array<ArrayBuffer>; zeroPages: number } {
    const zeroPages = this.kernel.exports.pageKeys(FREE, count, this.outAt);
    return { keys: this.keyWindow.subarray(0, count * KEY_BYTES), zeroPages };
  }

  /** 64-bit hashes of the first `count` blocks of `blockBytes` (at least 4 KiB); a view as above. */
  hashes(count: number, blockBytes: number, hash: PageHash): BigUint64Array<ArrayBuffer> {
    const { exports, memory } = this.kernel;
    exports.hashBlocks(FREE, count, blockBytes, pageHashes[hash], this.outAt);
    return new BigUint64Array(memory.buffer, this.outAt, count);
  }

  countZero(count: number, blockBytes: number): number {
    return this.kernel.exports.countZero(FREE, count, blockBytes);
  }

  /** How many of `count` blocks at the start of the window equal those at `secondAt` (bytes). */
  countEqual(secondAt: number, count: number, blockBytes: number): number {
    return this.kernel.exports.countEqual(FREE, FREE + secondAt, count, blockBytes);
  }
}

/** Bytes of a slot of the page store (assembly/dedup/store.ts). */
const SLOT_BYTES = 8;

/** Memory whose equal units share frames until one is written. Sizes in bytes; a unit is 4 KiB to 2 MiB. */
export class PageStore {
  readonly memory: Uint8Array<ArrayBuffer>;
  readonly units: number;
  private readonly kernel: Instance<DedupExports>;
  private readonly owners: Uint32Array;
  private readonly frames: Uint32Array;
  /** Slots, then a bit for each. */
  private readonly slots: Uint32Array;
  private readonly setUp: () => void;

  constructor(memoryBytes: number, unitBytes: number, hash: PageHash = 'xxh3') {
    const units = Math.floor(memoryBytes / unitBytes);
    const slots = Math.max(32, powerOfTwoAtLeast(units * 2));
    const ownersAt = FREE + memoryBytes;
    const framesAt = ownersAt + units * 4 + ((units * 4) % 8);
    const slotsAt = framesAt + units * 16;
    const collidedAt = slotsAt + slots * SLOT_BYTES;
    const end = collidedAt + slots / 8;
    this.units = units;
    this.kernel = dedupInstance(end - FREE);
    const { buffer } = this.kernel.memory;
    this.memory = new Uint8Array(buffer, FREE, memoryBytes);
    this.owners = new Uint32Array(buffer, ownersAt, units);
    this.frames = new Uint32Array(buffer, framesAt, units * 4);
    const shift = Math.log2(unitBytes);
    this.slots = new Uint32Array(buffer, slotsAt, (end - slotsAt) / 4);
    const { storeSetUp } = this.kernel.exports;
    this.setUp = () =>
      storeSetUp(
        ...([FREE, shift, ownersAt, framesAt] as const),
        ...([slotsAt, slots, collidedAt, pageHashes[hash]] as const),
      );
    this.clear();
  }

  /** Forgets all sharing; the bytes stay. */
  clear(): void {
    this.owners.fill(0xffff_ffff);
    this.slots.fill(0);
    this.setUp();
  }

  /** Shares the units [from, to); returns how many joined a frame that was there already (zero units not counted). */
  share(from: number, to: number): number {
    return this.kernel.exports.shareUnits(from, to);
  }

  /** Call before writing a unit: 1 = shared, its bytes are copied; 2 = it was the zero frame; 0 = nobody shared it. */
  breakUnit(unit: number): number {
    return this.kernel.exports.breakUnit(unit, this.units);
  }

  /** Units that map the frame of `unit`: -1 = not looked at since its last write, -2 = the zero frame. */
  references(unit: number): number {
    const owner = u32(this.owners, unit);
    if (owner === 0xffff_ffff) return -1;
    return owner === 0xffff_fffe ? -2 : u32(this.frames, owner * 4 + 3);
  }

  /** Byte comparisons made, and how many of them found the fingerprint wrong. */
  get comparisons(): { made: number; falseMatches: number } {
    const { storeCompares, storeFalseMatches } = this.kernel.exports;
    return { made: storeCompares(), falseMatches: storeFalseMatches() };
  }
}
