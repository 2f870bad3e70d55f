import { z } from 'zod';
import type { Inventory, InventoryHost, InventoryVm } from './inventory.ts';
import { placementAfter } from './placement/after-patch.ts';
import type { TechniqueLoad } from './placement/cluster.ts';
import { type PlacementSettings, placementSchema } from './placement/schema.ts';
import { platformIds } from './platform-limits.ts';
import { type RefreshAnswer, refreshed } from './refresh/refresh.ts';
import { refreshSchema } from './refresh/schema.ts';
import { type StorageSettings, storageSchema } from './storage/schema.ts';
import { techniqueLoad } from './technique/price.ts';
import { techniqueSchema } from './technique/schema.ts';
import { type Zones, zonesSchema } from './zones/schema.ts';

const count = z.number().int().min(1).max(100_000);
const share = z.number().positive().max(1000);

const newHost = z.strictObject({
  cluster: z.string().min(1),
  count: count.default(1),
  sockets: z.number().int().min(1).max(64).default(2),
  cores: z.number().int().min(1).max(4096),
  mhzPerCore: z.number().min(100).max(10_000),
  memoryGiB: z.number().positive().max(1_048_576),
  storageGiB: z.number().min(0).max(1e9).optional().describe('storage inside the host'),
  networkMbps: z.number().min(0).max(1e9).optional(),
  numaNodes: z.number().int().min(1).max(64).optional(),
});

const newVm = z.strictObject({
  cluster: z.string().min(1),
  count: count.default(1),
  vcpus: z.number().int().min(1).max(4096),
  memoryGiB: z.number().positive().max(65_536),
  diskGiB: z.number().min(0).default(0),
  networkMbps: z.number().min(0).max(1e9).optional(),
});

const settings = {
  cpuRatio: share.describe('vCPUs per core'),
  memoryRatio: share.describe('configured memory per physical memory'),
  tolerateHosts: z.number().int().min(0).max(64).describe('hosts per cluster that may fail'),
  overhead: z.boolean().describe('count the memory each machine costs beside its own'),
  platform: z
    .enum(platformIds)
    .optional()
    .describe('check machines and hosts against what it supports at most'),
};

/** Rules of a plan: ratios, failures to survive, how full hosts may be. */
export const planSettings = z.strictObject({
  ...settings,
  cpuRatio: settings.cpuRatio.default(4),
  memoryRatio: settings.memoryRatio.default(1),
  tolerateHosts: settings.tolerateHosts.default(1),
  overhead: settings.overhead.default(true),
});
export type PlanSettings = z.output<typeof planSettings>;

/** A what-if is a small patch on a base: set rules, scale loads, add or remove hosts and machines. */
export const whatIfSchema = z.strictObject({
  name: z.string().min(1).max(80),
  // Without defaults: what a patch does not set stays as the base has it.
  set: z.strictObject(settings).partial().optional(),
  scale: z
    .strictObject({
      vms: share.optional().describe('number of machines in each cluster, copies spread evenly'),
      vcpus: share.optional(),
      memory: share.optional(),
      hostMemory: share.optional(),
      hostCores: share.optional(),
      hostStorage: share.optional(),
      hostNetwork: share.optional(),
    })
    .optional(),
  add: z
    .strictObject({ hosts: z.array(newHost).optional(), vms: z.array(newVm).optional() })
    .optional(),
  remove: z
    .strictObject({
      hosts: z.array(z.string()).optional(),
      vms: z.array(z.string()).optional(),
      clusters: z.array(z.string()).optional(),
      rules: z.array(z.string()).optional().describe('rules of placement by name'),
      pools: z.array(z.string()).optional(),
      maintenance: z.array(z.string()).optional().describe('hosts back from maintenance'),
    })
    .optional(),
  placement: placementSchema.optional(),
  technique: techniqueSchema.optional(),
  refresh: refreshSchema.optional(),
  zones: zonesSchema.optional(),
  storage: storageSchema.optional(),
});
export type WhatIf = z.output<typeof whatIfSchema>;

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
      const vm = list[Math.min(list.length - 1, Math.floor((i * list.length) / wanted))]!;
      const copy = (used.get(vm) ?? 0) + 1;
      used.set(vm, copy);
      return copy === 1 ? vm : { ...vm, name: `${vm.name}#${copy}` };
    });
  });
}

export interface Plan {
  name: string;
  inventory: Inventory;
  settings: PlanSettings;
  placement?: PlacementSettings | undefined;
  technique?: TechniqueLoad | undefined;
  zones?: Zones | undefined;
  storage?: StorageSettings | undefined;
  /** What replacing hosts brought, where a patch did. */
  refresh?: RefreshAnswer[] | undefined;
}

const scaled = (value: number | undefined, factor = 1) =>
  value === undefined ? undefined : value * factor;

/** The base with a patch applied: remove, scale, add, then set; the base itself is not changed. */
export function applyWhatIf(base: Plan, patch: WhatIf): Plan {
  const { remove = {}, scale = {}, add = {} } = patch;
  const back = ({ name, state }: InventoryHost) =>
    state === 'maintenance' && gone(remove.maintenance, name);
  const gone = (list: readonly string[] | undefined, name: string) => list?.includes(name) ?? false;
  const hosts = base.inventory.hosts
    .filter((host) => !gone(remove.hosts, host.name) && !gone(remove.clusters, host.cluster))
    .map((host) => ({
      ...host,
      memoryMib: host.memoryMib * (scale.hostMemory ?? 1),
      cores: Math.round(host.cores * (scale.hostCores ?? 1)),
      storageMib: scaled(host.storageMib, scale.hostStorage),
      networkMbps: scaled(host.networkMbps, scale.hostNetwork),
      state: back(host) ? 'up' : host.state,
    }));
  const kept = base.inventory.vms.filter(
    (vm) => !gone(remove.vms, vm.name) && !gone(remove.clusters, vm.cluster),
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
