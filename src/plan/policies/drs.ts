/** Population standard deviation of host loads: the imbalance DRS lowered before vSphere 7. */
import { num } from '../../elements.ts';

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

export interface DrsLimits {
  leastGain?: number;
  mostMoves?: number;
  /** A second resource no move may exceed: need of each machine, what each host has free now. */
  room?: { need: readonly number[]; free: readonly number[] };
}

/** Of large clusters only so many of the least loaded hosts are tried as targets. */
const MOST_TARGETS = 64;

function leastLoaded(loads: readonly number[]): number[] {
  const hosts = loads.map((_, host) => host);
  if (hosts.length <= MOST_TARGETS) return hosts;
  return hosts.sort((a, b) => num(loads, a) - num(loads, b) || a - b).slice(0, MOST_TARGETS);
}

/**
 * Greedy balancing: again and again the single move that lowers the imbalance most, until none lowers it
 * by more than `leastGain` or `mostMoves` are made. `demand[vm]` and `capacity[host]` in one unit;
 * `hostOf[vm]` is where each runs and is not changed; moves are returned in order.
 */
export function drsMoves(
  demand: readonly number[],
  capacity: readonly number[],
  hostOf: readonly number[],
  { leastGain = 0.001, mostMoves = 100, room }: DrsLimits = {},
): DrsMove[] {
  const place = [...hostOf];
  const load = capacity.map(() => 0);
  place.forEach((host, vm) => {
    load[host] = num(load, host) + num(demand, vm);
  });
  const free = room ? [...room.free] : [];
  const ratios = () => load.map((used, host) => used / num(capacity, host));
  const moves: DrsMove[] = [];
  while (moves.length < mostMoves) {
    const now = ratios();
    const before = imbalance(now);
    let best: DrsMove | undefined;
    const busiest = now.reduce((most, ratio, host) => (ratio > num(now, most) ? host : most), 0);
    const targets = leastLoaded(now);
    place.forEach((from, vm) => {
      if (from !== busiest) return;
      for (const to of targets) {
        if (to === from) continue;
        if (room && num(room.need, vm) > num(free, to)) continue;
        const then = [...now];
        then[from] = num(then, from) - num(demand, vm) / num(capacity, from);
        then[to] = num(then, to) + num(demand, vm) / num(capacity, to);
        const after = imbalance(then);
        if (after < (best?.after ?? before - leastGain)) best = { vm, from, to, before, after };
      }
    });
    if (!best) return moves;
    moves.push(best);
    load[best.from] = num(load, best.from) - num(demand, best.vm);
    load[best.to] = num(load, best.to) + num(demand, best.vm);
    place[best.vm] = best.to;
    if (room) {
      free[best.from] = num(free, best.from) + num(room.need, best.vm);
      free[best.to] = num(free, best.to) - num(room.need, best.vm);
    }
  }
  return moves;
}
