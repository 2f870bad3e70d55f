// sfc32 (Chris Doty-Humphrey, PractRand): the one pseudo-random generator of virtcost. Twin: src/rng.ts.
// State is four u32 words at `ptr`: a, b, c, counter.

export function seedRng(ptr: usize, seed: u32): void {
  store<u32>(ptr, 0);
  store<u32>(ptr, seed, 4);
  store<u32>(ptr, 0x9e3779b9, 8);
  store<u32>(ptr, 1, 12);
  for (let i = 0; i < 15; i++) nextU32(ptr);
}

export function nextU32(ptr: usize): u32 {
  const a = load<u32>(ptr);
  const b = load<u32>(ptr, 4);
  const c = load<u32>(ptr, 8);
  const counter = load<u32>(ptr, 12);
  const out = a + b + counter;
  store<u32>(ptr, counter + 1, 12);
  store<u32>(ptr, b ^ (b >>> 9));
  store<u32>(ptr, c + (c << 3), 4);
  store<u32>(ptr, rotl<u32>(c, 21) + out, 8);
  return out;
}

/** Uniform in [0, bound) by multiply-shift (Lemire 2019, without rejection: bias below bound / 2^32). */
export function nextBelow(ptr: usize, bound: u32): u32 {
  return <u32>((<u64>nextU32(ptr) * <u64>bound) >> 32);
}

/**
 * `count` numbers of nextBelow as u32 at `to`. The state stays in locals and four steps make a round: state in memory
 * costs a store forwarded to a load per number, and V8 checks the stack at every round of a loop.
 */
export function drawBelow(ptr: usize, bound: u32, count: u32, to: usize): void {
  let a = load<u32>(ptr);
  let b = load<u32>(ptr, 4);
  let c = load<u32>(ptr, 8);
  let n = load<u32>(ptr, 12);
  const wide = <u64>bound;
  const end = to + ((<usize>count) << 2);
  for (const rounds = to + ((<usize>(count & ~3)) << 2); to < rounds; to += 16, n += 4) {
    const first = a + n + b;
    a = b ^ (b >>> 9);
    b = c * 9;
    c = rotl<u32>(c, 21) + first;
    store<u32>(to, <u32>((<u64>first * wide) >> 32));
    const second = a + (n + 1) + b;
    a = b ^ (b >>> 9);
    b = c * 9;
    c = rotl<u32>(c, 21) + second;
    store<u32>(to, <u32>((<u64>second * wide) >> 32), 4);
    const third = a + (n + 2) + b;
    a = b ^ (b >>> 9);
    b = c * 9;
    c = rotl<u32>(c, 21) + third;
    store<u32>(to, <u32>((<u64>third * wide) >> 32), 8);
    const fourth = a + (n + 3) + b;
    a = b ^ (b >>> 9);
    b = c * 9;
    c = rotl<u32>(c, 21) + fourth;
    store<u32>(to, <u32>((<u64>fourth * wide) >> 32), 12);
  }
  store<u32>(ptr, a);
  store<u32>(ptr, b, 4);
  store<u32>(ptr, c, 8);
  store<u32>(ptr, n, 12);
  for (; to < end; to += 4) store<u32>(to, nextBelow(ptr, bound));
}
