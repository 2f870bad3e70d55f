import { type Sourced, sourced, unverified } from '../../../sourced.ts';

/** A figure of the recordings of 2026-11-28: Linux 6.18.44 in a guest of two CPUs, where a fork costs 0.1 ms. */
export const recorded = (value: number, unit: string, what: string, spread = 0.2): Sourced =>
  sourced(value, unit, 'measured', `recorded on Linux 6.18.44 (2 CPUs, a guest): ${what}`, spread);

/** A difference of two such figures. */
export const difference = (value: number, unit: string, what: string, spread = 0.3): Sourced =>
  sourced(value, unit, 'derived', `recorded on Linux 6.18.44 (2 CPUs, a guest): ${what}`, spread);

/** What no recording tells apart: an estimate with a wide range. */
export const assumed = (value: number, unit: string, why: string): Sourced =>
  unverified(value, unit, why, 0.5);

/** A step or share of a cost. */
export interface CostStep {
  label: string;
  cost: Sourced;
}
