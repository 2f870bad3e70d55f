import { curveWatts, specPower } from '../policies/power.ts';

/**
 * Watts at 0, 10 .. 100 % load of newer servers, from SPECpower_ssj2008 results published by SPEC at spec.org (ids in
 * brackets). Few disks and memory modules, tuned: a production server draws more.
 */
const newer = {
  'ASUS RS720A-E12 2x EPYC 9754 (20231205-01347)': [
    117, 231, 278, 319, 353, 382, 412, 461, 519, 591, 685,
  ],
  'Dell HS5610 2x Xeon 6448Y (20240227-01376)': [
    122, 220, 245, 268, 295, 325, 360, 448, 535, 600, 602,
  ],
  'QCT D54Q-2U 2 sockets (20231205-01349)': [152, 284, 328, 373, 421, 476, 538, 626, 838, 909, 968],
  'FusionServer 1288H V7 2x Xeon 8490H (20231205-01345)': [
    204, 252, 291, 328, 368, 409, 453, 503, 569, 720, 817,
  ],
  'Lenovo SR850 V3 4 sockets (20240208-01367)': [
    454, 569, 663, 756, 847, 949, 1049, 1161, 1461, 1873, 1923,
  ],
} as const satisfies Record<string, readonly number[]>;

export const powerCurves: Readonly<Record<string, readonly number[]>> = { ...specPower, ...newer };

/** Power of hosts: an 11-point curve, and price and carbon by hour of the day (1 value or 24). */
export interface PowerSettings {
  curve: readonly number[];
  pue: number;
  pricePerKwh: readonly number[];
  gramsPerKwh: readonly number[];
}

export interface PowerYear {
  kwh: number;
  cost: number;
  kgCo2: number;
}

const YEAR_HOURS = 8760;

/**
 * A year of hosts at their mean uses (0..1), the load following `shape` over the day (equal periods, mean 1). Watts by the
 * curve at each period's load, price and carbon of that hour: a load by day costs the prices of the day.
 */
export function powerYear(
  uses: readonly number[],
  shape: readonly number[],
  { curve, pue, pricePerKwh, gramsPerKwh }: PowerSettings,
): PowerYear {
  const steps = Math.max(24, shape.length);
  const at = (values: readonly number[], step: number) =>
    values[Math.floor((step * values.length) / steps)] ?? 0;
  const year: PowerYear = { kwh: 0, cost: 0, kgCo2: 0 };
  for (let step = 0; step < steps; step++) {
    const watts = uses.reduce(
      (sum, use) => sum + curveWatts(curve, Math.min(1, use * at(shape, step))),
      0,
    );
    const kwh = (watts * pue * YEAR_HOURS) / steps / 1000;
    year.kwh += kwh;
    year.cost += kwh * at(pricePerKwh, step);
    year.kgCo2 += (kwh * at(gramsPerKwh, step)) / 1000;
  }
  return year;
}
