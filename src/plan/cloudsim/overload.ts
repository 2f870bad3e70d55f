import type { Cluster } from './cluster.ts';
import { type History, historyLength } from './history.ts';
import { hostModels, INTERVAL_S, KBIT_PER_MIGRATED_MB } from './setup.ts';

/** Is a host over-utilised, with `extra` on top of its VMs (-1: as it is)? `load` is requested MIPS / total MIPS. */
export type Overload = (host: number, extra: number, load: number) => boolean;

/** Used while the history is too short for the adaptive rules. */
const FALLBACK_THRESHOLD = 0.7;
const MIN_HISTORY = 12;
const REGRESSION_POINTS = 10;

export function fixedThreshold(threshold: number): Overload {
  return (_host, _extra, load) => load > threshold;
}

/** Threshold 1 - safety x spread of the host's history. */
function adaptiveThreshold(
  history: History,
  safety: number,
  spread: (sorted: Float64Array) => number,
): Overload {
  return (host, extra, load) => {
    if (load > 1) return true;
    const values = history.host(host, extra);
    const length = historyLength(values);
    if (length < MIN_HISTORY) return load > FALLBACK_THRESHOLD;
    const used = values.subarray(0, length);
    insertionSort(used);
    return load > 1 - safety * spread(used);
  };
}

/** Interquartile range by array position. */
export function interquartileRange(history: History, safety: number): Overload {
  return adaptiveThreshold(history, safety, (sorted) => {
    const n = sorted.length + 1;
    return sorted[Math.round(0.75 * n) - 1]! - sorted[Math.round(0.25 * n) - 1]!;
  });
}

/** Median absolute deviation. */
export function medianAbsoluteDeviation(history: History, safety: number): Overload {
  return adaptiveThreshold(history, safety, (sorted) => {
    const middle = median(sorted);
    for (let i = 0; i < sorted.length; i++) sorted[i] = Math.abs(middle - sorted[i]!);
    insertionSort(sorted);
    return median(sorted);
  });
}

/**
 * Local regression as published: ordinary least squares on the last ten points, its prediction for the end of the
 * longest migration, times the safety factor, against 1.
 */
export function localRegression(cluster: Cluster, history: History, safety: number): Overload {
  return (host, extra, load) => {
    const values = history.host(host, extra);
    if (historyLength(values) < REGRESSION_POINTS) return load > FALLBACK_THRESHOLD;
    let ramMb = extra < 0 ? Number.MIN_SAFE_INTEGER : cluster.vmRamMb[extra]!;
    for (const vm of cluster.lists[host]!) ramMb = Math.max(ramMb, cluster.vmRamMb[vm]!);
    const bandwidth = hostModels[host % hostModels.length]!.bandwidthKbit;
    const intervals = Math.ceil(ramMb / (bandwidth / KBIT_PER_MIGRATED_MB) / INTERVAL_S);
    const [intercept, slope] = leastSquares(values);
    return (intercept + slope * (REGRESSION_POINTS + intervals)) * safety >= 1;
  };
}

/** Line through (1, oldest) .. (10, newest) by one-pass updating, in its floating-point order. */
function leastSquares(newestFirst: Float64Array): [intercept: number, slope: number] {
  let sumXX = 0;
  let sumXY = 0;
  let meanX = 0;
  let meanY = 0;
  let sumX = 0;
  let sumY = 0;
  for (let n = 0; n < REGRESSION_POINTS; n++) {
    const x = n + 1;
    const y = newestFirst[REGRESSION_POINTS - 1 - n]!;
    if (n === 0) {
      meanX = x;
      meanY = y;
    } else {
      const share = n / (1 + n);
      const dx = x - meanX;
      const dy = y - meanY;
      sumXX += dx * dx * share;
      sumXY += dx * dy * share;
      meanX += dx / (1 + n);
      meanY += dy / (1 + n);
    }
    sumX += x;
    sumY += y;
  }
  const slope = sumXY / sumXX;
  return [(sumY - slope * sumX) / REGRESSION_POINTS, slope];
}

function median(sorted: Float64Array): number {
  const position = 0.5 * (sorted.length + 1);
  const whole = Math.floor(position);
  const lower = sorted[whole - 1]!;
  const upper = sorted[Math.min(whole, sorted.length - 1)]!;
  return lower + (position - whole) * (upper - lower);
}

function insertionSort(values: Float64Array): void {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= 0 && values[j]! > value) {
      values[j + 1] = values[j]!;
      j--;
    }
    values[j + 1] = value;
  }
}
