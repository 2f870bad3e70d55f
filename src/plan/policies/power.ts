/** Watts at 0, 10 .. 100 % load from published SPECpower_ssj2008 results (ids in docs/model/plan.md). */
import { num } from '../../elements.ts';

export const specPower = {
  'HP ML110 G4 Xeon 3040': [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117],
  'HP ML110 G5 Xeon 3075': [93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135],
  'IBM x3550 X5675': [58.4, 98, 109, 118, 128, 140, 153, 170, 189, 205, 222],
  'Dell R640 2017': [55, 125, 151, 176, 202, 232, 261, 301, 357, 421, 469],
  'Dell R740 2017': [52.3, 129, 147, 170, 195, 224, 255, 292, 344, 408, 457],
  'Dell R830 2016': [86.4, 181, 215, 253, 287, 315, 340, 377, 421, 483, 562],
  'Dell R940 2017': [106, 245, 292, 336, 383, 437, 502, 583, 694, 820, 915],
} as const satisfies Record<string, readonly number[]>;

export type ServerId = keyof typeof specPower;

/** Watts at utilisation 0..1, linear between the eleven points of a curve. */
export function curveWatts(curve: readonly number[], utilisation: number): number {
  const at = Math.min(Math.max(utilisation, 0), 1) * 10;
  const below = Math.min(9, Math.floor(at));
  return num(curve, below) + (num(curve, below + 1) - num(curve, below)) * (at - below);
}

/** Watts of a server at utilisation 0..1. */
export function serverWatts(server: ServerId, utilisation: number): number {
  return curveWatts(specPower[server], utilisation);
}
