/**
 * Copy rate of replay `k` of `count` over the usual one, evenly over the logarithm of its range, in an
 * order that has nothing to do with where a sweep stands.
 */
export function copyFactor(k: number, count: number, spread: number): number {
  const shuffled = (((k * 0.618_034 + 0.5) % 1) * 2 - 1) * (count > 1 ? 1 : 0);
  return spread ** shuffled;
}
