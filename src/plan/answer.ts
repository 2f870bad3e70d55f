import { nth } from '../elements.ts';
import { byCluster } from '../inventory/by-cluster.ts';
import { type InventoryHost, type InventoryVm, running } from '../inventory/inventory.ts';
import { volumeBound } from './placement/bounds.ts';
import {
  bindingOf,
  type ClusterProblem,
  clusterProblem,
  type Load,
  loadOf,
  problemOnSome,
  usableHosts,
} from './placement/cluster.ts';
import type { Placement } from './placement/placement.ts';
import type { Resource } from './placement/resource.ts';
import { mostRoom } from './placement/room.ts';
import type { Units } from './placement/rules.ts';
import type { Plan } from './plan.ts';
import { imbalance } from './policies/drs.ts';
import { type MemoryState, memoryState } from './policies/esxi-memory.ts';
import type { PlanSettings } from './settings.ts';
import { clusterNames } from './summary.ts';

/** Whether a cluster holds its machines, what binds, and what happens when hosts fail. */
export interface ClusterAnswer {
  cluster: string;
  hosts: number;
  vms: number;
  placed: number;
  /** Names of machines without a place, largest first, at most 20. */
  unplaced: string[];
  /** The former name of `unplaced`, for readers of --json. */
  homeless: string[];
  /** Machines placed when the largest hosts the settings tolerate have failed. */
  placedAfterFailure: number;
  fits: boolean;
  survives: boolean;
  /** Share of usable capacity the machines take, per resource; above 1 cannot fit. */
  load: Load;
  loadAfterFailure: Load;
  binding: Resource;
  /** Hosts like the first that these machines need at least; 0 where it has no capacity. */
  lowerBoundHosts: number;
  /** More machines of average size that still fit with failures tolerated; 0 while a machine has no place then. */
  roomForAverage: number;
  /** ESXi memory state of a balanced host after failure, if all memory were touched. */
  memoryState: MemoryState;
  cpuImbalance: number;
}

export interface PlanAnswer {
  name: string;
  settings: PlanSettings;
  clusters: ClusterAnswer[];
  fits: boolean;
  survives: boolean;
}

