import { activeVcpus, type Inventory, running } from '../../inventory/inventory.ts';

/** What the machines of a cluster came to at one time; undefined where the source does not tell. */
export interface Totals {
  machines: number;
  vcpus: number | undefined;
  memoryGib: number | undefined;
  /** Clock in use when exported. */
  cpuGhz: number | undefined;
  storageGib: number | undefined;
}

/** All clusters at one time. */
export interface Snapshot {
  source: string;
  dateMs: number;
  /** By cluster; one of the name `all` where the source has none. */
  clusters: ReadonlyMap<string, Totals>;
}

/** A total that does not tell clusters apart. */
export const ALL = 'all';

const sum = <T>(items: readonly T[], pick: (item: T) => number) =>
  items.reduce((total, item) => total + pick(item), 0);

function totalsOf(inventory: Inventory, cluster: string): Totals {
  const hosts = inventory.hosts.filter((host) => host.cluster === cluster);
  const on = running(inventory.vms.filter((vm) => vm.cluster === cluster));
  const told = hosts.length > 0 && hosts.every((host) => host.cpuUse !== undefined);
  const measured = on.length > 0 && on.every((vm) => vm.cpuDemandMhz !== undefined);
  const stored = on.some((vm) => vm.inUseMib > 0);
  return {
    machines: on.length,
    vcpus: sum(on, activeVcpus),
    memoryGib: sum(on, (vm) => vm.memoryMib) / 1024,
    cpuGhz: told
      ? sum(hosts, (host) => (host.cpuUse ?? 0) * host.cores * host.mhzPerCore) / 1000
      : measured
        ? sum(on, (vm) => vm.cpuDemandMhz ?? 0) / 1000
        : undefined,
    storageGib: stored
      ? sum(
          inventory.vms.filter((vm) => vm.cluster === cluster),
          (vm) => vm.inUseMib,
        ) / 1024
      : undefined,
  };
}

/** What an inventory comes to, cluster by cluster. */
export function snapshotOf(inventory: Inventory, dateMs: number): Snapshot {
  const names = new Set([
    ...inventory.hosts.map((host) => host.cluster),
    ...running(inventory.vms).map((vm) => vm.cluster),
  ]);
  return {
    source: inventory.source,
    dateMs,
    clusters: new Map([...names].map((name) => [name, totalsOf(inventory, name)])),
  };
}

/** The totals of some clusters together. */
export function together(totals: readonly Totals[]): Totals {
  const all = (pick: (one: Totals) => number | undefined) =>
    totals.every((one) => pick(one) !== undefined)
      ? sum(totals, (one) => pick(one) ?? 0)
      : undefined;
  return {
    machines: sum(totals, (one) => one.machines),
    vcpus: all((one) => one.vcpus),
    memoryGib: all((one) => one.memoryGib),
    cpuGhz: all((one) => one.cpuGhz),
    storageGib: all((one) => one.storageGib),
  };
}
