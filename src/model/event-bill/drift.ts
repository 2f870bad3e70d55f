import { type Sourced, sourced } from '../../sourced.ts';
import type { EventId } from '../../techniques/events.ts';

/** Event counts and what they are of: seconds of a guest, or millions of its instructions. */
export interface Counted {
  counts: Readonly<Partial<Record<EventId, number>>>;
  /** How many seconds or million instructions they cover; above 0. */
  covers: number;
  /** Whether they were counted: counting scatters. False for rates that were given. */
  sampled: boolean;
}

/** One event of a stored prediction beside fresh counters; rates and cycles per second or per million instructions. */
export interface DriftTerm {
  event: EventId;
  storedRate: number;
  freshRate: number;
  /** Rates the stored term allows. */
  lowRate: number;
  highRate: number;
  /** What the fresh rate adds to bare metal beyond the stored one, cycles; negative where it is less. */
  movedCycles: number;
  storedCycles: number;
  freshCycles: number;
  /** Fresh over stored rate less one; null where nothing was stored. */
  change: number | null;
  moved: boolean;
}

/**
 * How far a rate may go without having moved. A term's interval says how well its price is known; the price is the
 * same on both sides, so a badly known one must not hide that the guest does half as much again.
 */
export const leastTolerance = sourced(
  0.1,
  'ratio',
  'estimated',
  'chosen: two recordings of one load differ',
);
export const mostTolerance = sourced(
  0.5,
  'ratio',
  'estimated',
  'chosen: half as much again is another load',
);

/** Standard deviations of counting (independent events: the square root of the count) that are no movement. */
const DEVIATIONS = 3;

const within = (x: number) => Math.min(mostTolerance.value, Math.max(leastTolerance.value, x));

/** Rates a stored one allows: its price's interval as a ratio, held between the tolerances, and counting noise. */
function allowed(rate: number, each: Sourced, noise: number): [number, number] {
  const [low, value, high] = [each.low, each.value, each.high]
    .map(Math.abs)
    .sort((a, b) => a - b) as [number, number, number];
  const above = within(value > 0 ? high / value - 1 : 0);
  const below = within(low > 0 ? value / low - 1 : Number.POSITIVE_INFINITY);
  return [Math.max(0, rate / (1 + below) - noise), rate * (1 + above) + noise];
}

/**
 * Fresh counters against a stored prediction, event by event, at the same price; those that moved most first.
 * `priceOf` gives what one event adds to bare metal, cycles. An event that costs nothing has not moved the bill.
 */
export function driftOf(
  stored: Counted,
  fresh: Counted,
  events: readonly EventId[],
  priceOf: (event: EventId) => Sourced,
): DriftTerm[] {
  const terms = events.map((event): DriftTerm => {
    const [before, now] = [stored.counts[event] ?? 0, fresh.counts[event] ?? 0];
    const [storedRate, freshRate] = [before / stored.covers, now / fresh.covers];
    const variance =
      (stored.sampled ? before / stored.covers ** 2 : 0) +
      (fresh.sampled ? now / fresh.covers ** 2 : 0);
    const each = priceOf(event);
    const [lowRate, highRate] = allowed(storedRate, each, DEVIATIONS * Math.sqrt(variance));
    return {
      ...{ event, storedRate, freshRate, lowRate, highRate },
      movedCycles: (freshRate - storedRate) * each.value,
      storedCycles: storedRate * each.value,
      freshCycles: freshRate * each.value,
      change: storedRate > 0 ? freshRate / storedRate - 1 : null,
      moved: each.value !== 0 && (freshRate < lowRate || freshRate > highRate),
    };
  });
  const size = ({ movedCycles }: DriftTerm) => Math.abs(movedCycles);
  return terms.sort((a, b) => Number(b.moved) - Number(a.moved) || size(b) - size(a));
}
