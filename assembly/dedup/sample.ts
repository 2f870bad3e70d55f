// A fingerprint of four lines of a unit instead of all of it: of a page that nobody else has, the rest is never read. Units
// that differ elsewhere have the same; whoever relies on it compares, and has another fingerprint for what differs.
//
// The lines lie a quarter of the unit and five lines apart, so that no two of them are the same place of the structures,
// most of them powers of two in size, that a page is full of. Twin: src/kernels/dedup/sample.reference.ts.
import { PRIME64_1, PRIME64_2, PRIME64_3, SUM_KEYS } from './layout';

const LINE_BYTES: usize = 64;
const LINES: usize = 4;
const LINE_SKEW: usize = 5 * LINE_BYTES;

/** Keeps the loads alive. */
let touched: u32 = 0;

/** Brings the sampled lines of `count` units of `bytes` into the cache, all on their way at once. */
export function touchSamples(from: usize, count: u32, bytes: usize): void {
  const step = (bytes >> 2) + LINE_SKEW;
  let any: u32 = 0;
  for (; count > 0; count--, from += bytes) {
    any |= load<u32>(from) | load<u32>(from + step);
    any |= load<u32>(from + 2 * step) | load<u32>(from + 3 * step);
  }
  touched |= any;
}

/** Weighted sums of the 16-bit words of the lines (weights as in sums.ts), mixed. */
export function sampleOf(ptr: usize, bytes: usize): u64 {
  const step = (bytes >> 2) + LINE_SKEW;
  let a = i64x2.splat(0);
  let b = i64x2.splat(0);
  for (let key = SUM_KEYS; key < SUM_KEYS + LINES * LINE_BYTES; key += LINE_BYTES, ptr += step) {
    a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(ptr), v128.load(key)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load(ptr, 16), v128.load(key, 16)));
    a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(ptr, 32), v128.load(key, 32)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load(ptr, 48), v128.load(key, 48)));
  }
  let hash =
    (<u64>i64x2.extract_lane(a, 0) * PRIME64_1) ^
    rotl<u64>(<u64>i64x2.extract_lane(a, 1) * PRIME64_2, 29);
  hash +=
    (<u64>i64x2.extract_lane(b, 0) * PRIME64_2) ^
    rotl<u64>(<u64>i64x2.extract_lane(b, 1) * PRIME64_1, 31);
  hash = (hash ^ (hash >> 32)) * PRIME64_3;
  return hash ^ (hash >> 29);
}
