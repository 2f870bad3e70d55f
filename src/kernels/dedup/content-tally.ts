import type { Instance } from '../load.ts';
import { type DedupExports, dedupInstance, KEY_BYTES, powerOfTwoAtLeast } from './index.ts';
import { FREE } from './layout.ts';
import type { ContentSums } from './sharing.ts';

/** Bytes of a slot, a content and a list node in assembly/dedup/tally.ts. */
const SLOT_BYTES = 4;
const CONTENT_BYTES = 32;
const NODE_BYTES = 12;
/** Room for so many keys at a time. */
const KEYS_PER_CALL = 16_384;
/** Copies up to which contents are counted in place; the rest is listed. */
const LOWEST = 6;
const NO_ROOM = 0xffff_ffff;
/** VMs one table tells apart. */
export const MAX_TALLY_VMS = 65_535;

export interface TallyShape {
  /** Distinct contents there is room for. */
  capacity: number;
  /** Pairs of a content and a VM that has it there is room for, the first VM of each left out. */
  pairs: number;
  vms: number;
  /** Count by pair of VMs too. */
  byPair: boolean;
  /** Which share of all contents this one counts. */
  part: number;
  parts: number;
}

interface Layout {
  slots: number;
  windowAt: number;
  combinedAt: number;
  sumsAt: number;
  matrixAt: number;
  slotsAt: number;
  contentsAt: number;
  nodesAt: number;
  /** Bytes in all. */
  end: number;
}

function layout({ capacity, pairs, vms, byPair }: TallyShape): Layout {
  const slots = powerOfTwoAtLeast(Math.ceil((capacity * 4) / 3));
  let end = FREE;
  const place = (bytes: number) => {
    const at = Math.ceil(end / CONTENT_BYTES) * CONTENT_BYTES;
    end = at + bytes;
    return at;
  };
  return {
    slots,
    windowAt: place(KEYS_PER_CALL * KEY_BYTES),
    combinedAt: place(KEYS_PER_CALL * KEY_BYTES),
    sumsAt: place((2 * vms + LOWEST + 1) * 4),
    matrixAt: place(byPair ? vms * vms * 4 : 0),
    slotsAt: place(slots * SLOT_BYTES),
    contentsAt: place((capacity + 1) * CONTENT_BYTES),
    nodesAt: place(byPair ? pairs * NODE_BYTES : 0),
    end,
  };
}

/** Blocks counted by content, VM after VM, from the keys of their pages. */
export class ContentTally {
  private readonly kernel: Instance<DedupExports>;
  private readonly shape: TallyShape;
  private readonly at: Layout;

  /**
   * RangeError where 4 GiB do not suffice (some 50 million contents). `used` is a tally that is done with: its memory is
   * taken over where it is large enough, because memory the system has to bring in costs more than clearing some.
   */
  constructor(shape: TallyShape, used?: ContentTally) {
    const { capacity, pairs, vms } = shape;
    this.shape = shape;
    this.at = layout(shape);
    const { slots, slotsAt, sumsAt, contentsAt, nodesAt, end } = this.at;
    if (used && used.kernel.memory.buffer.byteLength >= end) {
      this.kernel = used.kernel;
      new Uint8Array(this.kernel.memory.buffer, sumsAt, contentsAt - sumsAt).fill(0);
    } else this.kernel = dedupInstance(end - FREE);
    const matrixAt = shape.byPair ? this.at.matrixAt : 0;
    const { tallySetUp } = this.kernel.exports;
    tallySetUp(slotsAt, slots, contentsAt, capacity, nodesAt, pairs, matrixAt, vms);
  }

  /**
   * Counts the blocks of `pagesPerBlock` pages (a power of two to 512) whose page keys are `pageKeys`; a last block that is
   * not whole is left out. All blocks of one VM come before those of the next. Returns how many of all of them, other parts
   * included, are zero. RangeError where there is less room than needed.
   */
  add(pageKeys: Uint8Array, pagesPerBlock: number, vm: number): number {
    const { exports, memory } = this.kernel;
    const { part, parts } = this.shape;
    const { windowAt, combinedAt } = this.at;
    const window = new Uint8Array(memory.buffer, windowAt, KEYS_PER_CALL * KEY_BYTES);
    const blocks = Math.floor(pageKeys.length / (pagesPerBlock * KEY_BYTES));
    const perCall = Math.floor(KEYS_PER_CALL / pagesPerBlock);
    let zeros = 0;
    for (let done = 0; done < blocks; done += perCall) {
      const count = Math.min(perCall, blocks - done);
      const from = done * pagesPerBlock * KEY_BYTES;
      window.set(pageKeys.subarray(from, from + count * pagesPerBlock * KEY_BYTES));
      let keysAt = windowAt;
      if (pagesPerBlock > 1) {
        keysAt = combinedAt;
        exports.combineKeys(windowAt, count, pagesPerBlock, keysAt);
      }
      const zero = exports.tallyKeys(keysAt, count, vm, part, parts) >>> 0;
      if (zero === NO_ROOM) {
        throw new RangeError(
          `more than ${this.shape.capacity} contents or ${this.shape.pairs} pairs in one part of the table`,
        );
      }
      zeros += zero;
    }
    return zeros;
  }

  /** What the contents add up to. The last thing to ask: it uses up the table. */
  sums(): ContentSums {
    const { exports, memory } = this.kernel;
    const { vms, byPair } = this.shape;
    const { sumsAt: uniqueAt, slotsAt, matrixAt } = this.at;
    const intraAt = uniqueAt + 4 * vms;
    const lowAt = intraAt + 4 * vms;
    const rest = exports.sumContents(uniqueAt, intraAt, lowAt, LOWEST, slotsAt);
    const words = (at: number, count: number) => new Uint32Array(memory.buffer, at, count);
    const multiplicity = new Map<number, number>();
    words(lowAt, LOWEST + 1).forEach((contents, copies) => {
      if (contents > 0) multiplicity.set(copies, contents);
    });
    for (const copies of words(slotsAt, rest)) {
      multiplicity.set(copies, (multiplicity.get(copies) ?? 0) + 1);
    }
    const numbers = (at: number, count: number) => Array.from(words(at, count));
    return {
      unique: numbers(uniqueAt, vms),
      intra: numbers(intraAt, vms),
      contentsInVms: exports.contentsInVms(),
      multiplicity: [...multiplicity],
      matrix: byPair ? numbers(matrixAt, vms * vms) : null,
    };
  }
}
