import { type Sourced, sourced, unverified } from '../sourced.ts';
import type { CacheLevel, Geometry } from './host.ts';

/** A geometry somebody printed or measured. `ways` omitted: fully associative. */
export function seen(entries: number, ways: number, source: string): Geometry {
  return { entries, ways, status: 'published', source };
}

/** A geometry from memory: no source printing it was read. */
export function recalled(entries: number, ways: number): Geometry {
  return {
    entries,
    ways,
    status: 'estimated',
    source: 'recalled, no source read',
    unverified: true,
  };
}

/** A cache of 64-byte lines. */
export function cache(
  kib: number,
  ways: number,
  latencyCycles: Sourced,
  status: 'published' | 'estimated',
  source: string,
): CacheLevel {
  const level: CacheLevel = { kib, entries: kib * 16, ways, latencyCycles, status, source };
  return status === 'estimated' ? { ...level, unverified: true } : level;
}

export function cycles(value: number, source: string, spread = 0): Sourced {
  return sourced(value, 'cycles', 'published', source, spread);
}

export function assumedCycles(value: number, source = 'assumed, no source read'): Sourced {
  return unverified(value, 'cycles', source, 0.3);
}

/** Latency in nanoseconds seen on another machine or printed, expressed in cycles of this clock. */
export function nanoseconds(ns: number, clockGhz: number, source: string): Sourced {
  return sourced(ns * clockGhz, 'cycles', 'derived', `${source}: ${ns} ns x ${clockGhz} GHz`, 0.1);
}

/** Walk caches are not disclosed by vendors: the sizes of the DMT simulator unless known better. */
export const undisclosedWalkCache = {
  pml5: 2,
  pml4: 2,
  pdpt: 4,
  pd: 32,
  source: 'sizes of the DMT simulator configuration; vendors disclose none (pml5 assumed)',
} as const;
