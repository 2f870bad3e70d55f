// XXH3, 64 and 128 bits, seed 0, of a multiple of 64 bytes above 240 (xxHash specification, XXH3 long inputs).
//
// A block is 16 stripes of 64 bytes. Of each stripe, 8 accumulators take the product of the halves of (data ^ secret)
// and the data of their neighbour. Inside a block pairs of accumulators are swapped: the neighbour's data is then in its
// place as loaded, and the shuffle that the product needs anyway swaps the products.
import {
  PRIME32_1,
  PRIME32_2,
  PRIME32_3,
  PRIME64_1,
  PRIME64_2,
  PRIME64_3,
  PRIME64_4,
  PRIME64_5,
  SECRET,
} from './layout';

const STRIPES_PER_BLOCK: u32 = 16;
const BLOCK_BYTES: usize = 1024;
const LAST_STRIPE_SECRET: usize = SECRET + 121;
const SCRAMBLE_SECRET: usize = SECRET + 128;
const LOW_SECRET: usize = SECRET + 11;
const HIGH_SECRET: usize = SECRET + 117;

let acc0: v128 = i64x2.splat(0);
let acc1: v128 = i64x2.splat(0);
let acc2: v128 = i64x2.splat(0);
let acc3: v128 = i64x2.splat(0);

function swapHalves(v: v128): v128 {
  return i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
}

/** Low words of the 64-bit lanes of two vectors, pairs of lanes swapped. */
function lowWords(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 0, 6, 4);
}

function highWords(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 3, 1, 7, 5);
}

function accumulate(ptr: usize, secret: usize, stripes: u32): void {
  let a0 = swapHalves(acc0);
  let a1 = swapHalves(acc1);
  let a2 = swapHalves(acc2);
  let a3 = swapHalves(acc3);
  const end = ptr + ((<usize>stripes) << 6);
  for (; ptr < end; ptr += 64, secret += 8) {
    const d0 = v128.load(ptr);
    const d1 = v128.load(ptr, 16);
    const k0 = v128.xor(d0, v128.load(secret));
    const k1 = v128.xor(d1, v128.load(secret, 16));
    const low01 = lowWords(k0, k1);
    const high01 = highWords(k0, k1);
    a0 = i64x2.add(i64x2.add(a0, d0), i64x2.extmul_low_i32x4_u(low01, high01));
    a1 = i64x2.add(i64x2.add(a1, d1), i64x2.extmul_high_i32x4_u(low01, high01));
    const d2 = v128.load(ptr, 32);
    const d3 = v128.load(ptr, 48);
    const k2 = v128.xor(d2, v128.load(secret, 32));
    const k3 = v128.xor(d3, v128.load(secret, 48));
    const low23 = lowWords(k2, k3);
    const high23 = highWords(k2, k3);
    a2 = i64x2.add(i64x2.add(a2, d2), i64x2.extmul_low_i32x4_u(low23, high23));
    a3 = i64x2.add(i64x2.add(a3, d3), i64x2.extmul_high_i32x4_u(low23, high23));
  }
  acc0 = swapHalves(a0);
  acc1 = swapHalves(a1);
  acc2 = swapHalves(a2);
  acc3 = swapHalves(a3);
}

function scrambled(acc: v128, secret: usize): v128 {
  const mixed = v128.xor(v128.xor(acc, i64x2.shr_u(acc, 47)), v128.load(secret));
  return i64x2.mul(mixed, i64x2.splat(<i64>PRIME32_1));
}

function scramble(): void {
  acc0 = scrambled(acc0, SCRAMBLE_SECRET);
  acc1 = scrambled(acc1, SCRAMBLE_SECRET + 16);
  acc2 = scrambled(acc2, SCRAMBLE_SECRET + 32);
  acc3 = scrambled(acc3, SCRAMBLE_SECRET + 48);
}

/** Low xor high half of the 128-bit product, from 32-bit products: WebAssembly has no wider multiplication. */
function foldedProduct(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const lowLow = aLow * bLow;
  const highLow = aHigh * bLow;
  const lowHigh = aLow * bHigh;
  const cross = (lowLow >> 32) + (highLow & 0xffffffff) + lowHigh;
  const high = (highLow >> 32) + (cross >> 32) + aHigh * bHigh;
  return (a * b) ^ high;
}

function foldPair(acc: v128, secret: usize): u64 {
  const low = <u64>i64x2.extract_lane(acc, 0) ^ load<u64>(secret);
  const high = <u64>i64x2.extract_lane(acc, 1) ^ load<u64>(secret, 8);
  return foldedProduct(low, high);
}

function merged(secret: usize, start: u64): u64 {
  let hash =
    start +
    foldPair(acc0, secret) +
    foldPair(acc1, secret + 16) +
    foldPair(acc2, secret + 32) +
    foldPair(acc3, secret + 48);
  hash = (hash ^ (hash >> 37)) * PRIME64_3_AVALANCHE;
  return hash ^ (hash >> 32);
}

const PRIME64_3_AVALANCHE: u64 = 0x165667919e3779f9;

/** Takes in a whole input; `low` and `high` then give the halves of its 128-bit hash. */
export function absorb(ptr: usize, bytes: usize): void {
  acc0 = i64x2(<i64>PRIME32_3, <i64>PRIME64_1);
  acc1 = i64x2(<i64>PRIME64_2, <i64>PRIME64_3);
  acc2 = i64x2(<i64>PRIME64_4, <i64>PRIME32_2);
  acc3 = i64x2(<i64>PRIME64_5, <i64>PRIME32_1);
  const blocks = (bytes - 1) / BLOCK_BYTES;
  for (let block: usize = 0; block < blocks; block++) {
    accumulate(ptr + block * BLOCK_BYTES, SECRET, STRIPES_PER_BLOCK);
    scramble();
  }
  const done = blocks * BLOCK_BYTES;
  accumulate(ptr + done, SECRET, <u32>((bytes - 1 - done) >> 6));
  accumulate(ptr + bytes - 64, LAST_STRIPE_SECRET, 1);
}

/** XXH3_64bits of what was absorbed, and the low half of XXH3_128bits. */
export function low(bytes: usize): u64 {
  return merged(LOW_SECRET, <u64>bytes * PRIME64_1);
}

/** The high half of XXH3_128bits. */
export function high(bytes: usize): u64 {
  return merged(HIGH_SECRET, ~(<u64>bytes * PRIME64_2));
}
