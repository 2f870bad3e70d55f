import { wasmBase64 } from './generated/dedup.wasm.ts';
import { type Instance, instantiate } from './load.ts';
import { sumKeys } from './word-sums.ts';
import { XXH3_SECRET } from './xxh3-secret.ts';

interface Exports {
  hashBlocks(from: number, count: number, bytes: number, kind: number, to: number): void;
  pageKeys(from: number, count: number, to: number): number;
  combineKeys(from: number, count: number, per: number, to: number): void;
  countZero(from: number, count: number, bytes: number): number;
  countEqual(a: number, b: number, count: number, bytes: number): number;
  tableSetUp(slots: number, slotCount: number, keys: number): void;
  tableCount(): number;
  assignIds(from: number, count: number, to: number, vm: number): number;
  storeSetUp(...layout: [number, number, number, number, number, number, number]): void;
  shareUnits(from: number, to: number): number;
  breakUnit(unit: number, units: number): number;
  storeCompares(): number;
  storeFalseMatches(): number;
  storeFrames(): number;
}

/**
 * Fingerprints a page store can use, always in front of a byte comparison: `sums` is the fastest and nobody else's,
 * `constant` collides always and exists for tests.
 */
export const pageHashes = { xxh3: 0, xxh64: 1, constant: 2, sums: 3 } as const;
export type PageHash = keyof typeof pageHashes;

export const PAGE_BYTES = 4096;
/** Bytes of one page key. */
export const KEY_BYTES = 16;
const SECRET_AT = 1024;
const SUM_KEYS_AT = 2048;
const FREE_AT = 4096;
/** What XXH64 touches behind the last block (TOUCH_AHEAD in assembly/dedup/layout.ts). */
const SLACK_BYTES = 4096 + 64;

function dedupInstance(bytes: number): Instance<Exports> {
  const instance = instantiate<Exports>(wasmBase64, FREE_AT + bytes + SLACK_BYTES);
  new Uint8Array(instance.memory.buffer, SECRET_AT, XXH3_SECRET.length).set(XXH3_SECRET);
  const keys = sumKeys();
  new Int16Array(instance.memory.buffer, SUM_KEYS_AT, keys.length).set(keys);
  return instance;
}

function powerOfTwoAtLeast(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, n)));
}

/** Hashes pages that are put into its window: read straight into `pages`, no copy between. */
export class PageHasher {
  /** The window; fill it, then ask. */
  readonly pages: Uint8Array<ArrayBuffer>;
  private readonly kernel: Instance<Exports>;
  private readonly outAt: number;

  constructor(windowBytes: number) {
    this.outAt = FREE_AT + windowBytes;
    this.kernel = dedupInstance(windowBytes + Math.ceil(windowBytes / PAGE_BYTES) * KEY_BYTES);
    this.pages = new Uint8Array(this.kernel.memory.buffer, FREE_AT, windowBytes);
  }

  /** Keys of the first `count` pages, two u64 words each; a view that the next call overwrites. */
  keys(count: number): { keys: Uint8Array<ArrayBuffer>; zeroPages: number } {
    const zeroPages = this.kernel.exports.pageKeys(FREE_AT, count, this.outAt);
    const { buffer } = this.kernel.memory;
    return { keys: new Uint8Array(buffer, this.outAt, count * KEY_BYTES), zeroPages };
  }

  /** 64-bit hashes of the first `count` blocks of `blockBytes` (at least 4 KiB); a view as above. */
  hashes(count: number, blockBytes: number, hash: PageHash): BigUint64Array<ArrayBuffer> {
    const { exports, memory } = this.kernel;
    exports.hashBlocks(FREE_AT, count, blockBytes, pageHashes[hash], this.outAt);
    return new BigUint64Array(memory.buffer, this.outAt, count);
  }

  countZero(count: number, blockBytes: number): number {
    return this.kernel.exports.countZero(FREE_AT, count, blockBytes);
  }

  /** How many of `count` blocks at the start of the window equal those at `secondAt` (bytes). */
  countEqual(secondAt: number, count: number, blockBytes: number): number {
    return this.kernel.exports.countEqual(FREE_AT, FREE_AT + secondAt, count, blockBytes);
  }
}

/** Number of a zero block in `ContentTable.number`. */
export const ZERO_CONTENT = 0xffff_ffff;
const BLOCKS_PER_CALL = 16_384;

/** Bytes of one content in the table (assembly/dedup/table.ts). */
const CONTENT_BYTES = 24;
/** Words of one content in the table, and where its two counts are. */
const CONTENT_WORDS = CONTENT_BYTES / 4;
const COPIES_WORD = 4;
const VMS_WORD = 5;
/** VMs one table tells apart. */
export const MAX_TABLE_VMS = 65_535;

/** Per content: its copies; the last VM seen with it in the low 16 bits, the number of VMs with it in the high. */
export interface ContentTallies {
  copies: Uint32Array;
  vms: Uint32Array;
}

/** Numbers contents by their keys: equal keys get equal numbers, counted from 0 in the order first seen. */
export class ContentTable {
  private readonly kernel: Instance<Exports>;
  private readonly contentsAt: number;
  private readonly windowAt: number;
  private readonly idsAt: number;
  private readonly combinedAt: number;

