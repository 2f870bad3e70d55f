import { lastOf } from '../../elements.ts';
import { assumedCycles } from '../../hosts/geometry.ts';
import type { CacheLevel } from '../../hosts/host.ts';
import type { Sourced } from '../../sourced.ts';
import type { Curves } from './curves.ts';
import { type Flatness, kneeBetween, type Plateau, type Point, plateaus } from './knees.ts';
import type { MachineFacts } from './machine.ts';
import { measured, waysFor } from './measured.ts';

const LINE_BYTES = 64;
/** Of latencies in cycles: levels differ by more than a third, noise and page walks by less than an eighth. */
const flatness: Flatness = { relative: 0.12, absolute: 0.5, points: 4 };
/** What is slower than this is taken for memory, nanoseconds. */
const MEMORY_NS = 60;
/** A curve that ends this much above its last plateau has left the level. */
const LEFT = 1.4;

export interface CacheHierarchy {
  l1d: CacheLevel;
  l2: CacheLevel;
  l3: CacheLevel;
  /** Latency of memory, where the probe reached it. */
  memory: Sourced | undefined;
}

/** The data caches that a curve tells; what it does not tell is assumed and named in `unmeasured`. */
export function cacheHierarchy(
  curves: Curves,
  machine: MachineFacts,
  by: string,
  unmeasured: string[],
): CacheHierarchy {
  const cycleNs = curves.cycleNs.least;
  const curve: Point[] = curves.lines.map(({ count, least }) => ({
    x: (count * LINE_BYTES) / 1024,
    y: least / cycleNs,
  }));
  const found = plateaus(curve, flatness);
  const largest = curves.maxBytes / 1024;
  const reported = (level: number) => machine.caches.find((cache) => cache.level === level);
  const last = found.at(-1);
  const fitsReported = machine.caches.some(({ kib }) => kib >= largest);
  const reachesMemory =
    !fitsReported && found.length > 2 && last !== undefined && last.level * cycleNs >= MEMORY_NS;

  const level = (number: 1 | 2, name: string, kib: number, latency: number): CacheLevel => {
    const [plateau, next] = [found[number - 1], found[number]];
    if (plateau && next) return levelOf(curve, plateau, next, reported(number)?.ways, by);
    unmeasured.push(`${name}: no level of its own in the curve`);
    return assumedLevel(reported(number)?.kib ?? kib, latency, reported(number)?.ways);
  };
  const l1d = level(1, 'L1 data cache', 32, 4);
  const l2 = level(2, 'L2 cache', 1024, 14);
  const shared = found.slice(2, reachesMemory ? -1 : undefined);
  const l3 = lastLevel(shared, reachesMemory ? last : undefined);
  if (reachesMemory) return { l1d, l2, l3, memory: measured(last, by) };
  unmeasured.push(
    fitsReported
      ? 'memory latency: the system reports a cache larger than all that was probed (--max-bytes)'
      : 'memory latency: no level of its own in the curve',
  );
  return { l1d, l2, l3, memory: undefined };

  /** Page walks can split the last level into steps: its latency is the first of them, its end the last. */
  function lastLevel(steps: readonly Plateau[], memory: Plateau | undefined): CacheLevel {
    const [first, end] = [steps[0], steps.at(-1)];
    const reportedWays = reported(3)?.ways;
    if (!first || !end) {
      unmeasured.push('last-level cache: no level of its own in the curve');
      return assumedLevel(reported(3)?.kib ?? 32_768, 18 / cycleNs, reportedWays);
    }
    const whole = { ...first, to: end.to, high: end.high };
    const beyond = lastOf(curve);
    const climbs = !fitsReported && beyond.x > end.to && beyond.y > LEFT * end.level;
    const after = memory ?? (climbs ? { ...end, from: beyond.x, level: beyond.y } : undefined);
    if (after) {
      const { latencyCycles: _, ...size } = levelOf(curve, end, after, reportedWays, by);
      return { ...size, latencyCycles: measured(whole, by) };
    }
    unmeasured.push(
      `size of the last-level cache: no end of it up to ${largest} KiB, all that was probed`,
    );
    const kib = Math.max(largest, reported(3)?.kib ?? 0);
    return { ...assumedLevel(kib, 0, reportedWays), latencyCycles: measured(whole, by) };
  }
}

function levelOf(
  curve: readonly Point[],
  plateau: Plateau,
  next: Plateau,
  reportedWays: number | undefined,
  by: string,
): CacheLevel {
  const { size, low, high } = kneeBetween(curve, plateau, next);
  const [ways, why] = waysFor(size * 16, reportedWays);
  return {
    kib: size,
    entries: size * 16,
    ways,
    latencyCycles: measured(plateau, by),
    status: 'measured',
    source: `${by}: knee between ${low} and ${high} KiB; ${why}`,
  };
}

function assumedLevel(kib: number, latency: number, reportedWays?: number): CacheLevel {
  const [ways, why] = waysFor(kib * 16, reportedWays);
  return {
    kib,
    entries: kib * 16,
    ways,
    latencyCycles: assumedCycles(latency, 'assumed: not measured here'),
    status: 'estimated',
    source: `assumed or as the system reports, not measured; ${why}`,
    unverified: true,
  };
}
