import { placeableUnits } from './bounds.ts';
import { fillHosts } from './fill.ts';
import type { Needs } from './needs.ts';
import type { Placement } from './placement.ts';
import { type Problem, Rooms, TOLERANCE } from './problem.ts';
import { RoomOrder } from './room-order.ts';

export type Fit = 'first' | 'best' | 'dot-product';
/** Order of placing: as listed, or by the sum of shares of all capacity. */
export type Turn = 'given' | 'largest' | 'smallest';

/**
 * Places items on given hosts: largest first, and where that leaves some without a place, host by host
 * and smallest first too, keeping what places most. Shapes as in `Problem`.
 */
export function placeOnHosts(needs: Needs, capacity: readonly Float64Array[]): Placement {
  return placeProblem({ needs, capacity });
}

/** The same under rules. */
export function placeProblem(problem: Problem): Placement {
  let best = placeBy(problem, 'best', 'largest');
  const others = [() => fillHosts(problem), () => placeBy(problem, 'best', 'smallest')];
  for (const other of others) {
    // Those that fit no host at all need no other order.
    if (best.placed === best.hostOf.length || best.placed === placeableUnits(problem).length) break;
    const found = other();
    if (found && found.placed > best.placed) best = found;
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
  const hosts = capacity[0]?.length ?? 0;
  const totals = capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);
  const size = sizesOf(needs, totals);
  const order = orderOf(needs, totals, turn);
  const rooms = new Rooms(problem);
  const { free } = rooms;
  const left = new Float64Array(hosts);
  const weigh = (host: number) => {
    let sum = 0;
    for (let r = 0; r < free.length; r++) sum += Math.max(0, free[r]![host]!) / totals[r]!;
    left[host] = sum;
  };
  // A host with less left than the smallest need of any unit is done and not looked at again.
  const least = needs.map((need) =>
    need.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  );
  const done = (host: number) =>
    least.some((need, r) => need > 0 && need > free[r]![host]! + TOLERANCE);
  const hostOf = new Int32Array(items).fill(-1);
  let placed = 0;
  const put = (item: number, host: number) => {
    rooms.put(item, host);
    hostOf[item] = host;
    placed++;
  };
  if (fixed) for (let i = 0; i < items; i++) if (fixed[i]! >= 0) put(i, fixed[i]!);
  const open = (host: number) => closed?.[host] !== 1;
  const used: number[] = [];
  const byRoom = new RoomOrder(fit === 'best' ? hosts : 0);
  const enter = (host: number) => {
    if (fit === 'best') byRoom.insert(host, left[host]!);
    else used.push(host);
  };
  const leave = (host: number) => {
    if (fit === 'best') byRoom.remove(host);
    else used.splice(used.indexOf(host), 1);
  };
  const kinds = hostKinds(problem).map((list) =>
    list.filter((host) => rooms.count[host] === 0 && open(host)),
  );
  for (let h = 0; h < hosts; h++) {
    weigh(h);
    if (rooms.count[h]! > 0 && open(h) && !done(h)) enter(h);
  }
  const next = kinds.map(() => 0);
  const ruled = Boolean(problem.apart?.length || problem.allowed?.size || problem.numa);
  const shape = ruled ? undefined : shapesOf(needs, hosts);
  const fits = (item: number, host: number) => {
    if (ruled) return rooms.refusal(item, host) === undefined;
    for (let r = 0; r < needs.length; r++)
      if (needs[r]![item]! > free[r]![host]! + TOLERANCE) return false;
    return true;
  };
  /** Lower is better; only compared among hosts of one choice. */
  const cost = (item: number, host: number) => {
    if (fit === 'first') return host;
    if (fit === 'best') return left[host]!;
    let product = 0;
    for (let r = 0; r < free.length; r++)
      product -= (free[r]![host]! / totals[r]!) * (needs[r]![item]! / totals[r]!);
    return product;
  };
  const choose = (item: number, wanted: Uint8Array | undefined): number => {
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    const row = shape ? shape.of[item]! * hosts : -1;
    const look = (host: number) => {
      if (wanted && wanted[host] === 0) return;
      if (shape && shape.refused[row + host] === 1) return;
      const mine = cost(item, host);
      if (mine >= lowest) return;
      if (fits(item, host)) {
        best = host;
        lowest = mine;
      } else if (shape) shape.refused[row + host] = 1;
    };
    for (let i = 0; i < used.length; i++) look(used[i]!);
    for (let i = byRoom.from(size[item]!); i < byRoom.length && best < 0; i++) look(byRoom.at(i));
    if (best < 0 || fit === 'first') {
      for (let k = 0; k < kinds.length; k++) {
        const host = kinds[k]![next[k]!];
        if (host !== undefined) look(host);
      }
    }
    return best;
  };
  for (const item of order) {
    if (hostOf[item]! >= 0) continue;
    const liked = preferred?.get(item);
    let best = liked ? choose(item, liked) : -1;
    if (best < 0) best = choose(item, undefined);
    if (best < 0) continue;
    const first = rooms.count[best] === 0;
    if (first) next[kinds.findIndex((list, k) => list[next[k]!] === best)]!++;
    put(item, best);
    weigh(best);
    if (done(best)) {
      if (!first) leave(best);
    } else if (first) enter(best);
    else if (fit === 'best') byRoom.change(best, left[best]!);
  }
  return { hostOf, placed, free };
}

