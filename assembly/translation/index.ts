// Two-level address translation: TLBs, page-walk caches, nested TLB, guest and host radix tables and the
// data-cache hierarchy that holds their entries. A batch runs in phases (page-change filter, L1 TLB, L2 TLB,
// walk, L1, L2, L3), each a tight loop over what the phase before let through; exact because no structure
// feeds back into an earlier one (caches are non-inclusive).
import { seedRng } from '../lib/rng';
import { rehash } from './frames';
import { generateBatch } from './generate';
import {
  ACCESSES,
  BATCH,
  CACHE_MISSES,
  ENTRY_SHIFT,
  EXPLICIT,
  FAULT,
  HASH_SLOTS,
  HASH_USED,
  KEY_DELTA,
  L1_MISSES,
  L1_TLB,
  L1D,
  L2,
  L2_TLB,
  L3,
  LAST_DELTA,
  LAST_PAGE,
  LAST_SEGMENT,
  LINES_A,
  LINES_B,
  LIST_A,
  LIST_B,
  RNG,
  WALK_LIST,
  WALKS,
  WITH_CACHES,
  WORDS,
} from './layout';
import { deltaOf } from './segments';
import { descriptor, isPresent, sift } from './sets';
import { walkBatch } from './walk';

export { rehash };

export function seed(value: u32): void {
  seedRng(RNG, value);
}

function add(counter: usize, amount: u64): void {
  store<u64>(counter, load<u64>(counter) + amount);
}

/** Entries of LIST_A for the accesses that leave the page of the one before: key | index << 48. */
function filterComputed(count: u32): u32 {
  const shift = <u64>load<u32>(ENTRY_SHIFT) + 2;
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
  const shift = <u64>load<u32>(ENTRY_SHIFT) + 2;
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

/** Adds the references of a list to three counters at `to`: data, guest, host. */
function countKinds(from: usize, count: u32, to: usize): void {
  // Kinds are the top two bits: 0 data, 1 guest, 2 host; two entries at a time, an odd last one apart.
  const one = i64x2.splat(1);
  let guests = i64x2.splat(0);
  let hosts = i64x2.splat(0);
  const end = from + ((<usize>(count & ~1)) << 3);
  for (; from < end; from += 16) {
    const kinds = i64x2.shr_u(v128.load(from), 62);
    guests = i64x2.add(guests, v128.and(kinds, one));
    hosts = i64x2.add(hosts, i64x2.shr_u(kinds, 1));
  }
  let guest = i64x2.extract_lane(guests, 0) + i64x2.extract_lane(guests, 1);
  let host = i64x2.extract_lane(hosts, 0) + i64x2.extract_lane(hosts, 1);
  if (count & 1) {
    const kind = load<u64>(from) >> 62;
    guest += kind & 1;
    host += kind >> 1;
  }
  add(to, <u64>count - guest - host);
  add(to + 8, guest);
  add(to + 16, host);
}

function siftCaches(count: u32): void {
  let left = sift(descriptor(L1D), LINES_A, count, LINES_B);
  countKinds(LINES_B, left, CACHE_MISSES);
  left = sift(descriptor(L2), LINES_B, left, LINES_A);
  countKinds(LINES_A, left, CACHE_MISSES + 24);
  left = sift(descriptor(L3), LINES_A, left, LINES_B);
  countKinds(LINES_B, left, CACHE_MISSES + 48);
}

function runBatch(count: u32): void {
  const changed = load<u32>(EXPLICIT) ? filterScattered(count) : filterComputed(count);
  const l1Misses = sift(descriptor(L1_TLB), LIST_A, changed, LIST_B);
  const second = descriptor(L2_TLB);
  let walks = l1Misses;
  if (isPresent(second)) walks = sift(second, LIST_B, l1Misses, WALK_LIST);
  else memory.copy(WALK_LIST, LIST_B, (<usize>l1Misses) << 3);
  add(ACCESSES, count);
  add(L1_MISSES, l1Misses);
  add(WALKS, walks);
  const lines = walkBatch(walks, count);
  if (load<u32>(WITH_CACHES)) siftCaches(lines);
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

/** True while a whole batch of first touches still fits the frame table at most three quarters full. */
export function hasRoom(): bool {
  return <u64>load<u32>(HASH_USED) + 6 * BATCH <= (<u64>load<u32>(HASH_SLOTS) * 3) >> 2;
}

export function fault(): u32 {
  return load<u32>(FAULT);
}
