import {
  type Inventory,
  type InventoryHost,
  type InventoryVm,
  running,
} from '../inventory/inventory.ts';
import { imbalance } from './policies/drs.ts';

/** Totals of a cluster or of everything; sizes in MiB, clocks in GHz. */
export interface ClusterSummary {
  hosts: number;
  cores: number;
  sockets: number;
  ghz: number;
  memoryMib: number;
  cpuUsedGhz: number;
  memoryUsedMib: number;
  hostVcpus: number;
  hostVms: number;
  hostVramMib: number;
  vms: number;
  vmsOn: number;
  templates: number;
  vcpusOn: number;
  memoryOnMib: number;
  provisionedMib: number;
  inUseMib: number;
  vcpusPerCore: number;
  memoryAllocated: number;
  cpuUse: number;
  memoryUse: number;
  thinRatio: number;
  cpuImbalance: number;
  memoryImbalance: number;
  /** The same load without the host of most memory. */
  withoutLargest: {
    cpuUse: number;
    memoryUse: number;
    memoryAllocated: number;
    vcpusPerCore: number;
  } | null;
}

const sum = <T>(items: readonly T[], pick: (item: T) => number) =>
  items.reduce((total, item) => total + pick(item), 0);

const ghzOf = (host: InventoryHost) => (host.cores * host.mhzPerCore) / 1000;

/** Totals of hosts and machines that belong together. */
export function summarizeCluster(
  hosts: readonly InventoryHost[],
  vms: readonly InventoryVm[],
): ClusterSummary {
  const on = running(vms);
  const totals = (some: readonly InventoryHost[]) => ({
    cores: sum(some, (host) => host.cores),
    ghz: sum(some, ghzOf),
    memoryMib: sum(some, (host) => host.memoryMib),
  });
  const all = totals(hosts);
  const cpuUsedGhz = sum(hosts, (host) => ghzOf(host) * (host.cpuUse ?? 0));
  const memoryUsedMib = sum(hosts, (host) => host.memoryMib * (host.memoryUse ?? 0));
  const vcpusOn = sum(on, (vm) => vm.vcpus);
  const memoryOnMib = sum(on, (vm) => vm.memoryMib);
  const provisionedMib = sum(vms, (vm) => vm.provisionedMib);
  const inUseMib = sum(vms, (vm) => vm.inUseMib);
  const largest = hosts.reduce<InventoryHost | undefined>(
    (most, host) => (host.memoryMib > (most?.memoryMib ?? -1) ? host : most),
    undefined,
  );
  const left = totals(hosts.filter((host) => host !== largest));
  return {
    hosts: hosts.length,
    ...all,
    sockets: sum(hosts, (host) => host.sockets),
    cpuUsedGhz,
    memoryUsedMib,
    hostVcpus: sum(hosts, (host) => host.vcpus ?? 0),
    hostVms: sum(hosts, (host) => host.vms ?? 0),
    hostVramMib: sum(hosts, (host) => host.vramMib ?? 0),
    vms: vms.length,
    vmsOn: on.length,
    templates: vms.filter((vm) => vm.template).length,
    vcpusOn,
    memoryOnMib,
    provisionedMib,
    inUseMib,
    vcpusPerCore: vcpusOn / all.cores,
    memoryAllocated: memoryOnMib / all.memoryMib,
    cpuUse: cpuUsedGhz / all.ghz,
    memoryUse: memoryUsedMib / all.memoryMib,
    thinRatio: inUseMib / provisionedMib,
    cpuImbalance: imbalance(hosts.map((host) => host.cpuUse ?? 0)),
    memoryImbalance: imbalance(hosts.map((host) => host.memoryUse ?? 0)),
    withoutLargest:
      hosts.length < 2
        ? null
        : {
            cpuUse: cpuUsedGhz / left.ghz,
            memoryUse: memoryUsedMib / left.memoryMib,
            memoryAllocated: memoryOnMib / left.memoryMib,
            vcpusPerCore: vcpusOn / left.cores,
          },
  };
}

/** Names of clusters in order of appearance among the hosts. */
export function clusterNames(inventory: Inventory): string[] {
  return [...new Set(inventory.hosts.map((host) => host.cluster))];
}

export function summarizeInventory(inventory: Inventory, cluster?: string): ClusterSummary {
  if (cluster === undefined) return summarizeCluster(inventory.hosts, inventory.vms);
  return summarizeCluster(
    inventory.hosts.filter((host) => host.cluster === cluster),
    inventory.vms.filter((vm) => vm.cluster === cluster),
  );
}
