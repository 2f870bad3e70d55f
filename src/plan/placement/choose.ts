import { cellAt, f64, i32, num } from '../../elements.ts';
import { hostKinds, type Shapes, shapesOf } from './kinds.ts';
import { needShapes } from './need-shapes.ts';
import type { Needs } from './needs.ts';
import { sizesOf, totalsOf } from './order.ts';
import { type Problem, Rooms, TOLERANCE } from './problem.ts';
import { RoomOrder } from './room-order.ts';

export type Fit = 'first' | 'best' | 'dot-product';

/** Which host a unit goes to while units only come: looks at few hosts where it can. */
export class HostChooser {
  readonly rooms: Rooms;
  private readonly fit: Fit;
  private readonly needs: Needs;
  private readonly totals: Float64Array;
  /** What a unit takes of each resource, as a share of all capacity. */
  private readonly shares: readonly Float64Array[];
  /** Sum of shares a unit takes, and a host has left. */
  private readonly size: Float64Array;
  private readonly left: Float64Array;
  /** Smallest need of any unit, per resource. */
  private readonly least: readonly number[];
  /** Under rules a host that refused a unit may take its like. */
  private readonly ruled: boolean;
  private readonly shapes: Shapes | undefined;
  /** Hosts in use that may have room: by the room left for best fit, else in the order they came. */
  private readonly byRoom: RoomOrder;
  private readonly used: number[] = [];
  /** Empty hosts no unit can tell apart; those before `next` are in use. */
  private kinds: { hosts: readonly number[]; next: number }[] = [];

  constructor(problem: Problem, fit: Fit) {
    const { needs, capacity, apart, allowed, numa } = problem;
    const hosts = capacity[0]?.length ?? 0;
    this.rooms = new Rooms(problem);
    this.fit = fit;
    this.needs = needs;
    this.totals = Float64Array.from(totalsOf(capacity));
    this.shares =
      fit === 'dot-product'
        ? needs.map((need, r) => need.map((value) => value / f64(this.totals, r)))
        : [];
    this.size = sizesOf(needs, totalsOf(capacity));
    this.left = new Float64Array(hosts);
    const { first } = needShapes(needs);
    this.least = needs.map((need) =>
      first.reduce((least, unit) => Math.min(least, f64(need, unit)), Number.POSITIVE_INFINITY),
    );
    this.ruled = Boolean(apart?.length || allowed?.size || numa);
    this.shapes = this.ruled ? undefined : shapesOf(needs, hosts);
    this.byRoom = new RoomOrder(fit === 'best' ? hosts : 0);
    this.kinds = hostKinds(problem).map((list) => ({ hosts: list, next: 0 }));
  }

  /** Opens all hosts but those closed (1), as full as they are now. */
  open(closed: Uint8Array | undefined): void {
    const { count } = this.rooms;
    const isOpen = (host: number) => closed?.[host] !== 1;
    this.kinds = this.kinds.map(({ hosts }) => ({
      hosts: hosts.filter((host) => count[host] === 0 && isOpen(host)),
      next: 0,
    }));
    count.forEach((units, host) => {
      this.weigh(host);
      if (units > 0 && isOpen(host) && !this.isDone(host)) this.enter(host);
    });
  }

  /** The host for a unit, among those wanted (1) where a list is given; -1 for none. */
  choose(item: number, wanted: Uint8Array | undefined): number {
    const { byRoom, used, shapes } = this;
    const row = shapes ? i32(shapes.of, item) * this.left.length : -1;
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    const look = (host: number) => {
      if (wanted && wanted[host] === 0) return;
      if (shapes && shapes.refused[row + host] === 1) return;
      const mine = this.cost(item, host);
      if (mine >= lowest) return;
      if (this.fits(item, host)) {
        best = host;
        lowest = mine;
      } else if (shapes) shapes.refused[row + host] = 1;
    };
    for (let i = 0; i < used.length; i++) look(num(used, i));
    const size = f64(this.size, item);
    for (let i = byRoom.from(size); i < byRoom.length && best < 0; i++) look(byRoom.at(i));
    if (best >= 0 && this.fit !== 'first') return best;
    for (const { hosts, next } of this.kinds) {
      const host = hosts[next];
      if (host !== undefined) look(host);
    }
    return best;
  }

  /** Whether units alike can be put on one host in a run: best fit without rules would choose it again and again. */
  get inRuns(): boolean {
    return this.fit === 'best' && this.shapes !== undefined;
  }

  /**
   * Whether the host that just took the like of a unit would be chosen for it: every host with less room refused that
   * like before, and this one has less room than when it was chosen.
   */
  takesAlso(item: number, like: number, host: number): boolean {
    const of = this.shapes?.of;
    return (
      of !== undefined &&
      of[item] === of[like] &&
      f64(this.left, host) >= this.byRoom.least(f64(this.size, item)) &&
      !this.isDone(host) &&
      this.fits(item, host)
    );
  }

  /** Begins to put units on the host chosen for the first of them; says whether it was empty. */
  begin(host: number): boolean {
    const empty = this.rooms.count[host] === 0;
    if (empty) {
      const kind = this.kinds.find(({ hosts, next }) => hosts[next] === host);
      if (kind) kind.next++;
    }
    return empty;
  }

  put(item: number, host: number): void {
    this.rooms.put(item, host);
    this.weigh(host);
  }

  /** All are put: the host goes to its place among the others. */
  end(host: number, wasEmpty: boolean): void {
    if (this.isDone(host)) {
      if (!wasEmpty) this.leave(host);
    } else if (wasEmpty) this.enter(host);
    else if (this.fit === 'best') this.byRoom.change(host, f64(this.left, host));
  }

  private weigh(host: number): void {
    const { free } = this.rooms;
    let sum = 0;
    for (let r = 0; r < free.length; r++)
      sum += Math.max(0, cellAt(free, r, host)) / f64(this.totals, r);
    this.left[host] = sum;
  }

  /** A host with less left than the smallest need of any unit is done and not looked at again. */
  private isDone(host: number): boolean {
    const { free } = this.rooms;
    return this.least.some((need, r) => need > 0 && need > cellAt(free, r, host) + TOLERANCE);
  }

  private enter(host: number): void {
    if (this.fit === 'best') this.byRoom.insert(host, f64(this.left, host));
    else this.used.push(host);
  }

  private leave(host: number): void {
    if (this.fit === 'best') this.byRoom.remove(host);
    else this.used.splice(this.used.indexOf(host), 1);
  }

  private fits(item: number, host: number): boolean {
    if (this.ruled) return this.rooms.refusal(item, host) === undefined;
    const { free } = this.rooms;
    for (let r = 0; r < free.length; r++)
      if (cellAt(this.needs, r, item) > cellAt(free, r, host) + TOLERANCE) return false;
    return true;
  }

  /** Lower is better; only compared among hosts of one choice. */
  private cost(item: number, host: number): number {
    if (this.fit === 'first') return host;
    if (this.fit === 'best') return f64(this.left, host);
    const { free } = this.rooms;
    const { shares, totals } = this;
    let product = 0;
    for (let r = 0; r < free.length; r++)
      product -= (cellAt(free, r, host) / f64(totals, r)) * cellAt(shares, r, item);
    return product;
  }
}
