// Two-level address translation: TLBs, page-walk caches, nested TLB, guest and host radix tables and the
// data-cache hierarchy that holds their entries. A batch runs in phases (page-change filter, L1 TLB, L2 TLB,
// walk, L1, L2, L3), each a tight loop over what the phase before let through; exact because no structure
// feeds back into an earlier one (caches are non-inclusive).

import { seedRng } from '../lib/rng';
import { KIND_BITS } from '../lib/trace-word';
import { add, siftCaches } from './caches';
import { Frames, rehash } from './frames';
import { generateBatch } from './generate';
import { hostBatch } from './host';
import {
  ACCESSES,
  BATCH,
  ENTRY_SHIFT,
  EXPLICIT,
  FAULT,
  GUEST_LINES,
  HASH_SLOTS,
  HASH_USED,
  KEY_DELTA,
  L1_MISSES,
  L1_TLB,
  L2_TLB,
  LAST_DELTA,
  LAST_PAGE,
  LAST_SEGMENT,
  LINES_A,
  LIST_A,
  LIST_B,
  NESTED,
  RNG,
  WALK_LIST,
  WALKS,
  WITH_CACHES,
  WORDS,
} from './layout';
import { nestedBatch } from './nested-walk';
import { answerPair, isPairEnded, resumePair, swap } from './pair';
import { deltaOf } from './segments';
import { descriptor, isPresent, sift } from './sets';
import { walkBatch } from './walk';

export { answerPair, isPairEnded, rehash, resumePair, swap };

export function seed(value: u32): void {
  seedRng(RNG, value);
}

/** Entries of LIST_A for the accesses that leave the page of the one before: key | index << 48. */
function filterComputed(count: u32): u32 {
  const shift = <u64>load<u32>(ENTRY_SHIFT) + KIND_BITS;
  const delta = load<u64>(KEY_DELTA);
  let last = load<u64>(LAST_PAGE);
  let out: usize = LIST_A;
  for (let i: u32 = 0; i < count; i++) {
    const page = load<u64>(WORDS + ((<usize>i) << 3)) >> shift;
    store<u64>(out, (page - delta) | ((<u64>i) << 48));
    out += (<usize>(page != last)) << 3;
    last = page;
  }
  store<u64>(LAST_PAGE, last);
  return <u32>((out - LIST_A) >> 3);
}

function filterScattered(count: u32): u32 {
  const shift = <u64>load<u32>(ENTRY_SHIFT) + KIND_BITS;
  let delta = load<u64>(LAST_DELTA);
  let segment = load<u64>(LAST_SEGMENT);
  let last = load<u64>(LAST_PAGE);
  let out: usize = LIST_A;
  for (let i: u32 = 0; i < count; i++) {
    const word = load<u64>(WORDS + ((<usize>i) << 3));
    const page = word >> shift;
    if (page == last) continue;
    last = page;
    if (word >> 34 != segment) {
      segment = word >> 34;
      delta = deltaOf(segment);
    }
    store<u64>(out, (page - delta) | ((<u64>i) << 48));
    out += 8;
  }
  store<u64>(LAST_PAGE, last);
  store<u64>(LAST_SEGMENT, segment);
  store<u64>(LAST_DELTA, delta);
  return <u32>((out - LIST_A) >> 3);
}

/** Passes the accesses at WORDS through the TLBs; returns the number of walks at WALK_LIST. */
function findWalks(count: u32): u32 {
  const changed = load<u32>(EXPLICIT) ? filterScattered(count) : filterComputed(count);
  const l1Misses = sift(descriptor(L1_TLB), LIST_A, changed, LIST_B);
  const second = descriptor(L2_TLB);
  let walks = l1Misses;
  if (isPresent(second)) walks = sift(second, LIST_B, l1Misses, WALK_LIST);
  else memory.copy(WALK_LIST, LIST_B, (<usize>l1Misses) << 3);
  add(ACCESSES, count);
  add(L1_MISSES, l1Misses);
  add(WALKS, walks);
  return walks;
}

/** What the accesses at WORDS ask of the guest's side, up to its walks; returns the number of entries at GUEST_LINES. */
export function askGuest(count: u32): u32 {
  return walkBatch(findWalks(count), count);
}

/** What follows from the entries at GUEST_LINES: the host's walks, and the data caches. */
export function answer(entries: u32): void {
  const nested = load<u32>(NESTED);
  const lines = nested ? hostBatch(entries) : entries;
  if (load<u32>(WITH_CACHES)) siftCaches(nested ? LINES_A : GUEST_LINES, lines);
}

function runBatch(count: u32): void {
  if (!load<u32>(NESTED)) {
    answer(askGuest(count));
    return;
  }
  const lines = nestedBatch(findWalks(count), count);
  if (load<u32>(WITH_CACHES)) siftCaches(LINES_A, lines);
}

/** Simulates the first `count` (at most BATCH) accesses at WORDS. */
export function simulateWords(count: u32): void {
  runBatch(count);
}

/** Generates `count` accesses of the configured pattern and simulates them, batch by batch. */
export function simulatePattern(count: u32): void {
  while (count > 0) {
    const batch = min<u32>(count, BATCH);
    generateBatch(batch);
    runBatch(batch);
    count -= batch;
  }
}

/** Generates `count` (at most BATCH) accesses into WORDS without simulating them. */
export function generate(count: u32): void {
  generateBatch(count);
}

/** Passes over the first `count` (at most BATCH) accesses at WORDS: frames are handed out, nothing is simulated. */
export function passWords(count: u32): void {
  for (let i: u32 = 0; i < count; i++) Frames.data(load<u64>(WORDS + ((<usize>i) << 3)) >> 14);
}

/** Draws `count` accesses of the configured pattern for nobody. */
export function passPattern(count: u32): void {
  for (; count > BATCH; count -= BATCH) generateBatch(BATCH);
  generateBatch(count);
}

/** Bytes of empty tags in the `bytes` (a multiple of 16) at `from`, tags of u16 or u32. */
export function emptyBytes(from: usize, bytes: u32, narrow: bool): u32 {
  const none = i32x4.splat(-1);
  let empty: u32 = 0;
  for (const end = from + bytes; from < end; from += 16) {
    const row = v128.load(from);
    const equal = narrow ? i16x8.eq(row, none) : i32x4.eq(row, none);
    empty += popcnt(i8x16.bitmask(equal));
  }
  return empty;
}

/** True while a whole batch of first touches still fits the frame table at most three quarters full. */
export function hasRoom(): bool {
  return <u64>load<u32>(HASH_USED) + 6 * BATCH <= (<u64>load<u32>(HASH_SLOTS) * 3) >> 2;
}

export function fault(): u32 {
  return load<u32>(FAULT);
}
