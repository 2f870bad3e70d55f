import type { Needs } from './bounds.ts';

export interface Placement {
  /** Host of each item, -1 where none had room. */
  hostOf: Int32Array;
  placed: number;
  /** Room left per resource and host: `free[r][host]`. */
  free: Float64Array[];
}

/**
 * Places items on given hosts: largest first, and where that leaves some without a place, smallest first
 * too, keeping what places more. Shapes as in `placeInOrder`.
 */
export function placeOnHosts(needs: Needs, capacity: readonly Float64Array[]): Placement {
  const largestFirst = placeInOrder(needs, capacity, 'largest');
  if (largestFirst.placed === largestFirst.hostOf.length) return largestFirst;
  const smallestFirst = placeInOrder(needs, capacity, 'smallest');
  return smallestFirst.placed > largestFirst.placed ? smallestFirst : largestFirst;
}

/**
 * Places items one by one by size (sum of shares of all capacity), each on the host that keeps the least
 * room (best fit by sum of remaining shares). Hosts may differ; needs and capacities are
 * `[resource][item]` and `[resource][host]`. Hosts are found through a heap-free scan of host groups that
 * are equal in what they have left, so that thousands of equal empty hosts cost one look.
 */
export function placeInOrder(
  needs: Needs,
  capacity: readonly Float64Array[],
  first: 'largest' | 'smallest',
): Placement {
  const items = needs[0]?.length ?? 0;
  const hosts = capacity[0]?.length ?? 0;
  const totals = capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);
  const size = new Float64Array(items);
  for (let i = 0; i < items; i++) {
    for (let r = 0; r < needs.length; r++) size[i]! += needs[r]![i]! / totals[r]!;
  }
  const order = Array.from({ length: items }, (_, i) => i).sort(
    (a, b) => (first === 'largest' ? size[b]! - size[a]! : size[a]! - size[b]!) || a - b,
  );
  const free = capacity.map((room) => Float64Array.from(room));
  const left = new Float64Array(hosts);
  const untouched = new Uint8Array(hosts).fill(1);
  const weigh = (host: number) => {
    let sum = 0;
    for (let r = 0; r < free.length; r++) sum += free[r]![host]! / totals[r]!;
    left[host] = sum;
  };
  for (let h = 0; h < hosts; h++) weigh(h);
  // Used hosts are looked at one by one; of unused ones with equal capacity only the first.
  const used: number[] = [];
  const fresh = firstOfEachKind(capacity, hosts);
  const hostOf = new Int32Array(items).fill(-1);
  let placed = 0;
  const fits = (host: number, item: number) => {
    for (let r = 0; r < needs.length; r++)
      if (needs[r]![item]! > free[r]![host]! + 1e-9) return false;
    return true;
  };
  for (const item of order) {
    let best = -1;
    for (const host of used) {
      if ((best < 0 || left[host]! < left[best]!) && fits(host, item)) best = host;
    }
    if (best < 0) {
      for (const kind of fresh) {
        const host = kind[0];
        if (host !== undefined && (best < 0 || left[host]! < left[best]!) && fits(host, item))
          best = host;
      }
    }
    if (best < 0) continue;
    if (untouched[best]) {
      untouched[best] = 0;
      used.push(best);
      fresh.find((kind) => kind[0] === best)!.shift();
    }
    for (let r = 0; r < needs.length; r++) free[r]![best]! -= needs[r]![item]!;
    weigh(best);
    hostOf[item] = best;
    placed++;
  }
  return { hostOf, placed, free };
}

/** Hosts grouped by equal capacity, each group in index order. */
function firstOfEachKind(capacity: readonly Float64Array[], hosts: number): number[][] {
  const kinds = new Map<string, number[]>();
  for (let h = 0; h < hosts; h++) {
    const key = capacity.map((room) => room[h]).join('/');
    const kind = kinds.get(key);
    if (kind) kind.push(h);
    else kinds.set(key, [h]);
  }
  return [...kinds.values()];
}
