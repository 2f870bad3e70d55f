import { cellAt, f64, i32, nth, num } from '../../elements.ts';
import { fittingShapes, placeableUnits } from './bounds.ts';
import { needShapes } from './need-shapes.ts';
import type { Placement } from './placement.ts';
import { type Problem, Rooms, TOLERANCE } from './problem.ts';

/** Looks at a unit's shape this dear are refused: the answer then does without. */
const MOST_LOOKS = 50_000_000;

/** How far the length of a unit counts beside its direction: 1 = direction alone, 0 = dot-product. */
const LENGTH_COUNTS = 0.75;

/**
 * Fills one host after the other, largest first, each time with the unit that points most along what is free:
 * (unit . free) / |unit|^0.75 in shares of the host. Direction keeps resources that run short together in step,
 * and of units in one direction the larger goes first. Undefined where too large.
 */
export function fillHosts(problem: Problem): Placement | undefined {
  const { needs, capacity } = problem;
  const units = needs[0]?.length ?? 0;
  const hosts = capacity[0]?.length ?? 0;
  const groups = alike(problem);
  if (groups.length * units > MOST_LOOKS) return undefined;
  const totals = capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);
  const size = (host: number) =>
    capacity.reduce((sum, room, r) => sum + f64(room, host) / num(totals, r), 0);
  const sizes = Float64Array.from({ length: hosts }, (_, host) => size(host));
  const order = [...sizes.keys()].sort((a, b) => f64(sizes, b) - f64(sizes, a) || a - b);
  const rooms = new Rooms(problem);
  const hostOf = new Int32Array(units).fill(-1);
  const look = new Look(problem, rooms);
  let placed = 0;
  for (const host of order) {
    // What does not fit this host now will not later: it is looked at again for the next one.
    const open = groups.filter((group) => group.next < group.units.length);
    if (open.length === 0) break;
    look.at(host, open);
    for (;;) {
      const group = look.best(open);
      if (!group) break;
      const unit = i32(group.units, group.next++);
      rooms.put(unit, host);
      hostOf[unit] = host;
      placed++;
    }
  }
  return { hostOf, placed, free: rooms.free };
}

/** Looks for the group whose units point most along what is free of one host. */
class Look {
  private readonly problem: Problem;
  private readonly rooms: Rooms;
  private readonly ruled: boolean;
  private host = 0;
  private readonly all: Float64Array;
  /** What is left, and as a share of the host. */
  private readonly left: Float64Array;
  private readonly share: Float64Array;
  /** Of each group, by its place in the list: needs, needs as shares of the host, and length to its power. */
  private needs = new Float64Array(0);
  private shares = new Float64Array(0);
  private lengths = new Float64Array(0);
  /** Places of the groups that may still fit. */
  private places = new Int32Array(0);
  private open = 0;

  constructor(problem: Problem, rooms: Rooms) {
    const { capacity, apart, allowed, numa } = problem;
    this.problem = problem;
    this.rooms = rooms;
    this.ruled = Boolean(apart?.length || allowed?.size || numa);
    this.all = new Float64Array(capacity.length);
    this.left = new Float64Array(capacity.length);
    this.share = new Float64Array(capacity.length);
  }

  /** Turns to a host: units of a group are alike, and what they take of it does not change while it fills. */
  at(host: number, groups: readonly Group[]): void {
    const { needs, capacity } = this.problem;
    const rows = needs.length;
    this.host = host;
    if (this.lengths.length < groups.length) {
      this.needs = new Float64Array(groups.length * rows);
      this.shares = new Float64Array(groups.length * rows);
      this.lengths = new Float64Array(groups.length);
      this.places = new Int32Array(groups.length);
    }
    for (let r = 0; r < rows; r++) this.all[r] = cellAt(capacity, r, host) || 1;
    groups.forEach((group, g) => {
      const unit = i32(group.units, group.next);
      let length = 0;
      for (let r = 0; r < rows; r++) {
        const need = cellAt(needs, r, unit);
        const share = need / f64(this.all, r);
        this.needs[g * rows + r] = need;
        this.shares[g * rows + r] = share;
        length += share * share;
      }
      this.lengths[g] = length > 0 ? length ** (LENGTH_COUNTS / 2) : 0;
    });
    for (let g = 0; g < groups.length; g++) this.places[g] = g;
    this.open = groups.length;
  }

  /** The group to take from; undefined where none fits. */
  best(groups: readonly Group[]): Group | undefined {
    const rows = this.all.length;
    for (let r = 0; r < rows; r++) {
      this.left[r] = cellAt(this.rooms.free, r, this.host);
      this.share[r] = f64(this.left, r) / f64(this.all, r);
    }
    let best: Group | undefined;
    let most = Number.NEGATIVE_INFINITY;
    let kept = 0;
    for (let i = 0; i < this.open; i++) {
      const g = i32(this.places, i);
      const group = nth(groups, g);
      if (group.next === group.units.length || this.refused(group, g)) continue;
      this.places[kept++] = g;
      const mine = this.merit(g);
      if (mine <= most) continue;
      best = group;
      most = mine;
    }
    this.open = kept;
    return best;
  }

  private refused({ units, next }: Group, g: number): boolean {
    if (this.ruled) return this.rooms.refusal(i32(units, next), this.host) !== undefined;
    const rows = this.all.length;
    for (let r = 0; r < rows; r++) {
      const need = f64(this.needs, g * rows + r);
      if (need > 0 && need > f64(this.left, r) + TOLERANCE) return true;
    }
    return false;
  }

  private merit(g: number): number {
    const length = f64(this.lengths, g);
    if (length === 0) return 0;
    const rows = this.all.length;
    let product = 0;
    for (let r = 0; r < rows; r++) product += f64(this.shares, g * rows + r) * f64(this.share, r);
    return product / length;
  }
}

/** Units no rule tells apart, in rising order, and the place of the next to go. */
interface Group {
  units: Int32Array;
  next: number;
}

/** Units that fit some host in lists of those no rule tells apart; one of a group kept apart is alone. */
function alike(problem: Problem): Group[] {
  const { needs, apart, allowed, numa } = problem;
  if (!apart?.length && !allowed?.size && !numa) return alikeByNeeds(problem);
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
  const { of } = needShapes(needs);
  for (const unit of placeableUnits(problem).reverse()) {
    const marks = [alone.has(unit) ? unit : -1, listOf(unit)];
    if (numa) marks.push(f64(numa.vcpus, unit), f64(numa.memory, unit));
    const key = [...marks, of[unit]].join('/');
    const list = groups.get(key);
    if (list) list.push(unit);
    else groups.set(key, [unit]);
  }
  return [...groups.values()].map((list) => ({ units: Int32Array.from(list).reverse(), next: 0 }));
}

/** The same without rules: shape by shape, in the order in which the last of each comes, from the end. */
function alikeByNeeds(problem: Problem): Group[] {
  const { units } = needShapes(problem.needs);
  const lastOf = (list: Int32Array) => i32(list, list.length - 1);
  return fittingShapes(problem)
    .map((shape) => nth(units, shape))
    .sort((a, b) => lastOf(b) - lastOf(a))
    .map((list) => ({ units: list, next: 0 }));
}
