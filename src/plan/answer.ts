import { type InventoryHost, type InventoryVm, running } from './inventory.ts';
import { volumeBound } from './placement/bounds.ts';
import { placeOnHosts } from './placement/place.ts';
import { imbalance } from './policies/drs.ts';
import { type MemoryState, memoryState, vmOverheadMb } from './policies/esxi-memory.ts';
import { clusterNames } from './summary.ts';
import type { Plan, PlanSettings } from './what-if.ts';

const resources = ['cpu', 'memory'] as const;
export type Resource = (typeof resources)[number];

/** Whether a cluster holds its machines, what binds, and what happens when hosts fail. */
export interface ClusterAnswer {
  cluster: string;
  hosts: number;
  vms: number;
  placed: number;
  /** Names of machines without a place, largest first, at most 20. */
  homeless: string[];
  /** Machines placed when the largest hosts the settings tolerate have failed. */
  placedAfterFailure: number;
  fits: boolean;
  survives: boolean;
  /** Share of usable capacity the machines take, per resource; above 1 cannot fit. */
  load: Record<Resource, number>;
  loadAfterFailure: Record<Resource, number>;
  binding: Resource;
  /** Hosts of the most common kind these machines need at least, and what packing took. */
  lowerBoundHosts: number;
  /** More machines of average size that still fit with failures tolerated. */
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

const usable = (hosts: readonly InventoryHost[]) => hosts.filter((host) => !host.inMaintenance);

function capacityOf(hosts: readonly InventoryHost[], settings: PlanSettings): Float64Array[] {
  return [
    Float64Array.from(hosts, (host) => host.cores * settings.cpuRatio),
    Float64Array.from(hosts, (host) => host.memoryMib * settings.memoryRatio),
  ];
}

function needsOf(vms: readonly InventoryVm[], settings: PlanSettings): Float64Array[] {
  const overhead = (vm: InventoryVm) =>
    settings.overhead ? vmOverheadMb(vm.memoryMib, vm.vcpus) : 0;
  return [
    Float64Array.from(vms, (vm) => vm.vcpus),
    Float64Array.from(vms, (vm) => vm.memoryMib + overhead(vm)),
  ];
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

function loads(
  needs: readonly Float64Array[],
  capacity: readonly Float64Array[],
): Record<Resource, number> {
  const [cpu, memory] = needs.map((need, r) => {
    const room = total(capacity[r]!);
    return room > 0 ? total(need) / room : total(need) > 0 ? Number.MAX_VALUE : 0;
  });
  return { cpu: cpu!, memory: memory! };
}

/** The hosts left when the largest by memory, then cores, have failed: the worst case for placement. */
function afterFailure(hosts: readonly InventoryHost[], failures: number): InventoryHost[] {
  const worst = [...hosts].sort((a, b) => b.memoryMib - a.memoryMib || b.cores - a.cores);
  return worst.slice(failures);
}

function answerCluster(
  cluster: string,
  hosts: readonly InventoryHost[],
  vms: readonly InventoryVm[],
  settings: PlanSettings,
): ClusterAnswer {
  const live = usable(hosts);
  const left = afterFailure(live, settings.tolerateHosts);
  const needs = needsOf(vms, settings);
  const placement = placeOnHosts(needs, capacityOf(live, settings));
  const failed = placeOnHosts(needs, capacityOf(left, settings));
  const load = loads(needs, capacityOf(live, settings));
  const loadAfterFailure = loads(needs, capacityOf(left, settings));
  const homeless = vms
    .filter((_, i) => placement.hostOf[i] === -1)
    .sort((a, b) => b.memoryMib - a.memoryMib)
    .map((vm) => vm.name);
  const usual = live[0];
  const lowerBoundHosts = usual
    ? volumeBound(needs, [usual.cores * settings.cpuRatio, usual.memoryMib * settings.memoryRatio])
    : 0;
  // Balanced hosts share what is free; packing order would blame one of them.
  const memoryMib = left.reduce((sum, host) => sum + host.memoryMib, 0);
  const freeMib = left.length > 0 ? (memoryMib - total(needs[1]!)) / left.length : 0;
  return {
    cluster,
    hosts: live.length,
    vms: vms.length,
    placed: placement.placed,
    homeless: homeless.slice(0, 20),
    placedAfterFailure: failed.placed,
    fits: placement.placed === vms.length,
    survives: failed.placed === vms.length,
    load,
    loadAfterFailure,
    binding: loadAfterFailure.memory >= loadAfterFailure.cpu ? 'memory' : 'cpu',
    lowerBoundHosts,
    roomForAverage: roomFor(vms, needs, failed.free),
    memoryState: memoryState(freeMib, memoryMib / 1024 / Math.max(1, left.length)),
    cpuImbalance: live.length > 0 ? imbalance(live.map((host) => host.cpuUse ?? 0)) : 0,
  };
}

/** How many machines of average size the free room of each host still takes. */
function roomFor(
  vms: readonly InventoryVm[],
  needs: readonly Float64Array[],
  free: readonly Float64Array[],
): number {
  if (vms.length === 0) return 0;
  const average = needs.map((need) => total(need) / vms.length);
  let room = 0;
  for (let h = 0; h < (free[0]?.length ?? 0); h++) {
    room += Math.floor(
      Math.min(...average.map((need, r) => Math.max(0, free[r]![h]!) / need)) + 1e-9,
    );
  }
  return room;
}

/** Answers a plan cluster by cluster; machines stay in the cluster the inventory puts them in. */
export function answerPlan({ name, inventory, settings }: Plan): PlanAnswer {
  const clusters = [
    ...new Set([...clusterNames(inventory), ...inventory.vms.map((vm) => vm.cluster)]),
  ].map((cluster) =>
    answerCluster(
      cluster,
      inventory.hosts.filter((host) => host.cluster === cluster),
      running(inventory.vms.filter((vm) => vm.cluster === cluster)),
      settings,
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
