import { cellAt, f64, i32, nth, num, present, u8, u32 } from '../../elements.ts';
import type { Needs } from './needs.ts';

/**
 * What has to be placed where: `needs[resource][unit]` on `capacity[resource][host]`. A unit is one machine, or
 * several that must share a host. Rules hold as far as they are listed.
 */
export interface Problem {
  needs: Needs;
  capacity: readonly Float64Array[];
  /** Groups of units of which no two may share a host. */
  apart?: readonly (readonly number[])[];
  /** Hosts a unit may use (1) or not (0); a unit without an entry may use any. */
  allowed?: ReadonlyMap<number, Uint8Array>;
  /** Hosts a unit should use: tried first, left when they have no room. */
  preferred?: ReadonlyMap<number, Uint8Array>;
  numa?: Numa;
}

/** Nodes of equal size inside each host, and how a machine lies on them. */
export interface Numa {
  /** Nodes of each host; 1 = no NUMA. */
  nodes: Uint8Array;
  /** Resources that lie on nodes: CPU and memory. */
  onNodes: readonly number[];
  /** Cores and memory of one node that a machine can see: decides how many nodes it takes at least. */
  nodeCores: Float64Array;
  nodeMemory: Float64Array;
  vcpus: Float64Array;
  memory: Float64Array;
  /** `within`: a machine lies on the fewest nodes it needs or not at all; `spread`: on more where it must. */
  mode: 'within' | 'spread';
}

/** Rounding allowed when a need is compared with the room left. */
export const TOLERANCE = 1e-9;

/** Why a unit cannot be on a host. */
export type Refusal = { resource: number } | 'apart' | 'host rule' | 'numa';

/** Room left on hosts while units come and go; every rule of the problem is looked after. */
export class Rooms {
  readonly free: Float64Array[];
  /** Units on each host. */
  readonly count: Int32Array;
  private readonly problem: Problem;
  private readonly groupsOf = new Map<number, number[]>();
  private readonly occupied: Uint32Array[];
  /** Room of each node, `[k][host * most nodes + node]` for the k-th resource on nodes. */
  private readonly nodeFree: Float64Array[] = [];
  private readonly mostNodes: number = 1;
  private readonly nodesOf = new Map<number, number[]>();

  constructor(problem: Problem) {
    this.problem = problem;
    const hosts = problem.capacity[0]?.length ?? 0;
    this.free = problem.capacity.map((room) => Float64Array.from(room));
    this.count = new Int32Array(hosts);
    const groups = problem.apart ?? [];
    this.occupied = groups.map(() => new Uint32Array(hosts));
    groups.forEach((units, group) => {
      for (const unit of units) {
        const list = this.groupsOf.get(unit);
        if (list) list.push(group);
        else this.groupsOf.set(unit, [group]);
      }
    });
    const { numa } = problem;
    if (!numa) return;
    this.mostNodes = numa.nodes.reduce((most, nodes) => Math.max(most, nodes), 1);
    for (const resource of numa.onNodes) {
      const rooms = new Float64Array(hosts * this.mostNodes);
      for (let host = 0; host < hosts; host++) {
        for (let node = 0; node < u8(numa.nodes, host); node++)
          rooms[host * this.mostNodes + node] =
            cellAt(problem.capacity, resource, host) / u8(numa.nodes, host);
      }
      this.nodeFree.push(rooms);
    }
  }

  /** What keeps a unit off a host; undefined when nothing does. */
  refusal(unit: number, host: number): Refusal | undefined {
    const { needs, allowed } = this.problem;
    const hosts = allowed?.get(unit);
    if (hosts && hosts[host] === 0) return 'host rule';
    for (let r = 0; r < needs.length; r++) {
      const need = cellAt(needs, r, unit);
      // What needs nothing fits a host that is overdrawn, too.
      if (need > 0 && need > cellAt(this.free, r, host) + TOLERANCE) return { resource: r };
    }
    const groups = this.groupsOf.get(unit);
    if (groups) {
      for (const group of groups) if (u32(nth(this.occupied, group), host) > 0) return 'apart';
    }
    if (this.problem.numa && !this.nodesFor(unit, host)) return 'numa';
    return undefined;
  }

