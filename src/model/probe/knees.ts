/** A point of a latency curve: size against latency. */
import { lastOf, nth, num } from '../../elements.ts';

export interface Point {
  x: number;
  y: number;
}

/** The non-decreasing curve nearest to the points (pool adjacent violators): more memory is never faster. */
export function nonDecreasing(points: readonly Point[]): Point[] {
  const blocks: { sum: number; count: number }[] = [];
  for (const { y } of points) {
    let block = { sum: y, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count > block.sum / block.count; ) {
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
      last = blocks.at(-1);
    }
    blocks.push(block);
  }
  const heights = blocks.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
  return points.map(({ x }, i) => ({ x, y: num(heights, i) }));
}

/** A stretch of sizes that take the same time: they fit one level. */
export interface Plateau {
  from: number;
  to: number;
  level: number;
  low: number;
  high: number;
}

/** The least size at which a level no longer holds everything. */
export interface Knee {
  /** The largest size of the grid before the curve is half-way to the next level. */
  size: number;
  /** The last size of the plateau before and the first of the next: the knee is between them. */
  low: number;
  high: number;
}

export interface Flatness {
  /** A plateau rises by at most this share of its first latency, or by `absolute`. */
  relative: number;
  absolute: number;
  /** Points a plateau has at least. */
  points: number;
}

const middle = (values: readonly number[]): number =>
  num(
    [...values].sort((a, b) => a - b),
    Math.floor(values.length / 2),
  );

/** Plateaus of a curve from small to large sizes; what climbs all the way has none. */
export function plateaus(curve: readonly Point[], flatness: Flatness): Plateau[] {
  const points = nonDecreasing(curve);
  const found: Plateau[] = [];
  for (let start = 0; start < points.length; ) {
    const first = nth(points, start).y;
    const limit = first + Math.max(flatness.absolute, flatness.relative * first);
    let end = start;
    while (end + 1 < points.length && nth(points, end + 1).y <= limit) end++;
    if (end - start + 1 < flatness.points) {
      start++;
      continue;
    }
    const levels = points.slice(start, end + 1).map(({ y }) => y);
    found.push({
      from: nth(points, start).x,
      to: nth(points, end).x,
      level: middle(levels),
      low: num(levels, 0),
      high: lastOf(levels),
    });
    start = end + 1;
  }
  return found;
}

/** The knee between two plateaus of a curve. */
export function kneeBetween(curve: readonly Point[], before: Plateau, after: Plateau): Knee {
  const half = (before.level + after.level) / 2;
  const beyond = nonDecreasing(curve).filter(({ x }) => x > before.to && x <= after.from);
  const inside = beyond.filter(({ y }) => y < half);
  return {
    size: inside.at(-1)?.x ?? before.to,
    low: before.to,
    high: beyond.at(-1)?.x ?? after.from,
  };
}
