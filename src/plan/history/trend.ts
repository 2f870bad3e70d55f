import { linearRegression } from 'simple-statistics';
import { nth } from '../../elements.ts';
import { studentQuantile } from '../../student.ts';

/** A fitted straight line with what its intervals need. */
export interface Trend {
  points: number;
  slope: number;
  /** Half width of the interval of the slope; undefined where two points alone leave nothing to tell it from. */
  slopeHalf: number | undefined;
  at(x: number): number;
  /** Half width of the interval of a new value at `x`; undefined as above. */
  half(x: number): number | undefined;
}

/** Both ends leave out 5 %: intervals are of 90 %. */
const BELOW = 0.95;

/**
 * How many of so many points tell something of their own: n (1 - r) / (1 + r), r the correlation of each residual with
 * the next; none is told from fewer than 10.
 */
function effective(residuals: readonly number[]): number {
  const n = residuals.length;
  if (n < 10) return n;
  const squares = residuals.reduce((sum, value) => sum + value * value, 0);
  if (!(squares > 0)) return n;
  let products = 0;
  for (let i = 1; i < n; i++) products += nth(residuals, i) * nth(residuals, i - 1);
  const r = Math.min(0.99, Math.max(0, products / squares));
  return Math.max(3, (n * (1 - r)) / (1 + r));
}

/**
 * Least squares through points of distinct x, with prediction intervals by Student's distribution:
 * a + b x +- t s sqrt(1 + (1/n + (x - mean)^2 / Sxx) n/n'), n' as `effective` counts.
 */
export function fitTrend(points: readonly (readonly [x: number, y: number])[]): Trend {
  const n = points.length;
  const { m: slope, b } = linearRegression(points.map(([x, y]) => [x, y]));
  const at = (x: number) => b + slope * x;
  if (n < 3) return { points: n, slope, slopeHalf: undefined, at, half: () => undefined };
  const mean = points.reduce((sum, [x]) => sum + x, 0) / n;
  const spread = points.reduce((sum, [x]) => sum + (x - mean) ** 2, 0);
  const residuals = points.map(([x, y]) => y - at(x));
  const sigma = Math.sqrt(residuals.reduce((sum, value) => sum + value * value, 0) / (n - 2));
  const own = effective(residuals);
  const t = studentQuantile(BELOW, Math.max(1, Math.floor(own) - 2));
  const wider = n / own;
  return {
    points: n,
    slope,
    slopeHalf: t * sigma * Math.sqrt(wider / spread),
    at,
    half: (x) => t * sigma * Math.sqrt(1 + wider * (1 / n + (x - mean) ** 2 / spread)),
  };
}

/** First x from 0 to `most` where a function that rises to its highest point there reaches a limit; null without one. */
function firstAt(value: (x: number) => number, limit: number, most: number): number | null {
  if (value(0) >= limit) return 0;
  if (value(most) < limit) return null;
  let [low, high] = [0, most];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (value(middle) >= limit) high = middle;
    else low = middle;
  }
  return high;
}

/** Where a concave function is highest from 0 to `most`. */
function highest(value: (x: number) => number, most: number): number {
  let [low, high] = [0, most];
  for (let i = 0; i < 200; i++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (value(a) < value(b)) low = a;
    else high = b;
  }
  return (low + high) / 2;
}

/** When a limit is reached, x from 0; null: not up to the horizon. */
export interface Reached {
  value: number | null;
  /** Ends of the interval; undefined where two points leave none. */
  early: number | null | undefined;
  late: number | null | undefined;
}

/** Where the line reaches a limit, and where the ends of its prediction interval do. */
export function reaches(trend: Trend, limit: number, most: number): Reached {
  const value = firstAt(trend.at, limit, most);
  if (trend.half(0) === undefined) return { value, early: undefined, late: undefined };
  const half = (x: number) => trend.half(x) ?? 0;
  const lower = (x: number) => trend.at(x) - half(x);
  return {
    value,
    early: firstAt((x) => trend.at(x) + half(x), limit, most),
    late: firstAt(lower, limit, highest(lower, most)),
  };
}
