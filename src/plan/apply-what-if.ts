import { nth } from '../elements.ts';
import type { Inventory, InventoryHost, InventoryVm } from '../inventory/inventory.ts';
import { matcherOf } from '../wildcard.ts';
import { placementAfter } from './placement/after-patch.ts';
import type { Plan } from './plan.ts';
import { refreshed } from './refresh/refresh.ts';
import { techniqueLoad } from './technique/price.ts';
import type { WhatIf } from './what-if.ts';

/** Names of a stem, counted on behind those that are taken. */
function numbered(taken: readonly { name: string }[]): (stem: string) => string {
  let names: Set<string> | undefined;
  const last = new Map<string, number>();
  return (stem) => {
    names ??= new Set(taken.map(({ name }) => name));
    let n = (last.get(stem) ?? 0) + 1;
    while (names.has(`${stem}${n}`)) n++;
    last.set(stem, n);
    return `${stem}${n}`;
  };
}

/** Hosts a patch adds to those that are there. */
export function hostsToAdd({ add }: WhatIf, there: readonly InventoryHost[]): InventoryHost[] {
  const nameOf = numbered(there);
  return (add?.hosts ?? []).flatMap((entry) =>
    Array.from({ length: entry.count }, () => ({
      name: nameOf(`new-${entry.cluster}-`),
      cluster: entry.cluster,
      sockets: entry.sockets,
      cores: entry.cores,
      mhzPerCore: entry.mhzPerCore,
      memoryMib: entry.memoryGiB * 1024,
      state: 'up' as const,
      storageMib: entry.storageGiB === undefined ? undefined : entry.storageGiB * 1024,
      networkMbps: entry.networkMbps,
      numaNodes: entry.numaNodes,
    })),
  );
}

/** Machines a patch adds to those that are there. */
export function vmsToAdd({ add }: WhatIf, there: readonly InventoryVm[]): InventoryVm[] {
  const nameOf = numbered(there);
  return (add?.vms ?? []).flatMap((entry) =>
    Array.from({ length: entry.count }, () => ({
      name: nameOf(`new-${entry.cluster}-vm-`),
      cluster: entry.cluster,
      host: '',
      power: 'on' as const,
      template: false,
      vcpus: entry.vcpus,
      memoryMib: entry.memoryGiB * 1024,
      provisionedMib: entry.diskGiB * 1024,
      inUseMib: entry.diskGiB * 1024,
      cpuReservationMhz: 0,
      memoryReservationMib: 0,
      os: '',
      networkMbps: entry.networkMbps,
    })),
  );
}

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

/** vCPUs of a machine or cores of a host, whole and at least 1 where it has any. */
const wholeCpus = (cpus: number, factor = 1) =>
  cpus > 0 ? Math.max(1, Math.round(cpus * factor)) : 0;

/** Machines after a patch; the list of the base where nothing of them changes, so that what is known of it holds. */
function vmsAfter({ vms }: Inventory, patch: WhatIf): InventoryVm[] {
  const { remove = {}, scale = {} } = patch;
  const [isGone, isClusterGone] = [matcherOf(remove.vms ?? []), matcherOf(remove.clusters ?? [])];
  const kept =
    remove.vms || remove.clusters
      ? vms.filter((vm) => !isGone(vm.name) && !isClusterGone(vm.cluster))
      : vms;
  const added = vmsToAdd(patch, vms);
  const isAsBefore =
    (scale.vms ?? scale.vcpus ?? scale.memory) === undefined &&
    kept.length === vms.length &&
    added.length === 0 &&
    vms.every(({ vcpus }) => vcpus === wholeCpus(vcpus));
  if (isAsBefore) return vms;
  const all = (scale.vms === undefined ? kept : repeated(kept, scale.vms)).map((vm) => ({
    ...vm,
    vcpus: wholeCpus(vm.vcpus, scale.vcpus),
    memoryMib: vm.memoryMib * (scale.memory ?? 1),
  }));
  return [...all, ...added];
}

/** Whether a patch leaves hosts as they are, one by one. */
function leavesHosts({ scale = {}, remove = {} }: WhatIf): boolean {
  const { hostMemory, hostCores, hostStorage, hostNetwork } = scale;
  const scaling = hostMemory ?? hostCores ?? hostStorage ?? hostNetwork;
  return scaling === undefined && remove.maintenance === undefined;
}

/** Hosts after a patch, `busier` times as busy; those of the base where nothing of them changes. */
function hostsAfter({ hosts }: Inventory, patch: WhatIf, busier: number): InventoryHost[] {
  const { remove = {}, scale = {} } = patch;
  const [isGone, isClusterGone] = [matcherOf(remove.hosts ?? []), matcherOf(remove.clusters ?? [])];
  const kept =
    remove.hosts || remove.clusters
      ? hosts.filter((host) => !isGone(host.name) && !isClusterGone(host.cluster))
      : hosts;
  const added = hostsToAdd(patch, hosts);
  if (leavesHosts(patch) && hosts.every(({ cores }) => cores === wholeCpus(cores))) {
    const same = busier === 1 || hosts.every(({ cpuUse }) => cpuUse === undefined);
    if (same) return added.length === 0 ? kept : [...kept, ...added];
  }
  const isBack = matcherOf(remove.maintenance ?? []);
  const back = ({ name, state }: InventoryHost) => state === 'maintenance' && isBack(name);
  const changed = kept.map(
    (host): InventoryHost => ({
      ...host,
      memoryMib: host.memoryMib * (scale.hostMemory ?? 1),
      cores: wholeCpus(host.cores, scale.hostCores),
      storageMib: scaled(host.storageMib, scale.hostStorage),
      networkMbps: scaled(host.networkMbps, scale.hostNetwork),
      state: back(host) ? 'up' : host.state,
      ...(host.cpuUse === undefined ? {} : { cpuUse: host.cpuUse * busier }),
    }),
  );
  return [...changed, ...added];
}

/** The base with a patch applied: remove, scale, add, then set; the base itself is not changed. */
export function applyWhatIf(base: Plan, patch: WhatIf): Plan {
  const set = Object.fromEntries(
    Object.entries(patch.set ?? {}).filter(([, value]) => value !== undefined),
  );
  const technique = patch.technique ? techniqueLoad(patch.technique) : undefined;
  const plan: Plan = {
    name: patch.name,
    inventory: {
      ...base.inventory,
      hosts: hostsAfter(base.inventory, patch, technique?.cpuFactor ?? 1),
      vms: vmsAfter(base.inventory, patch),
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
