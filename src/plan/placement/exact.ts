import { leastHosts, placeableUnits } from './bounds.ts';
import { fillHosts } from './fill.ts';
import { type Fit, hostKinds, hostsUsed, orderOf, placeBy, type Turn } from './place.ts';
import type { Placement } from './placement.ts';
import { type Problem, Rooms } from './problem.ts';

export interface Attempt {
  algorithm: string;
  hosts: number;
  unplaced: number;
}

export interface Search {
  /** Fewest hosts any packing can do with. */
  bound: number;
  /** What each rule of thumb takes. */
  attempts: Attempt[];
  /** The best packing found. */
  hosts: number;
  unplaced: number;
  hostOf: Int32Array;
  /** No packing does better: the bound is met, or the search saw every case. */
  proved: boolean;
  nodes: number;
}

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
  if (!result.proved && units <= MOST_UNITS) branch(problem, result, impossible, budget);
  return result;
}

function scoreOf(placement: Placement): { hosts: number; unplaced: number } {
  return {
    hosts: hostsUsed(placement),
    unplaced: placement.hostOf.length - placement.placed,
  };
}

const better = (a: Omit<Attempt, 'algorithm'>, b: Omit<Attempt, 'algorithm'>) =>
  a.unplaced < b.unplaced || (a.unplaced === b.unplaced && a.hosts < b.hosts);

/**
 * Depth first, largest unit first, fullest host first. Of empty hosts of a kind only the first is tried, and
 * of two alike units the later never goes before the earlier: the lexicographically least of all equal
 * packings is always kept. A branch ends when even its bound is no better than the best packing known.
 */
function branch(problem: Problem, result: Search, impossible: number, budget: number): void {
  const { needs, capacity } = problem;
  const units = needs[0]?.length ?? 0;
  const hosts = capacity[0]?.length ?? 0;
  const totals = capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);
  const order = orderOf(needs, totals, 'largest');
  const rest = remainders(problem, order);
  const alike = sameAsBefore(problem, order);
  const largest = capacity.map((room) => room.reduce((most, value) => Math.max(most, value), 0));
  const rooms = new Rooms(problem);
  const kinds = hostKinds(problem);
  const hostOf = new Int32Array(units).fill(-1);
  // Nodes inside hosts are taken greedily, so a whole search proves nothing where there is NUMA.
  let whole = !problem.numa;

  /** Hosts and units without place that any completion has at least. */
  const outlook = (depth: number, used: number, unplaced: number) => {
    let [more, dropped] = [0, 0];
    for (let r = 0; r < needs.length; r++) {
      let [open, all] = [0, 0];
      for (let h = 0; h < hosts; h++) {
        const room = rooms.free[r]![h]!;
        if (room + 1e-9 < rest.least[r]![depth]!) continue;
        all += room;
        if (rooms.count[h]! > 0) open += room;
      }
      const need = rest.sum[r]![depth]!;
      if (need > open) more = Math.max(more, Math.ceil((need - open) / largest[r]! - 1e-9));
      if (need > all + 1e-6)
        dropped = Math.max(dropped, Math.ceil((need - all) / rest.most[r]![depth]! - 1e-9));
    }
    // Where units are dropped they need no host: only their number is certain.
    return { hosts: dropped > 0 ? used : used + more, unplaced: unplaced + dropped };
  };

  const descend = (depth: number, used: number, unplaced: number): void => {
    if (result.proved || result.nodes >= budget) {
      whole = false;
      return;
    }
    result.nodes++;
    if (depth === units) {
      if (!better({ hosts: used, unplaced }, result)) return;
      Object.assign(result, { hosts: used, unplaced, hostOf: Int32Array.from(hostOf) });
      result.proved = unplaced === impossible && used === result.bound;
      return;
    }
    if (!better(outlook(depth, used, unplaced), result)) return;
    const unit = order[depth]!;
    const from = alike[depth] ? hostOf[order[depth - 1]!]! : 0;
    const candidates: number[] = [];
    if (from >= 0) {
      for (let h = from; h < hosts; h++) if (rooms.count[h]! > 0) candidates.push(h);
      candidates.sort((a, b) => share(a) - share(b) || a - b);
      for (const kind of kinds) {
        const empty = kind.find((h) => rooms.count[h] === 0);
        if (empty !== undefined && empty >= from) candidates.push(empty);
      }
    }
    for (const host of candidates) {
      if (rooms.refusal(unit, host) !== undefined) continue;
      const opens = rooms.count[host] === 0 ? 1 : 0;
      rooms.put(unit, host);
      hostOf[unit] = host;
      descend(depth + 1, used + opens, unplaced);
      rooms.take(unit, host);
      hostOf[unit] = -1;
    }
    descend(depth + 1, used, unplaced + 1);
  };
  const share = (host: number) => {
    let sum = 0;
    for (let r = 0; r < totals.length; r++) sum += rooms.free[r]![host]! / totals[r]!;
    return sum;
  };
  descend(0, 0, 0);
  result.proved ||= whole;
}

/** Sum, least and largest need of the units from each depth on. */
function remainders({ needs }: Problem, order: readonly number[]) {
  const make = () => needs.map(() => new Float64Array(order.length + 1));
  const [sum, least, most] = [make(), make(), make()];
  needs.forEach((need, r) => {
    least[r]![order.length] = Number.POSITIVE_INFINITY;
    for (let depth = order.length - 1; depth >= 0; depth--) {
      const mine = need[order[depth]!]!;
      sum[r]![depth] = sum[r]![depth + 1]! + mine;
      least[r]![depth] = Math.min(least[r]![depth + 1]!, mine);
      most[r]![depth] = Math.max(most[r]![depth + 1]!, mine);
    }
  });
  return { sum, least, most };
}

/** Whether the unit at a depth needs the same as the one before, neither under a rule. */
function sameAsBefore(
  { needs, apart, allowed, numa }: Problem,
  order: readonly number[],
): boolean[] {
  const ruled = new Set([...(apart ?? []).flat(), ...(allowed?.keys() ?? [])]);
  return order.map((unit, depth) => {
    const before = order[depth - 1];
    if (before === undefined || ruled.has(unit) || ruled.has(before)) return false;
    if (numa && numa.vcpus[unit] !== numa.vcpus[before]) return false;
    return needs.every((need) => need[unit] === need[before]);
  });
}
