import type { z } from 'zod';
import { nth } from '../elements.ts';
import type { InventoryHost, InventoryVm } from '../inventory/inventory.ts';
import { matcherOf } from '../wildcard.ts';
import { placementAfter } from './placement/after-patch.ts';
import type { Plan } from './plan.ts';
import { refreshed } from './refresh/refresh.ts';
import { techniqueLoad } from './technique/price.ts';
import type { newHost, newVm, WhatIf } from './what-if.ts';

export const hostsToAdd = (entry: z.output<typeof newHost>): InventoryHost[] =>
  Array.from({ length: entry.count }, (_, i) => ({
    name: `new-${entry.cluster}-${i + 1}`,
    cluster: entry.cluster,
    sockets: entry.sockets,
    cores: entry.cores,
    mhzPerCore: entry.mhzPerCore,
    memoryMib: entry.memoryGiB * 1024,
    state: 'up',
    storageMib: entry.storageGiB === undefined ? undefined : entry.storageGiB * 1024,
    networkMbps: entry.networkMbps,
    numaNodes: entry.numaNodes,
  }));

export const vmsToAdd = (entry: z.output<typeof newVm>): InventoryVm[] =>
  Array.from({ length: entry.count }, (_, i) => ({
    name: `new-${entry.cluster}-vm-${i + 1}`,
    cluster: entry.cluster,
    host: '',
    power: 'on',
    template: false,
    vcpus: entry.vcpus,
    memoryMib: entry.memoryGiB * 1024,
    provisionedMib: entry.diskGiB * 1024,
    inUseMib: entry.diskGiB * 1024,
    cpuReservationMhz: 0,
    memoryReservationMib: 0,
    os: '',
    networkMbps: entry.networkMbps,
  }));

/** `factor` times as many machines of each cluster, the extra ones copies spread evenly over the list. */
function repeated(vms: readonly InventoryVm[], factor: number): InventoryVm[] {
  const clusters = new Map<string, InventoryVm[]>();
  for (const vm of vms) {
    const list = clusters.get(vm.cluster);
    if (list) list.push(vm);
    else clusters.set(vm.cluster, [vm]);
  }
  return [...clusters.values()].flatMap((list) => {
    const wanted = Math.round(list.length * factor);
    const used = new Map<InventoryVm, number>();
    return Array.from({ length: wanted }, (_, i) => {
      const vm = nth(list, Math.min(list.length - 1, Math.floor((i * list.length) / wanted)));
      const copy = (used.get(vm) ?? 0) + 1;
      used.set(vm, copy);
      return copy === 1 ? vm : { ...vm, name: `${vm.name}#${copy}` };
    });
  });
}

const scaled = (value: number | undefined, factor = 1) =>
  value === undefined ? undefined : value * factor;

/** The base with a patch applied: remove, scale, add, then set; the base itself is not changed. */
export function applyWhatIf(base: Plan, patch: WhatIf): Plan {
  const { remove = {}, scale = {}, add = {} } = patch;
  const isGone = {
    host: matcherOf(remove.hosts ?? []),
    vm: matcherOf(remove.vms ?? []),
    cluster: matcherOf(remove.clusters ?? []),
  };
  const isBack = matcherOf(remove.maintenance ?? []);
  const back = ({ name, state }: InventoryHost) => state === 'maintenance' && isBack(name);
  const hosts = base.inventory.hosts
    .filter((host) => !isGone.host(host.name) && !isGone.cluster(host.cluster))
    .map((host) => ({
      ...host,
      memoryMib: host.memoryMib * (scale.hostMemory ?? 1),
      cores: Math.round(host.cores * (scale.hostCores ?? 1)),
      storageMib: scaled(host.storageMib, scale.hostStorage),
      networkMbps: scaled(host.networkMbps, scale.hostNetwork),
      state: back(host) ? 'up' : host.state,
    }));
  const kept = base.inventory.vms.filter(
    (vm) => !isGone.vm(vm.name) && !isGone.cluster(vm.cluster),
  );
  const vms = (scale.vms === undefined ? kept : repeated(kept, scale.vms)).map((vm) => ({
    ...vm,
    vcpus: vm.vcpus > 0 ? Math.max(1, Math.round(vm.vcpus * (scale.vcpus ?? 1))) : 0,
    memoryMib: vm.memoryMib * (scale.memory ?? 1),
  }));
  const set = Object.fromEntries(
    Object.entries(patch.set ?? {}).filter(([, value]) => value !== undefined),
  );
  const technique = patch.technique ? techniqueLoad(patch.technique) : undefined;
  const busier = technique?.cpuFactor ?? 1;
  const plan: Plan = {
    name: patch.name,
    inventory: {
      ...base.inventory,
      hosts: [
        ...hosts.map((host) =>
          host.cpuUse === undefined ? host : { ...host, cpuUse: host.cpuUse * busier },
        ),
        ...(add.hosts ?? []).flatMap(hostsToAdd),
      ],
      vms: [...vms, ...(add.vms ?? []).flatMap(vmsToAdd)],
    },
    settings: { ...base.settings, ...set },
    placement: placementAfter(base.placement, patch),
    technique: technique ?? base.technique,
    zones: patch.zones ?? base.zones,
    storage: patch.storage ?? base.storage,
  };
  if (!patch.refresh) return plan;
  const { plan: after, answers } = refreshed(plan, patch.refresh);
  return { ...after, refresh: answers };
}
