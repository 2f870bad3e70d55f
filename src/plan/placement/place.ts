import { anyNum, i32, num } from '../../elements.ts';
import { placeableUnits } from './bounds.ts';
import { type Fit, HostChooser } from './choose.ts';
import { fillHosts } from './fill.ts';
import type { Needs } from './needs.ts';
import { orderOf, type Turn, totalsOf } from './order.ts';
import type { Placement } from './placement.ts';
import type { Problem } from './problem.ts';

/**
 * Places items on given hosts: largest first, and where that leaves some without a place, host by host
 * and smallest first too, keeping what places most. Shapes as in `Problem`.
 */
export function placeOnHosts(needs: Needs, capacity: readonly Float64Array[]): Placement {
  return placeProblem({ needs, capacity });
}

/** A placement, and what found it. */
interface Tried extends Placement {
  by: 'largest' | 'filled' | 'smallest';
}

/** The same under rules. */
export function placeProblem(problem: Problem): Tried {
  let best: Tried = { ...placeBy(problem, 'best', 'largest'), by: 'largest' };
  const others = [
    ['filled', () => fillHosts(problem)],
    ['smallest', () => placeBy(problem, 'best', 'smallest')],
  ] as const;
  for (const [by, other] of others) {
    // Those that fit no host at all need no other order.
    if (best.placed === best.hostOf.length || best.placed === placeableUnits(problem).length) break;
    const found = other();
    if (found && found.placed > best.placed) best = { ...found, by };
  }
  return best;
}

/** Best fit without rules; shapes as in `Problem`. */
export const placeInOrder = (
  needs: Needs,
  capacity: readonly Float64Array[],
  first: 'largest' | 'smallest',
): Placement => placeBy({ needs, capacity }, 'best', first);

/** What stands before placing begins. */
export interface Standing {
  /** Host of units that stay where they are, -1 for those to place. */
  fixed?: ArrayLike<number>;
  /** Hosts that take nothing: 1. */
  closed?: Uint8Array;
}

/**
 * Places units one by one. Best fit takes the host that keeps the least room (sum of shares of all capacity),
 * first fit the first in the list, dot-product the one whose free room points most along the unit (Panigrahy
 * et al. 2011). Empty hosts are opened only where no used one has room, except that first fit takes what comes
 * first. Hosts that are still equal and empty cost one look together.
 */
export function placeBy(
  problem: Problem,
  fit: Fit,
  turn: Turn,
  { fixed, closed }: Standing = {},
): Placement {
  const { needs, capacity, preferred } = problem;
  const items = needs[0]?.length ?? 0;
  const hosts = new HostChooser(problem, fit);
  const hostOf = new Int32Array(items).fill(-1);
  let placed = 0;
  if (fixed)
    for (let item = 0; item < items; item++) {
      const host = anyNum(fixed, item);
      if (host < 0) continue;
      hosts.rooms.put(item, host);
      hostOf[item] = host;
      placed++;
    }
  hosts.open(closed);
  const order = orderOf(needs, totalsOf(capacity), turn);
  const inRuns = hosts.inRuns && !preferred;
  for (let i = 0; i < order.length; i++) {
    const item = num(order, i);
    if (i32(hostOf, item) >= 0) continue;
    const liked = preferred?.get(item);
    let host = liked ? hosts.choose(item, liked) : -1;
    if (host < 0) host = hosts.choose(item, undefined);
    if (host < 0) continue;
    const wasEmpty = hosts.begin(host);
    for (let next: number | undefined = item; next !== undefined; ) {
      hosts.put(next, host);
      hostOf[next] = host;
      placed++;
      next = inRuns ? order[i + 1] : undefined;
      if (next === undefined || i32(hostOf, next) >= 0 || !hosts.takesAlso(next, item, host)) break;
      i++;
    }
    hosts.end(host, wasEmpty);
  }
  return { hostOf, placed, free: hosts.rooms.free };
}

/** Hosts that carry something. */
export function hostsUsed({ hostOf }: Pick<Placement, 'hostOf'>): number {
  const used = new Set<number>();
  for (const host of hostOf) if (host >= 0) used.add(host);
  return used.size;
}
