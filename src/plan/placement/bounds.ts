import { cellAt, f64, i32, nth, num } from '../../elements.ts';
import { needShapes } from './need-shapes.ts';
import type { Needs } from './needs.ts';
import { type Problem, TOLERANCE } from './problem.ts';

/** Volume bound: no packing uses fewer bins than the fullest resource alone needs. */
export function volumeBound(needs: Needs, capacity: readonly number[]): number {
  return Math.max(
    ...needs.map((need, r) => {
      const sum = need.reduce((total, value) => total + value, 0);
      // A sum a rounding error above a whole number of bins does not need one more.
      return Math.ceil(sum / num(capacity, r) - 1e-9);
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
  for (let i = 0; i < n; i++) sums[i + 1] = f64(sums, i) + f64(sizes, i);
  /** First index whose size is above the limit, or at it where `from` says so. */
  const first = (limit: number, from: 'above' | 'at') => {
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (from === 'above' ? f64(sizes, middle) > limit : f64(sizes, middle) >= limit)
        high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const half = first(capacity / 2, 'above');
  let best = Math.ceil(f64(sums, n) / capacity - 1e-9);
  const thresholds = new Set<number>([0]);
  for (let i = 0; i < half; i++) thresholds.add(f64(sizes, i));
  for (const k of thresholds) {
    const huge = Math.max(first(capacity - k, 'above'), half);
    const small = first(k, 'at');
    const pairs = n - half;
    const room = (huge - half) * capacity - (f64(sums, huge) - f64(sums, half));
    const rest = f64(sums, half) - f64(sums, small);
    const more = Math.max(0, Math.ceil((rest - room) / capacity - 1e-9));
    best = Math.max(best, pairs + more);
  }
  return best;
}

/** Shapes of units that fit at least one host when it is empty, rules of hosts left out. */
export function fittingShapes({ needs, capacity }: Problem): number[] {
  const hosts = capacity[0]?.length ?? 0;
  const fits = (unit: number) => {
    for (let h = 0; h < hosts; h++)
      if (needs.every((need, r) => f64(need, unit) <= cellAt(capacity, r, h) + TOLERANCE))
        return true;
    return false;
  };
  return Array.from(needShapes(needs).first).flatMap((unit, shape) => (fits(unit) ? [shape] : []));
}

/** Units that fit at least one host of a problem when it is empty. */
export function placeableUnits({ needs, capacity, allowed }: Problem): number[] {
  const units = needs[0]?.length ?? 0;
  const hosts = capacity[0]?.length ?? 0;
  const fits = (unit: number) => {
    const may = allowed?.get(unit);
    for (let h = 0; h < hosts; h++) {
      if (may && may[h] === 0) continue;
      if (needs.every((need, r) => f64(need, unit) <= cellAt(capacity, r, h) + TOLERANCE))
        return true;
    }
    return false;
  };
  const { of } = needShapes(needs);
  // Units under rules of hosts are looked at one by one, the others shape by shape.
  const known = new Map<number, boolean>();
  const shapeFits = (unit: number) => {
    const shape = i32(of, unit);
    const answer = known.get(shape) ?? fits(unit);
    known.set(shape, answer);
    return answer;
  };
  const placeable: number[] = [];
  for (let unit = 0; unit < units; unit++)
    if (allowed?.has(unit) ? fits(unit) : shapeFits(unit)) placeable.push(unit);
  return placeable;
}

/**
 * Fewest hosts of a list that can hold the units that fit some host: per resource the largest hosts that
 * together reach the sum of needs, Martello and Toth's L2 on the largest host, and the largest group apart.
 */
export function leastHosts({ needs, capacity, apart }: Problem, keep: readonly number[]): number {
  const hosts = capacity[0]?.length ?? 0;
  const kept = new Set(keep);
  const groups = (apart ?? []).map((group) => group.filter((unit) => kept.has(unit)).length);
  let bound = Math.max(keep.length > 0 ? 1 : 0, ...groups);
  needs.forEach((need, r) => {
    const mine = Float64Array.from(keep, (unit) => f64(need, unit));
    const rooms = Float64Array.from(nth(capacity, r)).sort().reverse();
    let missing = mine.reduce((sum, value) => sum + value, 0);
    let count = 0;
    while (count < hosts && missing > 1e-9 * f64(rooms, 0)) missing -= f64(rooms, count++);
    bound = Math.max(bound, count, f64(rooms, 0) > 0 ? martelloToth(mine, f64(rooms, 0)) : 0);
  });
  return Math.min(bound, hosts);
}
