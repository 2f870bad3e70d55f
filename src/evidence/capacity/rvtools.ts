import { group, nth, num } from '../../elements.ts';
import { toPlaces } from '../../format.ts';
import { readInventory } from '../../formats/inventory/index.ts';
import { type Inventory, running } from '../../inventory/inventory.ts';
import { martelloToth, volumeBound } from '../../plan/placement/bounds.ts';
import { packEqualBins } from '../../plan/placement/pack.ts';
import { clusterNames, summarizeInventory } from '../../plan/summary.ts';

function totals(inventory: Inventory, cluster?: string): Record<string, number> {
  const s = summarizeInventory(inventory, cluster);
  const n1 = s.withoutLargest;
  return {
    hosts: s.hosts,
    cores: s.cores,
    sockets: s.sockets,
    ghz: toPlaces(s.ghz, 3),
    ram_mb: s.memoryMib,
    cpu_used_ghz: toPlaces(s.cpuUsedGhz, 3),
    mem_used_mb: toPlaces(s.memoryUsedMib, 1),
    host_vcpus: s.hostVcpus,
    host_vms: s.hostVms,
    host_vram: s.hostVramMib,
    vms: s.vms,
    vms_on: s.vmsOn,
    templates: s.templates,
    vcpu_on: s.vcpusOn,
    mem_on_mb: s.memoryOnMib,
    prov_mb: s.provisionedMib,
    inuse_mb: s.inUseMib,
    vcpu_per_core: toPlaces(s.vcpusPerCore, 4),
    ram_alloc_ratio: toPlaces(s.memoryAllocated, 4),
    cpu_util: toPlaces(s.cpuUse, 4),
    mem_util: toPlaces(s.memoryUse, 4),
    thin_ratio: toPlaces(s.thinRatio, 4),
    ...(cluster === undefined || !n1
      ? {}
      : {
          cpu_pstdev: toPlaces(s.cpuImbalance, 5),
          mem_pstdev: toPlaces(s.memoryImbalance, 5),
          n1_mem_util: toPlaces(n1.memoryUse, 4),
          n1_cpu_util: toPlaces(n1.cpuUse, 4),
          n1_ram_alloc: toPlaces(n1.memoryAllocated, 4),
          n1_vcpu_per_core: toPlaces(n1.vcpusPerCore, 4),
        }),
  };
}

/** `pack_CLUSTER_cpuRATIO_ramRATIO`: the cluster's running machines on hosts like its most common one. */
function packing(
  inventory: Inventory,
  cluster: string,
  cpuRatio: number,
  ramRatio: number,
): Record<string, number> {
  const hosts = inventory.hosts.filter((host) => host.cluster === cluster);
  const kinds = new Map<string, { cores: number; memoryMib: number; count: number }>();
  for (const { cores, memoryMib } of hosts) {
    const key = `${cores}/${memoryMib}`;
    const kind = kinds.get(key) ?? { cores, memoryMib, count: 0 };
    kind.count++;
    kinds.set(key, kind);
  }
  const typical = [...kinds.values()].reduce((a, b) => (b.count > a.count ? b : a));
  const vms = running(inventory.vms.filter((vm) => vm.cluster === cluster)).sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
  );
  const needs = [
    Float64Array.from(vms, (vm) => vm.vcpus),
    Float64Array.from(vms, (vm) => vm.memoryMib),
  ];
  const capacity = [typical.cores * cpuRatio, typical.memoryMib * ramRatio];
  return {
    n: vms.length,
    L1: volumeBound(needs, capacity),
    L2cpu: martelloToth(nth(needs, 0), num(capacity, 0)),
    L2ram: martelloToth(nth(needs, 1), num(capacity, 1)),
    FFD_max: packEqualBins(needs, capacity, 'first', 'max').bins,
    FFD_sum: packEqualBins(needs, capacity, 'first', 'sum').bins,
    BFD_sum: packEqualBins(needs, capacity, 'best', 'sum').bins,
  };
}

/** The totals of an RVTools export by cluster, and packings named by the keys asked for. */
export async function rvtoolsValues(
  path: string,
  keys: readonly string[],
): Promise<Record<string, unknown>> {
  const inventory = await readInventory(path);
  const values: Record<string, unknown> = { ALL: totals(inventory) };
  for (const cluster of clusterNames(inventory)) values[cluster] = totals(inventory, cluster);
  for (const key of keys) {
    const match = /^pack_(.+)_cpu([\d.]+)_ram([\d.]+)$/.exec(key);
    if (match)
      values[key] = packing(inventory, group(match, 1), Number(match[2]), Number(match[3]));
  }
  return values;
}
