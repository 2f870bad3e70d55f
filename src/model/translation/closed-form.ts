import { errorFunction } from 'simple-statistics';
import { num } from '../../elements.ts';
import type { PageClass } from '../../workloads/workload.ts';

/** Sets and ways of an LRU structure. */
export interface LruShape {
  sets: number;
  ways: number;
}

/** Times, in accesses, at which the integral over the time since the last reference is taken. */
const STEPS_PER_DECADE = 60;

function timeGrid(total: number, slowest: number): Float64Array {
  const first = Math.log10(0.1 / total);
  const steps = Math.ceil((Math.log10(40 / slowest) - first) * STEPS_PER_DECADE);
  return Float64Array.from({ length: steps + 1 }, (_, k) => 10 ** (first + k / STEPS_PER_DECADE));
}

/** P(X >= ways) for X binomial of `others` draws with probability `share`. */
function binomialTail(others: number, share: number, ways: number): number {
  if (ways <= 0) return 1;
  if (others < ways) return 0;
  if (share >= 1) return 1;
  const mean = others * share;
  // Terms from the first on, as long as they do not underflow.
  if (mean > 500) {
    const deviation = Math.sqrt(mean * (1 - share));
    return (1 + errorFunction((mean - ways + 0.5) / deviation / Math.SQRT2)) / 2;
  }
  let term = Math.exp(others * Math.log1p(-share));
  let below = 0;
  for (let k = 0; k < ways; k++) {
    below += term;
    term *= ((others - k) / (k + 1)) * (share / (1 - share));
  }
  return Math.max(0, 1 - below);
}

/** The shape of an LRU structure's answer to a stream: what misses, and after how long a page is gone. */
interface LruAnswer {
  /** Probability that a request misses, for each class of pages. */
  misses: number[];
  /** Mean time after which an untouched page is gone (the characteristic time of Che). */
  lifetime: number;
}

/**
 * Probability that a request misses, for each class of pages with its rate of requests: the time since the last request
 * is `delay` and then exponential, other pages have come since, and the page is gone when as many of its set have as
 * there are ways (Che, Tung and Wang 2002, with the stack distance of a set binomial as in Smith 1978). Pages lie next
 * to each other, so every set holds the same number of them.
 */
function answer(
  classes: readonly PageClass[],
  rates: readonly number[],
  { sets, ways }: LruShape,
  delay = 0,
): LruAnswer {
  const pages = classes.reduce((sum, { pages: n }) => sum + n, 0);
  const total = classes.reduce((sum, { pages: n }, c) => sum + n * num(rates, c), 0);
  const misses = classes.map(() => 0);
  // Less than one request in 1e12 accesses is none.
  if (total < 1e-12) return { misses, lifetime: Number.POSITIVE_INFINITY };
  const times = timeGrid(total, Math.min(...rates.filter((rate) => rate > total * 1e-15)));
  // Sets of one page more, and the share of pages that lie in them.
  const perSet = Math.floor(pages / sets);
  const inFuller = ((pages - perSet * sets) * (perSet + 1)) / pages;
  // Rate once the delay is over, so that the mean time between requests stays 1 / rate.
  const later = rates.map((rate) => rate / Math.max(1e-9, 1 - rate * delay));
  let before = rates.map(() => 1);
  let [gone, last, lifetime] = [0, 0, 0];
  for (const time of times) {
    const still = later.map((rate) => Math.exp(-rate * Math.max(0, time - delay)));
    // Of a page looked at at any moment, the time to its next request is that of a renewal process.
    const come = classes.reduce((sum, { pages: n }, c) => {
      const waited = 1 - num(rates, c) * Math.min(time, delay);
      return sum + n * (1 - Math.max(0, waited) * num(still, c));
    }, 0);
    const share = come / pages;
    const now =
      (1 - inFuller) * binomialTail(perSet - 1, share, ways) +
      inFuller * binomialTail(perSet, share, ways);
    const middle = (gone + now) / 2;
    for (let c = 0; c < misses.length; c++)
      misses[c] = num(misses, c) + (num(before, c) - num(still, c)) * middle;
    lifetime += (time - last) * (1 - middle);
    [before, gone, last] = [still, now, time];
  }
  return { misses: misses.map((sum, c) => sum + num(before, c) * gone), lifetime };
}

/**
 * Misses per access of one or two levels of TLB in the steady state of independent references; entries are filled into
 * both. A request reaches the second level no sooner than the first has lost the page.
 */
export function closedFormMisses(
  classes: readonly PageClass[],
  first: LruShape,
  second?: LruShape,
): { l1Misses: number; walks: number } {
  const rates = classes.map(({ probability }) => probability);
  const perAccess = (requests: readonly number[]) =>
    classes.reduce((sum, { pages }, c) => sum + pages * num(requests, c), 0);
  const { misses, lifetime } = answer(classes, rates, first);
  const through = misses.map((miss, c) => miss * num(rates, c));
  const l1Misses = perAccess(through);
  if (!second) return { l1Misses, walks: l1Misses };
  const walks = answer(classes, through, second, lifetime).misses;
  return { l1Misses, walks: perAccess(walks.map((miss, c) => miss * num(through, c))) };
}

/** Pages expected to be touched by `accesses` independent references: sum of 1 - (1 - p)^n. */
export function expectedUniquePages(classes: readonly PageClass[], accesses: number): number {
  return classes.reduce(
    (sum, { pages, probability }) =>
      sum - pages * Math.expm1(accesses * Math.log1p(-Math.min(probability, 1 - 1e-12))),
    0,
  );
}
