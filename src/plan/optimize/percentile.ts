import { quantileSorted } from '../../statistics.ts';

/** Two-sided 95 % of the normal distribution. */
const Z = 1.96;

/** A percentile of samples with its 95 % interval. */
export interface Percentile {
  value: number;
  low: number;
  high: number;
  /** The interval reaches past the highest sample: how far up it goes the data cannot tell. */
  open: boolean;
  /** Samples that count as independent. */
  effective: number;
}

/** Correlation of each sample with the next, 0 to just below 1. */
function nextCorrelation(values: ArrayLike<number>): number {
  const n = values.length;
  if (n < 3) return 0;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i] ?? 0) / n;
  let [around, along] = [0, 0];
  for (let i = 0; i < n; i++) {
    const here = (values[i] ?? 0) - mean;
    around += here * here;
    if (i + 1 < n) along += here * ((values[i + 1] ?? 0) - mean);
  }
  return around > 0 ? Math.min(0.999, Math.max(0, along / around)) : 0;
}

/**
 * The p-th percentile (p in 0..1) of samples in their order of time, by linear interpolation, with the 95 % interval of
 * order statistics: ranks p +- 1.96 sqrt(p (1 - p) / n). Neighbours are alike, so n is n (1 - r) / (1 + r) with the
 * correlation r of each sample with the next. At least one sample; none of them NaN.
 */
export function percentileOf(values: ArrayLike<number>, p: number): Percentile {
  const sorted = Float64Array.from(values).sort() as unknown as number[];
  const r = nextCorrelation(values);
  const effective = Math.max(1, (values.length * (1 - r)) / (1 + r));
  const half = Z * Math.sqrt((p * (1 - p)) / effective);
  const open = p + half > 1;
  return {
    value: quantileSorted(sorted, p),
    low: quantileSorted(sorted, Math.max(0, p - half)),
    high: quantileSorted(sorted, Math.min(1, p + half)),
    open,
    effective,
  };
}
