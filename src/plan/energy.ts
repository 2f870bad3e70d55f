import { num } from '../elements.ts';
import { type ServerId, serverWatts, specPower } from './policies/power.ts';

export interface EnergySettings {
  server: ServerId;
  /** Power of the building over power of the servers. */
  pue: number;
  /** Grams of CO2 per kWh at each hour of the day: 1 value, or 24. */
  gramsPerKwh: readonly number[];
  pricePerKwh: number;
}

export interface EnergyYear {
  kwh: number;
  /** The same year by a straight line between idle and full load: what a linear model would say. */
  kwhLinear: number;
  kgCo2: number;
  cost: number;
}

/**
 * A year of hosts: `use[host]` is the mean load 0..1, `dayShape` scales it over the day
 * (equal periods, mean 1; one value = flat). Watts come from the 11-point curve at each period's load, not at the mean.
 */
export function energyYear(
  use: readonly number[],
  dayShape: readonly number[],
  { server, pue, gramsPerKwh, pricePerKwh }: EnergySettings,
): EnergyYear {
  const [idle, full] = [specPower[server][0], specPower[server][10]];
  const year = { kwh: 0, kwhLinear: 0, kgCo2: 0, cost: 0 };
  const steps = Math.max(24, dayShape.length);
  const hours = (365 * 24) / steps;
  const at = (values: readonly number[], step: number) =>
    num(values, Math.floor((step * values.length) / steps));
  for (let step = 0; step < steps; step++) {
    for (const mean of use) {
      const load = Math.min(1, mean * at(dayShape, step));
      const kwh = (serverWatts(server, load) * pue * hours) / 1000;
      year.kwh += kwh;
      year.kwhLinear += ((idle + (full - idle) * load) * pue * hours) / 1000;
      year.kgCo2 += (kwh * at(gramsPerKwh, step)) / 1000;
    }
  }
  year.cost = year.kwh * pricePerKwh;
  return year;
}
