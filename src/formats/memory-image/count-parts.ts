import { nth, u32 } from '../../elements.ts';
import { ContentTally } from '../../kernels/dedup/content-tally.ts';
import { KEY_BYTES } from '../../kernels/dedup/index.ts';
import type { BlockCount, ContentSums } from '../../kernels/dedup/sharing.ts';
import type { BlockRange, SamePlace } from './blocks.ts';

/** One block size, counted in parts by several threads. */
export interface CountPlan {
  pagesPerBlock: number;
  byPair: boolean;
  parts: number;
  /** By VM; pages are counted from the first of all images. */
  ranges: BlockRange[][];
}

/** What one thread found of one block size. */
export interface PartCount {
  /** Index of the plan. */
  plan: number;
  sizes: BlockCount[];
  sums: ContentSums;
}

/** Room beyond an even split of the contents: twenty standard deviations and more. */
const SPARE_SHARE = 1.05;
const SPARE_CONTENTS = 10_000;

/** Counts parts of plans from the keys of all pages, one after another. */
export class PartCounter {
  private readonly plans: readonly CountPlan[];
  private readonly keys: Uint8Array;
  private used: ContentTally | undefined;

  constructor(plans: readonly CountPlan[], keys: Uint8Array) {
    this.plans = plans;
    this.keys = keys;
  }

  /** RangeError where 4 GiB do not suffice. */
  count(plan: number, part: number): PartCount {
    const { parts, ranges } = nth(this.plans, plan);
    const blocks = ranges.flat().reduce((sum, range) => sum + range.blocks, 0);
    const even = Math.ceil((blocks / parts) * SPARE_SHARE) + SPARE_CONTENTS;
    const room = Math.max(1, Math.min(blocks, even));
    try {
      return this.countWith(plan, part, room);
    } catch (error) {
      // Only contents made for it crowd into one part.
      if (!(error instanceof RangeError) || room === blocks) throw error;
      return this.countWith(plan, part, blocks);
    }
  }

  private countWith(plan: number, part: number, room: number): PartCount {
    const { pagesPerBlock, byPair, parts, ranges } = nth(this.plans, plan);
    const vms = ranges.length;
    const pairs = Math.min(room, room * (vms - 1));
    const shape = { capacity: room, pairs, vms, byPair, part, parts };
    const tally = new ContentTally(shape, this.used);
    this.used = tally;
    const sizes = ranges.map((own, vm) => {
      const size: BlockCount = { blocks: 0, zero: 0 };
      for (const range of own) {
        const from = range.page * KEY_BYTES;
        const bytes = range.blocks * pagesPerBlock * KEY_BYTES;
        size.blocks += range.blocks;
        size.zero += tally.add(this.keys.subarray(from, from + bytes), pagesPerBlock, vm);
      }
      return size;
    });
    return { plan, sizes, sums: tally.sums() };
  }
}

const KEY_WORDS = KEY_BYTES / 4;

/** Non-zero pages equal to their counterparts; places count pages from the first of all images. */
export function countSame(keys: Uint8Array, places: readonly SamePlace[]): number {
  const words = new Uint32Array(keys.buffer, keys.byteOffset, keys.length / 4);
  let same = 0;
  for (const { page, basePage, pages } of places) {
    let a = page * KEY_WORDS;
    let b = basePage * KEY_WORDS;
    for (let left = pages; left > 0; left--, a += KEY_WORDS, b += KEY_WORDS) {
      if (words[a] !== words[b] || words[a + 1] !== words[b + 1]) continue;
      if (words[a + 2] !== words[b + 2] || words[a + 3] !== words[b + 3]) continue;
      if (u32(words, a) | u32(words, a + 1) | u32(words, a + 2) | u32(words, a + 3)) same++;
    }
  }
  return same;
}