  put(unit: number, host: number): void {
    const nodes = this.problem.numa ? this.nodesFor(unit, host) : undefined;
    this.shift(unit, host, -1);
    for (const group of this.groupsOf.get(unit) ?? [])
      nth(this.occupied, group)[host] = u32(nth(this.occupied, group), host) + 1;
    if (nodes) {
      this.nodesOf.set(unit, nodes);
      this.shiftNodes(unit, host, nodes, -1);
    }
  }

  take(unit: number, host: number): void {
    this.shift(unit, host, 1);
    for (const group of this.groupsOf.get(unit) ?? [])
      nth(this.occupied, group)[host] = u32(nth(this.occupied, group), host) - 1;
    const nodes = this.nodesOf.get(unit);
    if (nodes) {
      this.nodesOf.delete(unit);
      this.shiftNodes(unit, host, nodes, 1);
    }
  }

  /** How many nodes a placed unit lies on. */
  nodesUsed(unit: number): number {
    return this.nodesOf.get(unit)?.length ?? 1;
  }

  private shift(unit: number, host: number, sign: 1 | -1): void {
    const { needs } = this.problem;
    for (let r = 0; r < needs.length; r++)
      nth(this.free, r)[host] = cellAt(this.free, r, host) + sign * cellAt(needs, r, unit);
    this.count[host] = i32(this.count, host) - sign;
  }

  private shiftNodes(unit: number, host: number, nodes: readonly number[], sign: 1 | -1): void {
    present(this.problem.numa).onNodes.forEach((resource, k) => {
      const part = cellAt(this.problem.needs, resource, unit) / nodes.length;
      for (const node of nodes)
        nth(this.nodeFree, k)[host * this.mostNodes + node] =
          cellAt(this.nodeFree, k, host * this.mostNodes + node) + sign * part;
    });
  }

  /** The nodes a unit would take: the fewest it needs, each the fullest with room for its part. */
  private nodesFor(unit: number, host: number): number[] | undefined {
    const numa = present(this.problem.numa);
    const nodes = u8(numa.nodes, host);
    const fewest = leastNodes(numa, unit, host);
    const most = numa.mode === 'within' ? fewest : nodes;
    for (let wide = fewest; wide <= Math.min(most, nodes); wide++) {
      const chosen = this.fullestNodes(unit, host, wide);
      if (chosen) return chosen;
    }
    return undefined;
  }

  private fullestNodes(unit: number, host: number, wide: number): number[] | undefined {
    const { numa, needs } = this.problem;
    const first = host * this.mostNodes;
    const rooms = nth(this.nodeFree, 0);
    const chosen: number[] = [];
    for (let node = 0; node < u8(present(numa).nodes, host); node++) {
      let fits = true;
      for (let k = 0; k < this.nodeFree.length && fits; k++)
        fits =
          cellAt(needs, num(present(numa).onNodes, k), unit) / wide <=
          cellAt(this.nodeFree, k, first + node) + TOLERANCE;
      if (fits) chosen.push(node);
    }
    if (chosen.length < wide) return undefined;
    if (chosen.length === 1) return chosen;
    return chosen
      .sort((a, b) => f64(rooms, first + a) - f64(rooms, first + b) || a - b)
      .slice(0, wide);
  }
}

/** Nodes a machine spans at least: its vCPUs over a node's cores, its memory over a node's memory. */
export function leastNodes(numa: Numa, unit: number, host: number): number {
  return Math.max(
    1,
    Math.ceil(f64(numa.vcpus, unit) / f64(numa.nodeCores, host) - TOLERANCE),
    Math.ceil(f64(numa.memory, unit) / f64(numa.nodeMemory, host) - TOLERANCE),
  );
}
