import { max, median, min } from '../../statistics.ts';
import type { HeldOut } from '../cpu-events/fitted-machine.ts';

/** One reading of a quantity, in cycles. `row` names it as the recording does. */
export interface Reading {
  row: string;
  cycles: number;
  /** How often it was taken; readings of counts weigh by them. */
  count?: number;
}

/** A quantity fitted to the first half of its readings, every second one, and judged on the others. */
export interface Fit {
  value: number;
  low: number;
  high: number;
  readings: number;
  heldOut: HeldOut[];
}

/** Half-width of an interval that few readings, by chance alike, would make too narrow. */
const LEAST_SPREAD = 0.02;

const weightedMean = (readings: readonly Reading[]): number => {
  const weights = readings.map(({ count = 1 }) => count);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return readings.reduce((sum, { cycles }, i) => sum + (cycles * (weights[i] ?? 0)) / whole, 0);
};

/**
 * Fits one quantity: `middle` of the readings at even places, with the range they span as its interval (never below
 * 2 % to each side). The readings at odd places are held out; none where there is one reading alone.
 */
export function fitReadings(readings: readonly Reading[], middle: 'median' | 'mean'): Fit {
  const fitted = readings.filter((_, i) => i % 2 === 0);
  const cycles = fitted.map((reading) => reading.cycles);
  const value = middle === 'median' ? median(cycles) : weightedMean(fitted);
  return {
    value,
    low: Math.min(min(cycles), value * (1 - LEAST_SPREAD)),
    high: Math.max(max(cycles), value * (1 + LEAST_SPREAD)),
    readings: fitted.length,
    heldOut: readings
      .filter((_, i) => i % 2 === 1)
      .map(({ row, cycles: measured }) => ({
        ...{ row, measured, predicted: value, error: value / measured - 1 },
      })),
  };
}
