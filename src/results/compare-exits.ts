import type { ExitCount } from '../formats/guest-stats/guest-stats.ts';
import { type ComparedCase, comparedValues, type Known, type RunComparison } from './compare.ts';

/** The exits of a guest as a tool counted them, and the seconds that took; undefined where nobody says. */
export interface ExitProfile {
  exits: readonly ExitCount[];
  seconds: number | undefined;
}

/** Half of the 95 % interval of the root of a count of independent arrivals (Anscombe 1948: variance 1/4). */
const HALF = 1.96 / 2;
const SHIFT = 3 / 8;

/** What a count of independent arrivals says of their expected number, with 95 %. */
export function arrivals(count: number): [number, number] {
  const root = Math.sqrt(count + SHIFT);
  return [Math.max(0, (root - HALF) ** 2 - SHIFT), (root + HALF) ** 2 - SHIFT];
}

/** All exits of a profile. */
const totalOf = ({ exits }: ExitProfile): number =>
  exits.reduce((sum, { count }) => sum + count, 0);

const byReason = ({ exits }: ExitProfile) => new Map(exits.map((one) => [one.reason, one]));

/**
 * Two profiles of one guest, reason by reason: exits a second where both say what time they cover, else their share of all
 * exits in percent; and microseconds an exit takes where both have times. A reason a profile does not list did not occur.
 */
export function compareExits(
  a: ExitProfile,
  b: ExitProfile,
): RunComparison & { cases: ComparedCase[] } {
  const timed = a.seconds !== undefined && b.seconds !== undefined;
  const word = timed ? 'exits/s' : '% of exits';
  const totals = { a: totalOf(a), b: totalOf(b) };
  const units = timed
    ? { a: Number(a.seconds), b: Number(b.seconds) }
    : { a: Math.max(1, totals.a) / 100, b: Math.max(1, totals.b) / 100 };
  const countOf = (count: number, unit: number): Known => {
    const [low, high] = arrivals(count);
    return { value: count / unit, interval: [low / unit, high / unit] };
  };
  const cases: ComparedCase[] = [];
  const figure = (name: string, what: string, left: Known, right: Known) =>
    cases.push(comparedValues(left, right, name, { study: 'exits', word: what, kind: 'number' }));
  if (timed) figure('all exits', word, countOf(totals.a, units.a), countOf(totals.b, units.b));
  const inA = byReason(a);
  const inB = byReason(b);
  for (const reason of new Set([...inA.keys(), ...inB.keys()])) {
    const [left, right] = [inA.get(reason), inB.get(reason)];
    figure(reason, word, countOf(left?.count ?? 0, units.a), countOf(right?.count ?? 0, units.b));
    if (left?.meanUs === undefined || right?.meanUs === undefined) continue;
    const mean = (value: number): Known => ({ value, interval: null });
    figure(reason, 'us/exit', mean(left.meanUs), mean(right.meanUs));
  }
  return { cases, onlyInA: [], onlyInB: [] };
}
