import { f64, nth, present, u8 } from '../../elements.ts';
import { isUp } from '../../inventory/host-state.ts';
import { activeVcpus, type InventoryHost, type InventoryVm } from '../../inventory/inventory.ts';
import type { PlanSettings } from '../settings.ts';
import type { TechniqueLoad } from '../technique/load.ts';
import { matcher } from './names.ts';
import { needsOf } from './needs-of.ts';
import { poolLimits, withoutReserves } from './pools.ts';
import type { Numa, Problem } from './problem.ts';
import type { Resource } from './resource.ts';
import { type Units, unitsOf } from './rules.ts';
import type { PlacementSettings } from './schema.ts';

/** A cluster as a placement problem. */
export interface ClusterProblem {
  problem: Problem;
  /** The resource of each row of needs and capacity. */
  resources: Resource[];
  hosts: readonly InventoryHost[];
  vms: readonly InventoryVm[];
  units: Units;
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** Hosts that can carry machines: up now, and not in maintenance by the settings. */
export function usableHosts(
  hosts: readonly InventoryHost[],
  placement: PlacementSettings | undefined,
): InventoryHost[] {
  const away = matcher(placement?.maintenance ?? []);
  return hosts.filter((host) => isUp(host) && !away(host.name));
}

const gibOr = (gib: number | undefined) => (gib === undefined ? undefined : gib * 1024);

/** A number of each host: in a loop, which for a hundred thousand of them is many times as fast as `from` with a function. */
function ofHosts(
  hosts: readonly InventoryHost[],
  pick: (host: InventoryHost) => number,
): Float64Array {
  const numbers = new Float64Array(hosts.length);
  for (let h = 0; h < hosts.length; h++) numbers[h] = pick(nth(hosts, h));
  return numbers;
}

/** Room of each host, per resource: CPU and memory always, storage and network where every host tells its own. */
function roomsOf(
  hosts: readonly InventoryHost[],
  settings: PlanSettings,
  placement: PlacementSettings | undefined,
): { resource: Resource; room: Float64Array }[] {
  const rows: { resource: Resource; room: Float64Array }[] = [
    {
      resource: 'cpu',
      room: ofHosts(hosts, (host) => host.cores * (host.speed ?? 1) * settings.cpuRatio),
    },
    {
      resource: 'memory',
      room: ofHosts(hosts, (host) => host.memoryMib * settings.memoryRatio),
    },
  ];
  const told = (resource: Resource, pick: (host: InventoryHost) => number | undefined) => {
    if (hosts.length > 0 && hosts.every((host) => pick(host) !== undefined))
      rows.push({ resource, room: ofHosts(hosts, (host) => present(pick(host))) });
  };
  told('storage', (host) => host.storageMib ?? gibOr(placement?.hosts?.storageGiB));
  told('network', (host) => host.networkMbps ?? placement?.hosts?.networkMbps);
  return rows;
}

function numaOf(
  hosts: readonly InventoryHost[],
  units: Units,
  settings: PlanSettings,
  placement: PlacementSettings | undefined,
): Numa | undefined {
  if (!placement?.numa || placement.numa === 'ignore') return undefined;
  const nodes = Uint8Array.from(hosts, (host) =>
    Math.min(64, host.numaNodes ?? placement.hosts?.numaNodes ?? Math.max(1, host.sockets)),
  );
  const sum = (pick: (vm: number) => number) =>
    Float64Array.from(units.members, (list) => list.reduce((all, vm) => all + pick(vm), 0));
  return {
    nodes,
    onNodes: [0, 1],
    nodeCores: Float64Array.from(hosts, (host, h) => host.cores / u8(nodes, h)),
    nodeMemory: Float64Array.from(
      hosts,
      (host, h) => (host.memoryMib * settings.memoryRatio) / u8(nodes, h),
    ),
    vcpus: sum((vm) => activeVcpus(nth(units.vms, vm))),
    memory: sum((vm) => nth(units.vms, vm).memoryMib),
    mode: placement.numa,
  };
}

/** Hosts and running machines of a cluster under the settings and rules of a plan. */
export function clusterProblem(
  hosts: readonly InventoryHost[],
  vms: readonly InventoryVm[],
  settings: PlanSettings,
  placement?: PlacementSettings,
  technique?: TechniqueLoad,
): ClusterProblem {
  const rows = roomsOf(hosts, settings, placement);
  const resources = rows.map(({ resource }) => resource);
  const each = needsOf(vms, resources, settings, placement, technique);
  const units = unitsOf(vms, hosts, placement?.rules ?? []);
  if (placement?.pools) poolLimits(units, placement.pools, hosts.length);
  const needs = units.merged
    ? each.map((need) =>
        Float64Array.from(units.members, (list) =>
          list.reduce((sum, vm) => sum + f64(need, vm), 0),
        ),
      )
    : each;
  const capacity = rows.map(({ resource, room }) =>
    placement?.pools ? withoutReserves(room, resource, units, placement.pools) : room,
  );
  const numa = numaOf(hosts, units, settings, placement);
  return {
    problem: {
      needs,
      capacity,
      ...(units.apart.length > 0 ? { apart: units.apart } : {}),
      ...(units.allowed.size > 0 ? { allowed: units.allowed } : {}),
      ...(units.preferred.size > 0 ? { preferred: units.preferred } : {}),
      ...(numa ? { numa } : {}),
    },
    resources,
    hosts,
    vms,
    units,
  };
}

/**
 * The problem of some hosts of a cluster, its needs those of the whole; undefined where rules, pools, NUMA nodes or
 * resources that not all hosts tell make it another problem.
 */
export function problemOnSome(
  { problem, hosts, resources }: ClusterProblem,
  chosen: readonly number[],
  placement: PlacementSettings | undefined,
): Problem | undefined {
  const { needs, capacity, apart, allowed, preferred, numa } = problem;
  if (allowed || preferred || numa || placement?.pools) return undefined;
  const told = (resource: Resource, pick: (host: InventoryHost) => number | undefined) =>
    resources.includes(resource) || hosts.every((host) => pick(host) === undefined);
  if (!told('storage', (host) => host.storageMib ?? placement?.hosts?.storageGiB)) return undefined;
  if (!told('network', (host) => host.networkMbps ?? placement?.hosts?.networkMbps))
    return undefined;
  const rooms = capacity.map((row) => Float64Array.from(chosen, (host) => f64(row, host)));
  return { needs, capacity: rooms, ...(apart ? { apart } : {}) };
}

/** Share of all capacity the machines need, per resource; above 1 cannot fit, and without capacity it is infinite. */
export function loadOf({ problem, resources: rows }: ClusterProblem): Load {
  const load: Load = { cpu: 0, memory: 0 };
  rows.forEach((resource, r) => {
    const [need, room] = [total(nth(problem.needs, r)), total(nth(problem.capacity, r))];
    load[resource] = room > 0 ? need / room : need > 0 ? Number.POSITIVE_INFINITY : 0;
  });
  return load;
}

export type Load = Record<'cpu' | 'memory', number> & Partial<Record<Resource, number>>;

/** The resource with the highest load; memory before CPU where they are equal. */
export function bindingOf(load: Load): Resource {
  const order: readonly Resource[] = ['memory', 'cpu', 'storage', 'network'];
  return order.reduce((a, b) => ((load[b] ?? -1) > (load[a] ?? -1) ? b : a));
}
