import { leastHosts, placeableUnits } from './bounds.ts';
import { Branches, better, type Search } from './branch.ts';
import type { Fit } from './choose.ts';
import { fillHosts } from './fill.ts';
import type { Turn } from './order.ts';
import { hostsUsed, placeBy } from './place.ts';
import type { Placement } from './placement.ts';
import type { Problem } from './problem.ts';

const thumbs: readonly { algorithm: string; fit: Fit; turn: Turn }[] = [
  { algorithm: 'first fit', fit: 'first', turn: 'given' },
  { algorithm: 'first fit decreasing', fit: 'first', turn: 'largest' },
  { algorithm: 'best fit decreasing', fit: 'best', turn: 'largest' },
  { algorithm: 'dot-product', fit: 'dot-product', turn: 'largest' },
];

/** Beyond so many units the search is left out: its depth is the number of units. */
const MOST_UNITS = 4000;

/**
 * Fewest hosts for all units, or for as many as can be placed: five rules of thumb, then branch and bound
 * with at most `budget` nodes (a count, not a time, so that the answer is the same everywhere).
 */
export function fewestHosts(problem: Problem, budget = 20_000): Search {
  const units = problem.needs[0]?.length ?? 0;
  const tried = thumbs.map(({ algorithm, fit, turn }) => {
    const placement = placeBy(problem, fit, turn);
    return { algorithm, placement, ...scoreOf(placement) };
  });
  const filled = fillHosts(problem);
  if (filled) tried.push({ algorithm: 'host by host', placement: filled, ...scoreOf(filled) });
  const best = tried.reduce((a, b) => (better(b, a) ? b : a));
  const placeable = placeableUnits(problem);
  const bound = leastHosts(problem, placeable);
  const impossible = units - placeable.length;
  const result: Search = {
    bound,
    attempts: tried.map(({ algorithm, hosts, unplaced }) => ({ algorithm, hosts, unplaced })),
    hosts: best.hosts,
    unplaced: best.unplaced,
    hostOf: best.placement.hostOf,
    proved: best.unplaced === impossible && best.hosts === bound,
    nodes: 0,
  };
  if (!result.proved && units <= MOST_UNITS)
    new Branches(problem, result, impossible, budget).search();
  return result;
}

function scoreOf(placement: Placement): { hosts: number; unplaced: number } {
  return {
    hosts: hostsUsed(placement),
    unplaced: placement.hostOf.length - placement.placed,
  };
}
