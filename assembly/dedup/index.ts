// Page hashing and sharing. Door: src/kernels/dedup/index.ts. Twin: src/kernels/dedup/reference.ts.
import { fingerprint, HASH_XXH64 } from './store';
import { GROUP_BYTES, touch } from './touch';
import { absorb, high, low } from './xxh3';
import { xxh64 } from './xxh64';
import { isEqual, isZero } from './zero';

export {
  breakUnit,
  shareUnits,
  storeCompares,
  storeFalseMatches,
  storeFrames,
  storeSetUp,
} from './store';
export { contentsInVms, sumContents, tallyKeys, tallySetUp } from './tally';

const PAGE_BYTES: usize = 4096;

/** 64-bit hashes of `count` blocks of `bytes` at `from`, as u64 at `to`; kinds as in store.ts. */
export function hashBlocks(from: usize, count: u32, bytes: u32, kind: u32, to: usize): void {
  const end = from + <usize>count * bytes;
  let touchedTo = from;
  for (; from < end; from += bytes, to += 8) {
    if (kind != HASH_XXH64 && from >= touchedTo) {
      touchedTo = min(end, from + GROUP_BYTES);
      touch(from, touchedTo - from);
    }
    store<u64>(to, fingerprint(from, bytes, kind));
  }
}

/**
 * 128-bit XXH3 of `count` pages of 4 KiB at `from`, 16 bytes each at `to`; a zero page gets key 0. The pages
 * were just read, so they need no touching. Returns zero pages.
 */
export function pageKeys(from: usize, count: u32, to: usize): u32 {
  let zeros: u32 = 0;
  for (let i: u32 = 0; i < count; i++, from += PAGE_BYTES, to += 16) {
    if (isZero(from, PAGE_BYTES)) {
      store<u64>(to, 0);
      store<u64>(to, 0, 8);
      zeros++;
      continue;
    }
    absorb(from, PAGE_BYTES);
    store<u64>(to, low(PAGE_BYTES));
    store<u64>(to, high(PAGE_BYTES), 8);
  }
  return zeros;
}

/**
 * Keys of blocks from the keys of their pages: `per` keys (a power of two from 2) make one. Blocks are equal when their
 * pages are; a block of zero pages gets key 0.
 */
export function combineKeys(from: usize, count: u32, per: u32, to: usize): void {
  const bytes = (<usize>per) << 4;
  for (let i: u32 = 0; i < count; i++, from += bytes, to += 16) {
    let any: u64 = 0;
    for (let at: usize = 0; at < bytes; at += 16)
      any |= load<u64>(from + at) | load<u64>(from + at, 8);
    store<u64>(to, any ? xxh64(from, bytes, 0) : 0);
    store<u64>(to, any ? xxh64(from, bytes, 0x9e3779b97f4a7c15) : 0, 8);
  }
}

/** How many of `count` blocks are all zero. */
export function countZero(from: usize, count: u32, bytes: u32): u32 {
  let zeros: u32 = 0;
  for (let i: u32 = 0; i < count; i++, from += bytes) if (isZero(from, bytes)) zeros++;
  return zeros;
}

/** How many of `count` pairs of blocks at `a` and `b` are equal. */
export function countEqual(a: usize, b: usize, count: u32, bytes: u32): u32 {
  let equal: u32 = 0;
  for (let i: u32 = 0; i < count; i++, a += bytes, b += bytes) if (isEqual(a, b, bytes)) equal++;
  return equal;
}
