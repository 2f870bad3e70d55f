import { byCluster } from '../../inventory/by-cluster.ts';
import { isUp } from '../../inventory/host-state.ts';
import {
  type Inventory,
  type InventoryHost,
  type InventoryVm,
  running,
} from '../../inventory/inventory.ts';

/** Machines of a cluster on the hosts that carry them. */
export interface Hosting {
  cluster: string;
  hosts: InventoryHost[];
  vms: InventoryVm[];
  /** Index into `hosts` per machine; -1 where the inventory names no host it lists. */
  hostOf: number[];
}

/** Where the running machines of each cluster run; hosts that are not up are left out. */
export function hostings(inventory: Inventory): Hosting[] {
  const machines = byCluster(inventory.vms);
  return [...byCluster(inventory.hosts)].map(([cluster, all]) => {
    const hosts = all.filter(isUp);
    const index = new Map(hosts.map((host, i) => [host.name, i]));
    const vms = running(machines.get(cluster) ?? []);
    return {
      cluster,
      hosts,
      vms,
      hostOf: vms.map((vm) => index.get(vm.host) ?? -1),
    };
  });
}

export const hostMhz = (host: InventoryHost) => host.cores * host.mhzPerCore;

export const totalOf = <T>(items: readonly T[], pick: (item: T) => number): number =>
  items.reduce((sum, item) => sum + pick(item), 0);
