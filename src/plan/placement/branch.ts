import { cellAt, f64, i32, lastOf, nth, num } from '../../elements.ts';
import { hostKinds } from './kinds.ts';
import { orderOf, totalsOf } from './order.ts';
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

export const better = (a: Omit<Attempt, 'algorithm'>, b: Omit<Attempt, 'algorithm'>) =>
  a.unplaced < b.unplaced || (a.unplaced === b.unplaced && a.hosts < b.hosts);

/**
 * Depth first, largest unit first, fullest host first. Of empty hosts of a kind only the first is tried, and
 * of two alike units the later never goes before the earlier: the lexicographically least of all equal
 * packings is always kept. A branch ends when even its bound is no better than the best packing known.
 */
export class Branches {
  private readonly result: Search;
  /** Units that fit no host. */
  private readonly impossible: number;
  private readonly budget: number;
  private readonly totals: readonly number[];
  private readonly order: readonly number[];
  private readonly rest: ReturnType<typeof remainders>;
  private readonly alike: readonly boolean[];
  /** Room of the largest host, per resource. */
  private readonly largest: readonly number[];
  private readonly rooms: Rooms;
  private readonly kinds: readonly (readonly number[])[];
  /** Kind of each host, and empty hosts of each kind: the last ones, because the first empty one is always taken. */
  private readonly kindOf: Int32Array;
  private readonly empty: Int32Array;
  /** Hosts with units, in the order they were opened: a search never looks at the others one by one. */
  private readonly opened: number[] = [];
  private readonly hostOf: Int32Array;
  /** Every branch was seen. Nodes inside hosts are taken greedily, so a whole search proves nothing where there is NUMA. */
  private whole: boolean;

  /** `result` is the best packing known; at most `budget` nodes are looked at. */
  constructor(problem: Problem, result: Search, impossible: number, budget: number) {
    const { needs, capacity, numa } = problem;
    this.result = result;
    this.impossible = impossible;
    this.budget = budget;
    this.totals = totalsOf(capacity);
    this.order = orderOf(needs, this.totals, 'largest');
    this.rest = remainders(problem, this.order);
    this.alike = sameAsBefore(problem, this.order);
    this.largest = capacity.map((room) => room.reduce((most, value) => Math.max(most, value), 0));
    this.rooms = new Rooms(problem);
    this.kinds = hostKinds(problem);
    this.hostOf = new Int32Array(this.order.length).fill(-1);
    this.kindOf = new Int32Array(capacity[0]?.length ?? 0);
    this.kinds.forEach((kind, k) => {
      for (const host of kind) this.kindOf[host] = k;
    });
    this.empty = Int32Array.from(this.kinds, (kind) => kind.length);
    this.whole = !numa;
  }

  /** Betters the result as far as it can. */
  search(): void {
    this.descend(0, 0, 0);
    this.result.proved ||= this.whole;
  }

  /** Hosts and units without place that any completion has at least. */
  private outlook(depth: number, used: number, unplaced: number) {
    const { rooms, rest, kinds } = this;
    let [more, dropped] = [0, 0];
    for (let r = 0; r < this.totals.length; r++) {
      const least = cellAt(rest.least, r, depth);
      let open = 0;
      for (const host of this.opened) {
        const room = cellAt(rooms.free, r, host);
        if (room + 1e-9 >= least) open += room;
      }
      let all = open;
      for (let k = 0; k < kinds.length; k++) {
        const room = cellAt(rooms.free, r, lastOf(nth(kinds, k)));
        if (room + 1e-9 >= least) all += i32(this.empty, k) * room;
      }
      const need = cellAt(rest.sum, r, depth);
      if (need > open)
        more = Math.max(more, Math.ceil((need - open) / num(this.largest, r) - 1e-9));
      if (need > all + 1e-6)
        dropped = Math.max(dropped, Math.ceil((need - all) / cellAt(rest.most, r, depth) - 1e-9));
    }
    // Where units are dropped they need no host: only their number is certain.
    return { hosts: dropped > 0 ? used : used + more, unplaced: unplaced + dropped };
  }

  private descend(depth: number, used: number, unplaced: number): void {
    const { result, rooms, hostOf } = this;
    if (result.proved || result.nodes >= this.budget) {
      this.whole = false;
      return;
    }
    result.nodes++;
    if (depth === this.order.length) {
      this.keep(used, unplaced);
      return;
    }
    if (!better(this.outlook(depth, used, unplaced), result)) return;
    const unit = num(this.order, depth);
    for (const host of this.candidates(depth)) {
      if (rooms.refusal(unit, host) !== undefined) continue;
      const opens = rooms.count[host] === 0 ? 1 : 0;
      if (opens) this.open(host);
      rooms.put(unit, host);
      hostOf[unit] = host;
      this.descend(depth + 1, used + opens, unplaced);
      rooms.take(unit, host);
      hostOf[unit] = -1;
      if (opens) this.close(host);
    }
    this.descend(depth + 1, used, unplaced + 1);
  }

  private open(host: number): void {
    const kind = i32(this.kindOf, host);
    this.empty[kind] = i32(this.empty, kind) - 1;
    this.opened.push(host);
  }

  /** The host that was opened last is empty again. */
  private close(host: number): void {
    const kind = i32(this.kindOf, host);
    this.empty[kind] = i32(this.empty, kind) + 1;
    this.opened.pop();
  }

  /** A packing of all units, kept where it is the best yet. */
  private keep(used: number, unplaced: number): void {
    const { result, hostOf, impossible } = this;
    if (!better({ hosts: used, unplaced }, result)) return;
    Object.assign(result, { hosts: used, unplaced, hostOf: Int32Array.from(hostOf) });
    result.proved = unplaced === impossible && used === result.bound;
  }

  /** Hosts worth trying for the unit at a depth. */
  private candidates(depth: number): number[] {
    const from = this.alike[depth] ? i32(this.hostOf, num(this.order, depth - 1)) : 0;
    if (from < 0) return [];
    const candidates = this.opened
      .filter((host) => host >= from)
      .map((host) => ({ host, share: this.share(host) }))
      .sort((a, b) => a.share - b.share || a.host - b.host)
      .map(({ host }) => host);
    this.kinds.forEach((kind, k) => {
      const first = kind[kind.length - i32(this.empty, k)];
      if (first !== undefined && first >= from) candidates.push(first);
    });
    return candidates;
  }

  /** Room a host has left, in shares of all capacity. */
  private share(host: number): number {
    let sum = 0;
    for (let r = 0; r < this.totals.length; r++)
      sum += cellAt(this.rooms.free, r, host) / num(this.totals, r);
    return sum;
  }
}

/** Sum, least and largest need of the units from each depth on. */
function remainders({ needs }: Problem, order: readonly number[]) {
  const perResource = needs.map((need) => {
    const size = order.length + 1;
    const [sum, least, most] = [
      new Float64Array(size),
      new Float64Array(size).fill(Number.POSITIVE_INFINITY),
      new Float64Array(size),
    ];
    for (let depth = order.length - 1; depth >= 0; depth--) {
      const mine = f64(need, num(order, depth));
      sum[depth] = f64(sum, depth + 1) + mine;
      least[depth] = Math.min(f64(least, depth + 1), mine);
      most[depth] = Math.max(f64(most, depth + 1), mine);
    }
    return { sum, least, most };
  });
  return {
    sum: perResource.map(({ sum }) => sum),
    least: perResource.map(({ least }) => least),
    most: perResource.map(({ most }) => most),
  };
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
