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
