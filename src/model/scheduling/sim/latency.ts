import { f64 } from '../../../elements.ts';

export interface Latency {
  count: number;
  meanUs: number;
  p50Us: number;
  p95Us: number;
  p99Us: number;
  p999Us: number;
  maxUs: number;
}

/** Percentiles by nearest rank; null when nothing completed. */
export function latencyOf(responsesUs: readonly number[]): Latency | null {
  if (responsesUs.length === 0) return null;
  const sorted = Float64Array.from(responsesUs).sort();
  const rank = (share: number) => f64(sorted, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return {
    count: sorted.length,
    meanUs: sorted.reduce((total, value) => total + value, 0) / sorted.length,
    p50Us: rank(0.5),
    p95Us: rank(0.95),
    p99Us: rank(0.99),
    p999Us: rank(0.999),
    maxUs: f64(sorted, sorted.length - 1),
  };
}
