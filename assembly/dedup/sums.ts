// A fingerprint faster than XXH3, only for in front of a byte comparison: 32 weighted sums of the 16-bit words of 4 KiB,
// then XXH64 of the sums. Twin: src/kernels/dedup/word-sums.reference.ts.
//
// Each of the four vectors (16 bytes) of a stripe (64 bytes) has four 32-bit sums, and four more. Vector v of stripe s
// counts K[s + v] times in the former and K[s + v + 1] times in the latter (Toeplitz). All words of K are different and
// positive, and a difference of words times one stays below 2^32 in size: 4 KiB that differ in one word, or in two words of
// a sum by equal or opposite amounts (two words swapped), differ in a sum. What else differs must cancel in two sums at
// once; nothing but time depends on it.
import { SUM_KEYS, SUMS } from './layout';
import { xxh64 } from './xxh64';

const CHUNK_BYTES: usize = 4096;
const SUMS_BYTES: usize = 128;

function sumWords(ptr: usize): void {
  let a0 = i64x2.splat(0);
  let a1 = i64x2.splat(0);
  let a2 = i64x2.splat(0);
  let a3 = i64x2.splat(0);
  let b0 = i64x2.splat(0);
  let b1 = i64x2.splat(0);
  let b2 = i64x2.splat(0);
  let b3 = i64x2.splat(0);
  let key = SUM_KEYS;
  for (const end = ptr + CHUNK_BYTES; ptr < end; ptr += 64, key += 16) {
    const k1 = v128.load(key, 16);
    const d0 = v128.load(ptr);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(d0, v128.load(key)));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(d0, k1));
    const k2 = v128.load(key, 32);
    const d1 = v128.load(ptr, 16);
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(d1, k1));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(d1, k2));
    const k3 = v128.load(key, 48);
    const d2 = v128.load(ptr, 32);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(d2, k2));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(d2, k3));
    const d3 = v128.load(ptr, 48);
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(d3, k3));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(d3, v128.load(key, 64)));
  }
  v128.store(SUMS, a0);
  v128.store(SUMS, a1, 16);
  v128.store(SUMS, a2, 32);
  v128.store(SUMS, a3, 48);
  v128.store(SUMS, b0, 64);
  v128.store(SUMS, b1, 80);
  v128.store(SUMS, b2, 96);
  v128.store(SUMS, b3, 112);
}

/** `bytes` is a multiple of 4 KiB. */
export function wordSums(ptr: usize, bytes: usize): u64 {
  let hash: u64 = 0;
  for (const end = ptr + bytes; ptr < end; ptr += CHUNK_BYTES) {
    sumWords(ptr);
    hash = xxh64(SUMS, SUMS_BYTES, hash);
  }
  return hash;
}
