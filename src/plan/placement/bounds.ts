/** Items and bins as one Float64Array per resource: `need[r][item]`, and one capacity per resource. */
export type Needs = readonly Float64Array[];

/** Volume bound: no packing uses fewer bins than the fullest resource alone needs. */
export function volumeBound(needs: Needs, capacity: readonly number[]): number {
  return Math.max(
    ...needs.map((need, r) => {
      const sum = need.reduce((total, value) => total + value, 0);
      // A sum a rounding error above a whole number of bins does not need one more.
      return Math.ceil(sum / capacity[r]! - 1e-9);
    }),
  );
}

/**
 * L2 of Martello and Toth (1990) for one resource: for each threshold k, items above c - k are alone,
 * items above c/2 pair with none of their kind, and the rest at least fills what those leave.
 */
export function martelloToth(need: Float64Array, capacity: number): number {
  const sizes = Float64Array.from(need).sort();
  const n = sizes.length;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + sizes[i]!;
  const firstAbove = (limit: number) => {
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sizes[middle]! > limit) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const half = firstAbove(capacity / 2);
  let best = Math.ceil(sums[n]! / capacity - 1e-9);
  const thresholds = new Set<number>([0]);
  for (let i = 0; i < half; i++) thresholds.add(sizes[i]!);
  for (const k of thresholds) {
    const huge = Math.max(firstAbove(capacity - k), half);
    let small = 0;
    while (small < n && sizes[small]! < k) small = upperEnd(sizes, small);
    const pairs = n - half;
    const room = (huge - half) * capacity - (sums[huge]! - sums[half]!);
    const rest = sums[half]! - sums[small]!;
    const more = Math.max(0, Math.ceil((rest - room) / capacity - 1e-9));
    best = Math.max(best, pairs + more);
  }
  return best;
}

/** Index behind the run of equal sizes that begins at `from`. */
function upperEnd(sizes: Float64Array, from: number): number {
  let end = from + 1;
  while (end < sizes.length && sizes[end] === sizes[from]) end++;
  return end;
}