/** Sum of the shares of all capacity each unit takes. */
function sizesOf(needs: Needs, totals: readonly number[]): Float64Array {
  const size = new Float64Array(needs[0]?.length ?? 0);
  needs.forEach((need, r) => {
    for (let i = 0; i < size.length; i++) size[i]! += need[i]! / totals[r]!;
  });
  return size;
}

/** Units in the order they are placed. */
export function orderOf(needs: Needs, totals: readonly number[], turn: Turn): number[] {
  const items = needs[0]?.length ?? 0;
  const order = Array.from({ length: items }, (_, i) => i);
  if (turn === 'given') return order;
  const size = sizesOf(needs, totals);
  // Many machines are of one size: sizes are sorted, not machines.
  const bySize = new Map<number, number[]>();
  for (const item of order) {
    const list = bySize.get(size[item]!);
    if (list) list.push(item);
    else bySize.set(size[item]!, [item]);
  }
  const sizes = Float64Array.from(bySize.keys()).sort();
  if (turn === 'largest') sizes.reverse();
  return [...sizes].flatMap((value) => bySize.get(value)!);
}

const MOST_SHAPES_BYTES = 64 * 2 ** 20;

/**
 * Units of equal needs, and the hosts that refused one of them: while units only come, such a host refuses
 * all that follow. Undefined where there are too many shapes to remember.
 */
function shapesOf(needs: Needs, hosts: number) {
  const of = new Int32Array(needs[0]?.length ?? 0);
  const known = new Map<string, number>();
  for (let item = 0; item < of.length; item++) {
    const key = needs.map((need) => need[item]).join('/');
    const shape = known.get(key) ?? known.size;
    known.set(key, shape);
    of[item] = shape;
  }
  const bytes = known.size * hosts;
  return bytes > MOST_SHAPES_BYTES ? undefined : { of, refused: new Uint8Array(bytes) };
}

/** Hosts no unit can tell apart while they are empty, each kind in index order. */
export function hostKinds({ capacity, allowed, preferred, numa }: Problem): number[][] {
  const hosts = capacity[0]?.length ?? 0;
  const marks = [...new Set([...(allowed?.values() ?? []), ...(preferred?.values() ?? [])])];
  const kinds = new Map<string, number[]>();
  for (let h = 0; h < hosts; h++) {
    const rule = marks.map((list) => list[h]).join('');
    const nodes = numa ? `${numa.nodes[h]},${numa.nodeCores[h]},${numa.nodeMemory[h]}` : '';
    const key = `${capacity.map((room) => room[h]).join('/')}|${rule}|${nodes}`;
    const kind = kinds.get(key);
    if (kind) kind.push(h);
    else kinds.set(key, [h]);
  }
  return [...kinds.values()];
}

/** Hosts that carry something. */
export function hostsUsed({ hostOf }: Pick<Placement, 'hostOf'>): number {
  return new Set([...hostOf].filter((host) => host >= 0)).size;
}
