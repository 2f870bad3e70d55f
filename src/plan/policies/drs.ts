/** Population standard deviation of host loads: the imbalance DRS lowered before vSphere 7. */
import { nth, num } from '../../elements.ts';

export function imbalance(loads: readonly number[]): number {
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
  return Math.sqrt(loads.reduce((sum, load) => sum + (load - mean) ** 2, 0) / loads.length);
}

export interface DrsMove {
  vm: number;
  from: number;
  to: number;
  before: number;
  after: number;
}

/** What else than CPU decides where a machine may go: memory, rules. */
export interface DrsRoom {
  fits(vm: number, to: number): boolean;
  /** Told of each move, so that what fits next is known. */
  moved(vm: number, from: number, to: number): void;
}

export interface DrsLimits {
  leastGain?: number;
  mostMoves?: number;
  room?: DrsRoom;
}

/** Of large clusters only so many of the least loaded hosts are tried as targets. */
const MOST_TARGETS = 64;

function leastLoaded(loads: readonly number[]): number[] {
  const hosts = loads.map((_, host) => host);
  if (hosts.length <= MOST_TARGETS) return hosts;
  return hosts.sort((a, b) => num(loads, a) - num(loads, b) || a - b).slice(0, MOST_TARGETS);
}

/** Loads of hosts while machines move: the imbalance after one more move takes no sum over all hosts. */
class Loads {
  readonly ratio: number[];
  private readonly demand: readonly number[];
  private readonly capacity: readonly number[];

  constructor(demand: readonly number[], capacity: readonly number[], hostOf: readonly number[]) {
    [this.demand, this.capacity] = [demand, capacity];
    this.ratio = capacity.map(() => 0);
    hostOf.forEach((host, vm) => {
      this.ratio[host] = num(this.ratio, host) + num(demand, vm) / num(capacity, host);
    });
  }

  /** Change of the sum of squared distances from the mean, and what a machine adds at either end. */
  private change(vm: number, from: number, to: number) {
    const off = num(this.demand, vm) / num(this.capacity, from);
    const on = num(this.demand, vm) / num(this.capacity, to);
    return { off, on };
  }

  /** Variance after a move, by sums over all hosts taken once. */
  variance(sums: { sum: number; squares: number }, vm: number, from: number, to: number): number {
    const { off, on } = this.change(vm, from, to);
    const [a, b] = [num(this.ratio, from), num(this.ratio, to)];
    const sum = sums.sum - off + on;
    const squares = sums.squares - a * a - b * b + (a - off) ** 2 + (b + on) ** 2;
    return squares / this.ratio.length - (sum / this.ratio.length) ** 2;
  }

  sums(): { sum: number; squares: number } {
    return {
      sum: this.ratio.reduce((all, ratio) => all + ratio, 0),
      squares: this.ratio.reduce((all, ratio) => all + ratio * ratio, 0),
    };
  }

  move(vm: number, from: number, to: number): void {
    const { off, on } = this.change(vm, from, to);
    this.ratio[from] = num(this.ratio, from) - off;
    this.ratio[to] = num(this.ratio, to) + on;
  }
}

/** The move off `from` after which the variance is least, where it is below `limit`. */
function bestMove(
  loads: Loads,
  machines: ReadonlySet<number>,
  from: number,
  limit: number,
  room: DrsRoom | undefined,
): { vm: number; to: number } | undefined {
  const sums = loads.sums();
  const targets = leastLoaded(loads.ratio);
  let best: { vm: number; to: number } | undefined;
  let least = limit;
  for (const vm of machines) {
    for (const to of targets) {
      if (to === from) continue;
      const after = loads.variance(sums, vm, from, to);
      if (after < least && (!room || room.fits(vm, to))) {
        least = after;
        best = { vm, to };
      }
    }
  }
  return best;
}

/**
 * Greedy balancing: again and again the single move off the busiest host that lowers the imbalance most, until none
 * lowers it by more than `leastGain` or `mostMoves` are made. `demand[vm]` and `capacity[host]` in one unit;
 * `hostOf[vm]` is where each runs and is not changed; moves are returned in order.
 */
export function drsMoves(
  demand: readonly number[],
  capacity: readonly number[],
  hostOf: readonly number[],
  { leastGain = 0.001, mostMoves = 100, room }: DrsLimits = {},
): DrsMove[] {
  const loads = new Loads(demand, capacity, hostOf);
  const on = capacity.map(() => new Set<number>());
  hostOf.forEach((host, vm) => {
    nth(on, host).add(vm);
  });
  const moves: DrsMove[] = [];
  while (moves.length < mostMoves) {
    const before = imbalance(loads.ratio);
    const limit = before > leastGain ? (before - leastGain) ** 2 : 0;
    const from = loads.ratio.reduce(
      (most, ratio, host) => (ratio > num(loads.ratio, most) ? host : most),
      0,
    );
    const found = bestMove(loads, nth(on, from), from, limit, room);
    if (!found) return moves;
    const { vm, to } = found;
    loads.move(vm, from, to);
    nth(on, from).delete(vm);
    nth(on, to).add(vm);
    room?.moved(vm, from, to);
    moves.push({ vm, from, to, before, after: imbalance(loads.ratio) });
  }
  return moves;
}
