import { anyNum, cellAt, f64, i32, nth, num } from '../../elements.ts';
import { orderOf } from './order.ts';
import { type Problem, Rooms } from './problem.ts';
import { RoomOrder } from './room-order.ts';

/**
 * Machines on hosts as they run, for moving a few at a time: failures, maintenance. A host may carry more than
 * the plan allows; it then takes nothing more.
 */
export class Board {
  readonly hostOf: Int32Array;
  private readonly rooms: Rooms;
  private readonly order: RoomOrder;
  private readonly totals: number[];
  private readonly turns: Record<'largest' | 'smallest', Int32Array>;
  private readonly on: Set<number>[];
  private readonly problem: Problem;

  constructor(problem: Problem, hostOf: ArrayLike<number>) {
    this.problem = problem;
    const hosts = problem.capacity[0]?.length ?? 0;
    this.totals = problem.capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);
    this.rooms = new Rooms(problem);
    this.order = new RoomOrder(hosts);
    this.hostOf = new Int32Array(hostOf.length).fill(-1);
    this.on = Array.from({ length: hosts }, () => new Set<number>());
    for (let host = 0; host < hosts; host++) this.order.insert(host, this.left(host));
    for (let unit = 0; unit < hostOf.length; unit++)
      if (anyNum(hostOf, unit) >= 0) this.put(unit, anyNum(hostOf, unit));
    const ranks = (turn: 'largest' | 'smallest') => {
      const rank = new Int32Array(hostOf.length);
      orderOf(problem.needs, this.totals, turn).forEach((unit, i) => {
        rank[unit] = i;
      });
      return rank;
    };
    this.turns = { largest: ranks('largest'), smallest: ranks('smallest') };
  }

  /** Units on a host. */
  units(host: number): number[] {
    return [...nth(this.on, host)];
  }

  put(unit: number, host: number): void {
    this.rooms.put(unit, host);
    this.hostOf[unit] = host;
    nth(this.on, host).add(unit);
    this.order.change(host, this.left(host));
  }

  take(unit: number): void {
    const host = i32(this.hostOf, unit);
    this.rooms.take(unit, host);
    this.hostOf[unit] = -1;
    nth(this.on, host).delete(unit);
    this.order.change(host, this.left(host));
  }

  /**
   * Moves units off closed hosts to where the least room is left, largest first; if some find no place, smallest
   * first, keeping what places more. Returns how many are placed; the others are on no host then.
   */
  evacuate(units: readonly number[], closed: ReadonlySet<number>): number {
    for (const unit of units) this.take(unit);
    const placed = this.fill(units, closed, 'largest');
    if (placed === units.length) return placed;
    this.clear(units);
    const other = this.fill(units, closed, 'smallest');
    if (other >= placed) return other;
    this.clear(units);
    return this.fill(units, closed, 'largest');
  }

  private clear(units: readonly number[]): void {
    for (const unit of units) if (i32(this.hostOf, unit) >= 0) this.take(unit);
  }

  private fill(
    units: readonly number[],
    closed: ReadonlySet<number>,
    turn: 'largest' | 'smallest',
  ): number {
    const rank = this.turns[turn];
    let placed = 0;
    for (const unit of [...units].sort((a, b) => i32(rank, a) - i32(rank, b))) {
      const host = this.tightest(unit, closed);
      if (host < 0) continue;
      this.put(unit, host);
      placed++;
    }
    return placed;
  }

  /** The host with least room that takes the unit, one of those it should use first. */
  private tightest(unit: number, closed: ReadonlySet<number>): number {
    const wanted = this.problem.preferred?.get(unit);
    let second = -1;
    for (let i = this.order.from(this.size(unit)); i < this.order.length; i++) {
      const host = this.order.at(i);
      if (closed.has(host) || this.rooms.refusal(unit, host) !== undefined) continue;
      if (!wanted || wanted[host] === 1) return host;
      if (second < 0) second = host;
    }
    return second;
  }

  private size(unit: number): number {
    let sum = 0;
    this.problem.needs.forEach((need, r) => {
      sum += f64(need, unit) / num(this.totals, r);
    });
    return sum;
  }

  /** Room left over all capacity, what is overdrawn counting as none. */
  private left(host: number): number {
    let sum = 0;
    for (let r = 0; r < this.totals.length; r++)
      sum += Math.max(0, cellAt(this.rooms.free, r, host)) / num(this.totals, r);
    return sum;
  }
}
