import { cellAt, nth, num } from '../../elements.ts';
import type { ClusterProblem } from './cluster.ts';
import { fillHosts } from './fill.ts';
import { hostKinds } from './kinds.ts';
import { placeBy, placeProblem } from './place.ts';
import type { Placement } from './placement.ts';
import type { Problem } from './problem.ts';

/** Past so many units of placement the first packing that places all decides, and no smaller cluster is tried. */
const MOST_UNITS = 20_000;
/** Units packed in smaller clusters, over all of them. */
const MOST_PACKED = 40_000;

/** How many machines of average size the free room of each host takes, host by host. */
export function averagesIn(free: readonly Float64Array[], average: readonly number[]): number {
  let room = 0;
  for (let h = 0; h < (free[0]?.length ?? 0); h++) {
    const most = average.reduce(
      (least, need, r) =>
        need > 0 ? Math.min(least, Math.max(0, cellAt(free, r, h)) / need) : least,
      Number.POSITIVE_INFINITY,
    );
    if (Number.isFinite(most)) room += Math.floor(most + 1e-9);
  }
  return room;
}

interface Found {
  placement: Placement;
  /** Machines of average size that still fit; -1 where a machine has no place. */
  room: number;
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** The packing that leaves most room of those that place all, or the one that places most. */
function roomiest(problem: Problem, average: readonly number[], enough: number): Found {
  const units = problem.needs[0]?.length ?? 0;
  const roomOf = (placement: Placement) =>
    placement.placed === units ? averagesIn(placement.free, average) : -1;
  const first = placeProblem(problem);
  let best: Found = { placement: first, room: roomOf(first) };
  if (best.room < 0 || units > MOST_UNITS) return best;
  // What placed all was the first that does: largest first mostly, and packing so again finds nothing new.
  const others = [
    ...(first.by === 'largest' ? [() => fillHosts(problem)] : []),
    ...(first.by === 'smallest' ? [] : [() => placeBy(problem, 'best', 'smallest')]),
  ];
  for (const other of others) {
    if (best.room >= enough) return best;
    const placement = other();
    const room = placement ? roomOf(placement) : -1;
    if (placement && room > best.room) best = { placement, room };
  }
  return best;
}

/** Hosts of a cluster by kind, and how many of each a smaller cluster leaves empty. */
class Kinds {
  readonly kinds: number[][];
  /** Capacity of a host of each kind, and machines of average size an empty one takes. */
  private readonly capacity: number[][];
  private readonly empty: number[];
  private readonly needs: number[];
  private readonly average: readonly number[];

  constructor({ problem }: ClusterProblem, average: readonly number[]) {
    this.average = average;
    this.kinds = hostKinds(problem);
    this.capacity = this.kinds.map((hosts) =>
      problem.capacity.map((row) => row[num(hosts, 0)] ?? 0),
    );
    this.empty = this.capacity.map((room) =>
      averagesIn(
        room.map((value) => Float64Array.of(value)),
        average,
      ),
    );
    this.needs = problem.needs.map(total);
  }

  /** What no packing of all machines on what is left gets past, the hosts left empty counted as they are. */
  most(left: readonly number[]): number {
    const sums = this.average.map(
      (_, r) =>
        left.reduce(
          (sum, gone, k) =>
            sum + (nth(this.kinds, k).length - gone) * num(nth(this.capacity, k), r),
          0,
        ) - num(this.needs, r),
    );
    const free = sums.reduce(
      (least, sum, r) =>
        num(this.average, r) > 0 ? Math.min(least, sum / num(this.average, r)) : least,
      Number.POSITIVE_INFINITY,
    );
    return free < -1e-9 ? -1 : Math.floor(free + 1e-9) + this.inEmpty(left);
  }

  inEmpty(left: readonly number[]): number {
    return left.reduce((sum, gone, k) => sum + gone * num(this.empty, k), 0);
  }

  /** The hosts used when the last so many of each kind are left empty. */
  used(left: readonly number[]): number[] {
    return this.kinds
      .flatMap((hosts, k) => hosts.slice(0, hosts.length - num(left, k)))
      .sort((a, b) => a - b);
  }
}

/**
 * Room of a cluster that never shrinks with more hosts: the best over the cluster and every smaller one whose left hosts
 * stand empty, since a packing on fewer hosts is one on all. On hosts of one kind the packings open hosts one by one,
 * so the cluster itself is enough; on several kinds smaller clusters are tried, the most promising first, while what no
 * packing gets past is above what was found. Room of `enough` is not looked past: 0 asks whether all have a place.
 */
export function mostRoom(
  cluster: ClusterProblem,
  average: readonly number[],
  problemOn: (hosts: readonly number[]) => Problem,
  enough = Number.POSITIVE_INFINITY,
): Found {
  const { problem } = cluster;
  const kinds = new Kinds(cluster, average);
  const none = kinds.kinds.map(() => 0);
  const first = roomiest(problem, average, Math.min(enough, kinds.most(none)));
  const units = problem.needs[0]?.length ?? 0;
  if (kinds.kinds.length < 2 || units > MOST_UNITS || first.room >= enough) return first;
  let best = first;
  let packed = 0;
  const seen = new Set<string>();
  const open: { left: number[]; most: number }[] = [];
  const widen = (left: readonly number[]) => {
    left.forEach((gone, k) => {
      if (gone >= nth(kinds.kinds, k).length) return;
      const next = left.map((value, i) => (i === k ? value + 1 : value));
      const key = next.join();
      const most = kinds.most(next);
      if (seen.has(key) || most <= best.room) return;
      seen.add(key);
      open.push({ left: next, most });
    });
  };
  widen(none);
  while (open.length > 0 && packed + units <= MOST_PACKED) {
    open.sort((a, b) => a.most - b.most);
    const top = open.pop();
    if (!top || top.most <= best.room) break;
    packed += units;
    const hosts = kinds.used(top.left);
    const goal = Math.min(enough, top.most) - kinds.inEmpty(top.left);
    const found = roomiest(problemOn(hosts), average, goal);
    const room = found.room < 0 ? -1 : found.room + kinds.inEmpty(top.left);
    if (room > best.room) best = { placement: onAll(problem, found.placement, hosts), room };
    if (best.room >= enough) break;
    widen(top.left);
  }
  return best;
}

/** A packing on some hosts as one on all of them. */
function onAll(
  { capacity }: Problem,
  { hostOf, placed, free }: Placement,
  hosts: readonly number[],
): Placement {
  const index = Int32Array.from(hosts);
  return {
    hostOf: hostOf.map((host) => (host < 0 ? -1 : (index[host] ?? -1))),
    placed,
    free: capacity.map((row, r) => {
      const room = Float64Array.from(row);
      hosts.forEach((host, i) => {
        room[host] = cellAt(free, r, i);
      });
      return room;
    }),
  };
}
