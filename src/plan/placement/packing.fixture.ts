/**
 * Order, filling and placeable units as they are defined: unit by unit, nothing remembered. What is shipped counts shapes
 * and has to give the same, unit for unit.
 */
import { addF64, cellAt, f64, num, present } from '../../elements.ts';
import type { Needs } from './needs.ts';
import type { Turn } from './order.ts';
import type { Placement } from './placement.ts';
import { type Problem, Rooms, TOLERANCE } from './problem.ts';

/** Sum of the shares of all capacity each unit takes. */
export function plainSizes(needs: Needs, totals: readonly number[]): Float64Array {
  const size = new Float64Array(needs[0]?.length ?? 0);
  totals.forEach((total, r) => {
    for (let i = 0; i < size.length; i++) addF64(size, i, cellAt(needs, r, i) / total);
  });
  return size;
}

/** Units in the order they are placed. */
export function plainOrder(needs: Needs, totals: readonly number[], turn: Turn): number[] {
  const items = needs[0]?.length ?? 0;
  const order = Array.from({ length: items }, (_, i) => i);
  if (turn === 'given') return order;
  const size = plainSizes(needs, totals);
  // Many machines are of one size: sizes are sorted, not machines.
  const bySize = new Map<number, number[]>();
  size.forEach((value, item) => {
    const list = bySize.get(value);
    if (list) list.push(item);
    else bySize.set(value, [item]);
  });
  const lists = [...bySize].sort(([a], [b]) => (turn === 'largest' ? b - a : a - b));
  return lists.flatMap(([, items]) => items);
}
/** Units that fit at least one host of a problem when it is empty. */
export function plainPlaceable({ needs, capacity, allowed }: Problem): number[] {
  const units = needs[0]?.length ?? 0;
  const hosts = capacity[0]?.length ?? 0;
  const fits = (unit: number) => {
    const may = allowed?.get(unit);
    for (let h = 0; h < hosts; h++) {
      if (may && may[h] === 0) continue;
      if (needs.every((need, r) => f64(need, unit) <= cellAt(capacity, r, h) + TOLERANCE))
        return true;
    }
    return false;
  };
  const known = new Map<string, boolean>();
  return Array.from({ length: units }, (_, unit) => unit).filter((unit) => {
    if (allowed?.has(unit)) return fits(unit);
    const key = needs.map((need) => need[unit]).join('/');
    const answer = known.get(key) ?? fits(unit);
    known.set(key, answer);
    return answer;
  });
}

/** How far the length of a unit counts beside its direction: 1 = direction alone, 0 = dot-product. */
const LENGTH_COUNTS = 0.75;

/**
 * Fills one host after the other, largest first, each time with the unit that points most along what is free:
 * (unit . free) / |unit|^0.75 in shares of the host. Direction keeps resources that run short together in step,
 * and of units in one direction the larger goes first. Undefined where too large.
 */
export function plainFill(problem: Problem): Placement {
  const { needs, capacity } = problem;
  const units = needs[0]?.length ?? 0;
  const hosts = capacity[0]?.length ?? 0;
  const groups = alike(problem);
  const totals = capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);
  const size = (host: number) =>
    capacity.reduce((sum, room, r) => sum + f64(room, host) / num(totals, r), 0);
  const sizes = Float64Array.from({ length: hosts }, (_, host) => size(host));
  const order = [...sizes.keys()].sort((a, b) => f64(sizes, b) - f64(sizes, a) || a - b);
  const rooms = new Rooms(problem);
  const hostOf = new Int32Array(units).fill(-1);
  let placed = 0;
  const merit = (unit: number, host: number) => {
    let [product, length] = [0, 0];
    for (let r = 0; r < needs.length; r++) {
      const all = cellAt(capacity, r, host) || 1;
      const share = cellAt(needs, r, unit) / all;
      product += share * (cellAt(rooms.free, r, host) / all);
      length += share * share;
    }
    return length > 0 ? product / length ** (LENGTH_COUNTS / 2) : 0;
  };
  for (const host of order) {
    // What does not fit this host now will not later: it is looked at again for the next one.
    let open = groups.filter((group) => group.length > 0);
    if (open.length === 0) break;
    for (;;) {
      let best: number[] | undefined;
      let most = Number.NEGATIVE_INFINITY;
      open = open.filter((group) => {
        const unit = group.at(-1);
        if (unit === undefined || rooms.refusal(unit, host) !== undefined) return false;
        const mine = merit(unit, host);
        if (mine > most) [best, most] = [group, mine];
        return true;
      });
      if (!best) break;
      const unit = present(best.pop());
      rooms.put(unit, host);
      hostOf[unit] = host;
      placed++;
    }
  }
  return { hostOf, placed, free: rooms.free };
}

/** Units that fit some host in lists of those no rule tells apart; one of a group kept apart is alone. */
function alike(problem: Problem): number[][] {
  const { needs, apart, allowed, numa } = problem;
  const alone = new Set((apart ?? []).flat());
  const lists = new Map<Uint8Array, number>();
  const listOf = (unit: number) => {
    const hosts = allowed?.get(unit);
    if (!hosts) return -1;
    const known = lists.get(hosts) ?? lists.size;
    lists.set(hosts, known);
    return known;
  };
  const groups = new Map<string, number[]>();
  for (const unit of plainPlaceable(problem).reverse()) {
    const marks = [alone.has(unit) ? unit : -1, listOf(unit)];
    if (numa) marks.push(f64(numa.vcpus, unit), f64(numa.memory, unit));
    const key = [...marks, ...needs.map((need) => need[unit])].join('/');
    const list = groups.get(key);
    if (list) list.push(unit);
    else groups.set(key, [unit]);
  }
  return [...groups.values()];
}

/** Best fit one unit at a time: the host with least room left that takes it, an empty one only where no used one does. */
export function plainBestFit(problem: Problem, turn: Turn): Int32Array {
  const { needs, capacity } = problem;
  const totals = capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);
  const rooms = new Rooms(problem);
  const hosts = capacity[0]?.length ?? 0;
  const hostOf = new Int32Array(needs[0]?.length ?? 0).fill(-1);
  /** When each host in use was first used: those with equal room keep that order. */
  const since = new Map<number, number>();
  const left = (host: number) => {
    let sum = 0;
    for (let r = 0; r < capacity.length; r++)
      sum += Math.max(0, cellAt(rooms.free, r, host)) / num(totals, r);
    return sum;
  };
  for (const item of plainOrder(needs, totals, turn)) {
    const taking = Array.from({ length: hosts }, (_, host) => host).filter((host) =>
      needs.every((_, r) => cellAt(needs, r, item) <= cellAt(rooms.free, r, host) + TOLERANCE),
    );
    const byRoom = (list: readonly number[]) =>
      [...list].sort((a, b) => left(a) - left(b) || (since.get(a) ?? a) - (since.get(b) ?? b))[0];
    const host =
      byRoom(taking.filter((one) => since.has(one))) ??
      byRoom(taking.filter((one) => !since.has(one)));
    if (host === undefined) continue;
    if (!since.has(host)) since.set(host, since.size);
    rooms.put(item, host);
    hostOf[item] = host;
  }
  return hostOf;
}
