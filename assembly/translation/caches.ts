// The data caches behind the walks: lines in the order in which the machine asks for them.
import { CACHE_MISSES, L1D, L2, L3, LINES_A, LINES_B } from './layout';
import { descriptor, sift } from './sets';

export function add(counter: usize, amount: u64): void {
  store<u64>(counter, load<u64>(counter) + amount);
}

/** Adds the references of a list to three counters at `to`: data, guest, host. */
export function countKinds(from: usize, count: u32, to: usize): void {
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

/** Passes `count` references at `from` through the three data-cache levels. */
export function siftCaches(from: usize, count: u32): void {
  let left = sift(descriptor(L1D), from, count, LINES_B);
  countKinds(LINES_B, left, CACHE_MISSES);
  left = sift(descriptor(L2), LINES_B, left, LINES_A);
  countKinds(LINES_A, left, CACHE_MISSES + 24);
  left = sift(descriptor(L3), LINES_A, left, LINES_B);
  countKinds(LINES_B, left, CACHE_MISSES + 48);
}