/** The hosts left when the largest by memory, then cores, have failed: the worst case for placement. */
export function afterFailure(hosts: readonly InventoryHost[], failures: number): InventoryHost[] {
  const worst = [...hosts].sort((a, b) => b.memoryMib - a.memoryMib || b.cores - a.cores);
  return worst.slice(failures);
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

function withoutPlace({ members, vms }: Units, { hostOf }: Placement): InventoryVm[] {
  const list: InventoryVm[] = [];
  hostOf.forEach((host, unit) => {
    if (host === -1) for (const vm of nth(members, unit)) list.push(nth(vms, vm));
  });
  return list;
}

/** What is asked of a cluster: its machines on all hosts that can carry them, and on those left after failures. */
export interface ClusterQuestion {
  cluster: string;
  live: readonly InventoryHost[];
  left: readonly InventoryHost[];
  vms: readonly InventoryVm[];
  all: ClusterProblem;
  rest: ClusterProblem;
}

/** `vms`: its running machines. */
export function questionOf(
  cluster: string,
  hosts: readonly InventoryHost[],
  vms: readonly InventoryVm[],
  { settings, placement, technique }: Plan,
): ClusterQuestion {
  const live = usableHosts(hosts, placement);
  const left = afterFailure(live, settings.tolerateHosts);
  const problemOn = (some: readonly InventoryHost[]) =>
    clusterProblem(some, vms, settings, placement, technique);
  return { cluster, live, left, vms, all: problemOn(live), rest: problemOn(left) };
}

/** The packings behind an answer: all hosts, and those left, with the room beside the latter. */
function packed({ vms, all, rest }: ClusterQuestion, { settings, placement, technique }: Plan) {
  // Resources that no host left tells are none of the problem of those left.
  const averageOf = ({ problem }: ClusterProblem) =>
    problem.needs.map((need) => total(need) / Math.max(1, vms.length));
  const room = (some: ClusterProblem, enough?: number) =>
    mostRoom(
      some,
      averageOf(some),
      (hosts) =>
        problemOnSome(some, hosts, placement) ??
        clusterProblem(
          hosts.map((h) => nth(some.hosts, h)),
          vms,
          settings,
          placement,
          technique,
        ).problem,
      enough,
    );
  const failed = room(rest);
  const stranded = withoutPlace(rest.units, failed.placement);
  // A packing of all machines on the hosts left is one on all hosts; else only those without a place are told.
  const unplaced = stranded.length === 0 ? [] : withoutPlace(all.units, room(all, 0).placement);
  return { unplaced, stranded, room: failed.room };
}

/** What the packings of a cluster come to. */
export function answerOf(question: ClusterQuestion, plan: Plan): ClusterAnswer {
  const { cluster, live, left, vms, all, rest } = question;
  const found = packed(question, plan);
  const { needs, capacity } = all.problem;
  const unplaced = found.unplaced.sort((a, b) => b.memoryMib - a.memoryMib);
  const placed = vms.length - unplaced.length;
  const named = unplaced.slice(0, 20).map((vm) => vm.name);
  const placedAfterFailure = vms.length - found.stranded.length;
  const loadAfterFailure = loadOf(rest);
  const bound = volumeBound(
    needs,
    capacity.map((room) => room[0] ?? 0),
  );
  const lowerBoundHosts = live.length > 0 && Number.isFinite(bound) ? bound : 0;
  // Balanced hosts share what is free; packing order would blame one of them.
  const memoryMib = left.reduce((sum, host) => sum + host.memoryMib, 0);
  const freeMib = left.length > 0 ? (memoryMib - total(nth(needs, 1))) / left.length : 0;
  return {
    cluster,
    hosts: live.length,
    vms: vms.length,
    placed,
    unplaced: named,
    homeless: named,
    placedAfterFailure,
    fits: placed === vms.length,
    survives: placedAfterFailure === vms.length,
    load: loadOf(all),
    loadAfterFailure,
    binding: bindingOf(loadAfterFailure),
    lowerBoundHosts,
    roomForAverage: vms.length > 0 ? Math.max(0, found.room) : 0,
    memoryState: memoryState(freeMib, memoryMib / 1024 / Math.max(1, left.length)),
    cpuImbalance: live.length > 0 ? imbalance(live.map((host) => host.cpuUse ?? 0)) : 0,
  };
}

/** How full each cluster is with the tolerated hosts failed: what of an answer hangs on no packing. */
export function loadsAfterFailure({
  inventory,
  settings,
  placement,
  technique,
}: Plan): Pick<ClusterAnswer, 'cluster' | 'vms' | 'loadAfterFailure' | 'binding'>[] {
  const [hosts, vms] = [byCluster(inventory.hosts), byCluster(inventory.vms)];
  return [...new Set([...clusterNames(inventory), ...vms.keys()])].map((cluster) => {
    const machines = running(vms.get(cluster) ?? []);
    const live = usableHosts(hosts.get(cluster) ?? [], placement);
    const left = afterFailure(live, settings.tolerateHosts);
    const loadAfterFailure = loadOf(clusterProblem(left, machines, settings, placement, technique));
    return {
      ...{ cluster, vms: machines.length, loadAfterFailure },
      binding: bindingOf(loadAfterFailure),
    };
  });
}

/** Answers a plan cluster by cluster; machines stay in the cluster the inventory puts them in. */
export function answerPlan(plan: Plan): PlanAnswer {
  const { name, inventory, settings } = plan;
  const [hosts, vms] = [byCluster(inventory.hosts), byCluster(inventory.vms)];
  const clusters = [...new Set([...clusterNames(inventory), ...vms.keys()])].map((cluster) =>
    answerOf(
      questionOf(cluster, hosts.get(cluster) ?? [], running(vms.get(cluster) ?? []), plan),
      plan,
    ),
  );
  return {
    name,
    settings,
    clusters,
    fits: clusters.every((answer) => answer.fits),
    survives: clusters.every((answer) => answer.survives),
  };
}
