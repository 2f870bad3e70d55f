// XXH64 (Yann Collet, xxHash specification 0.1.1) of a multiple of 32 bytes.
import { PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, TOUCH_AHEAD } from './layout';

/** Keeps the loads of the next page alive. */
let touched: u64 = 0;

function round(lane: u64, word: u64): u64 {
  return rotl<u64>(lane + word * PRIME64_2, 31) * PRIME64_1;
}

function merge(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * PRIME64_1 + PRIME64_4;
}

export function xxh64(ptr: usize, bytes: usize, seed: u64): u64 {
  let a = seed + PRIME64_1 + PRIME64_2;
  let b = seed + PRIME64_2;
  let c = seed;
  let d = seed - PRIME64_1;
  const end = ptr + bytes;
  let ahead: u64 = 0;
  for (let at = ptr; at < end; at += 32) {
    ahead |= load<u64>(at, TOUCH_AHEAD);
    a = round(a, load<u64>(at));
    b = round(b, load<u64>(at, 8));
    c = round(c, load<u64>(at, 16));
    d = round(d, load<u64>(at, 24));
  }
  touched |= ahead;
  let hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
  hash = merge(merge(merge(merge(hash, a), b), c), d) + bytes;
  hash = (hash ^ (hash >> 33)) * PRIME64_2;
  hash = (hash ^ (hash >> 29)) * PRIME64_3;
  return hash ^ (hash >> 32);
}
