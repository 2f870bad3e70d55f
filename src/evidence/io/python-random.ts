/**
 * CPython's `random.Random(seed).sample(range(n), k)` for a small integer seed: the recordings drew
 * their offsets with it, so the same offsets are drawn here. Mersenne Twister MT19937 (Matsumoto and
 * Nishimura 1998), seeded by key array.
 */
import { num, u32 } from '../../elements.ts';

export function pythonSample(seed: number, n: number, k: number): number[] {
  const state = seeded(seed >>> 0);
  let index = 624;
  const next = (): number => {
    if (index === 624) {
      twist(state);
      index = 0;
    }
    let y = u32(state, index++);
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const bits = 32 - Math.clz32(n);
  const below = (bound: number): number => {
    const width = 32 - Math.clz32(bound);
    for (;;) {
      const draw = next() >>> (32 - width);
      if (draw < bound) return draw;
    }
  };
  // CPython keeps a pool when the sample is large for the population, else a set of drawn numbers.
  const setSize = 21 + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0);
  if (bits === 0 || k > n) throw new RangeError('the sample is larger than its population');
  if (n <= setSize) {
    const pool = Array.from({ length: n }, (_, i) => i);
    return Array.from({ length: k }, (_, i) => {
      const j = below(n - i);
      const chosen = num(pool, j);
      pool[j] = num(pool, n - i - 1);
      return chosen;
    });
  }
  const drawn = new Set<number>();
  while (drawn.size < k) drawn.add(below(n));
  return [...drawn];
}

function seeded(seed: number): Uint32Array {
  const state = new Uint32Array(624);
  state[0] = 19650218;
  for (let i = 1; i < 624; i++) {
    const previous = u32(state, i - 1) ^ (u32(state, i - 1) >>> 30);
    state[i] = Math.imul(previous, 1812433253) + i;
  }
  let i = 1;
  const step = (factor: number, add: number) => {
    const previous = u32(state, i - 1) ^ (u32(state, i - 1) >>> 30);
    state[i] = (u32(state, i) ^ Math.imul(previous, factor)) + add;
    if (++i >= 624) {
      state[0] = u32(state, 623);
      i = 1;
    }
  };
  for (let k = 0; k < 624; k++) step(1664525, seed);
  for (let k = 0; k < 623; k++) step(1566083941, -i);
  state[0] = 0x80000000;
  return state;
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < 624; i++) {
    const y = (u32(state, i) & 0x80000000) | (u32(state, (i + 1) % 624) & 0x7fffffff);
    state[i] = u32(state, (i + 397) % 624) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}
