import type { Rng } from '../../../rng.ts';

/** Poisson arrivals at `perSecond` over the horizon, microseconds, ascending. */
export function poissonArrivals(rng: Rng, perSecond: number, horizonUs: number): number[] {
  const times: number[] = [];
  let at = 0;
  while (times.length < 1_000_000) {
    at += (-Math.log(1 - rng.nextUnit()) / perSecond) * 1e6;
    if (at >= horizonUs) break;
    times.push(at);
  }
  return times;
}

/** Arrivals at a fixed interval, the first after `offsetUs`. */
export function periodicArrivals(everyUs: number, horizonUs: number, offsetUs = 0): number[] {
  const count = Math.max(0, Math.ceil((horizonUs - offsetUs) / everyUs));
  return Array.from({ length: Math.min(count, 1_000_000) }, (_, i) => offsetUs + i * everyUs);
}