  /** Room for so many distinct contents. RangeError where 4 GiB do not suffice (about 130 million). */
  constructor(maxContents: number) {
    const slots = powerOfTwoAtLeast(maxContents * 2);
    this.contentsAt = FREE_AT + slots * 4;
    const contentsEnd = this.contentsAt + (maxContents + 1) * CONTENT_BYTES;
    this.windowAt = Math.ceil(contentsEnd / KEY_BYTES) * KEY_BYTES;
    this.combinedAt = this.windowAt + BLOCKS_PER_CALL * KEY_BYTES;
    this.idsAt = this.combinedAt + BLOCKS_PER_CALL * KEY_BYTES;
    this.kernel = dedupInstance(this.idsAt + BLOCKS_PER_CALL * 4 - FREE_AT);
    this.kernel.exports.tableSetUp(FREE_AT, slots, this.contentsAt);
  }

  get contents(): number {
    return this.kernel.exports.tableCount();
  }

  /**
   * Numbers of the blocks of `pagesPerBlock` pages whose page keys are `pageKeys`, written to `numbers`; a last block
   * that is not whole is left out. All blocks of one VM (0 to 65534) come before those of the next. Returns the zero blocks.
   */
  number(pageKeys: Uint8Array, pagesPerBlock: number, numbers: Uint32Array, vm = 0): number {
    const { exports, memory } = this.kernel;
    const window = new Uint8Array(memory.buffer, this.windowAt, BLOCKS_PER_CALL * KEY_BYTES);
    const ids = new Uint32Array(memory.buffer, this.idsAt, BLOCKS_PER_CALL);
    const perCall = Math.floor(BLOCKS_PER_CALL / pagesPerBlock);
    let zeros = 0;
    for (let done = 0; done < numbers.length; done += perCall) {
      const blocks = Math.min(perCall, numbers.length - done);
      const from = done * pagesPerBlock * KEY_BYTES;
      window.set(pageKeys.subarray(from, from + blocks * pagesPerBlock * KEY_BYTES));
      if (pagesPerBlock === 1) zeros += exports.assignIds(this.windowAt, blocks, this.idsAt, vm);
      else {
        exports.combineKeys(this.windowAt, blocks, pagesPerBlock, this.combinedAt);
        zeros += exports.assignIds(this.combinedAt, blocks, this.idsAt, vm);
      }
      numbers.set(ids.subarray(0, blocks), done);
    }
    return zeros;
  }

  /** Copies of every content so far, and the VMs that have it: the last one in the low half, how many in the high. */
  tallies(): ContentTallies {
    const { contents } = this;
    const words = new Uint32Array(
      this.kernel.memory.buffer,
      this.contentsAt,
      contents * CONTENT_WORDS,
    );
    const copies = new Uint32Array(contents);
    const vms = new Uint32Array(contents);
    for (let i = 0, at = 0; i < contents; i++, at += CONTENT_WORDS) {
      copies[i] = words[at + COPIES_WORD]!;
      vms[i] = words[at + VMS_WORD]!;
    }
    return { copies, vms };
  }
}

/** Bytes of a slot of the page store (assembly/dedup/store.ts). */
const SLOT_BYTES = 8;

/** Memory whose equal units share frames until one is written. Sizes in bytes; a unit is 4 KiB to 2 MiB. */
export class PageStore {
  readonly memory: Uint8Array<ArrayBuffer>;
  readonly units: number;
  private readonly kernel: Instance<Exports>;
  private readonly owners: Uint32Array;
  private readonly frames: Uint32Array;
  private readonly slots: Uint32Array;
  private readonly setUp: () => void;

  constructor(memoryBytes: number, unitBytes: number, hash: PageHash = 'xxh3') {
    const units = Math.floor(memoryBytes / unitBytes);
    const slots = powerOfTwoAtLeast(units * 2);
    const ownersAt = FREE_AT + memoryBytes;
    const framesAt = ownersAt + units * 4 + ((units * 4) % 8);
    const slotsAt = framesAt + units * 16;
    this.units = units;
    this.kernel = dedupInstance(slotsAt + slots * SLOT_BYTES - FREE_AT);
    const { buffer } = this.kernel.memory;
    this.memory = new Uint8Array(buffer, FREE_AT, memoryBytes);
    this.owners = new Uint32Array(buffer, ownersAt, units);
    this.frames = new Uint32Array(buffer, framesAt, units * 4);
    const shift = Math.log2(unitBytes);
    this.slots = new Uint32Array(buffer, slotsAt, slots * (SLOT_BYTES / 4));
    const { storeSetUp } = this.kernel.exports;
    this.setUp = () =>
      storeSetUp(FREE_AT, shift, ownersAt, framesAt, slotsAt, slots, pageHashes[hash]);
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
    const owner = this.owners[unit]!;
    if (owner === 0xffff_ffff) return -1;
    return owner === 0xffff_fffe ? -2 : this.frames[owner * 4 + 3]!;
  }

  /** Byte comparisons made, and how many of them found the fingerprint wrong. */
  get comparisons(): { made: number; falseMatches: number } {
    const { storeCompares, storeFalseMatches } = this.kernel.exports;
    return { made: storeCompares(), falseMatches: storeFalseMatches() };
  }
}
