import { byCluster } from '../../inventory/by-cluster.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { type ThinDisk, timeToFull } from '../../model/blocks/thin.ts';
import { matcher } from '../placement/names.ts';
import type { Plan } from '../plan.ts';
import { clusterNames } from '../summary.ts';
import { type StorageSettings, storageSchema } from './schema.ts';

const MIB = 2 ** 20;
const MONTH_S = 730 * 3600;
/** Grain thin disks grow by (VMFS-6 and qcow2 grow by 1 MiB and 64 KiB); only speed depends on it here. */
const GRAIN = MIB;

/** Space of one pool: what is promised, what is taken, and when it is full. */
export interface StorageRow {
  pool: string;
  /** Where the sizes come from: the datastore itself, its disks, or the machines of a cluster. */
  basis: 'datastore' | 'given' | 'cluster';
  machines: number;
  /** Undefined where nobody says how large the pool is. */
  capacityGib: number | undefined;
  provisionedGib: number;
  inUseGib: number;
  /** In use over provisioned, and provisioned over capacity. */
  thinRatio: number;
  overcommit: number | undefined;
  /** Months until full at the rate and at the ends of its band; null: not at these rates. */
  monthsToFull: number | null | undefined;
  monthsEarly: number | null | undefined;
  monthsLate: number | null | undefined;
  /** The same machines as linked clones: base once and a delta each. */
  clonesInUseGib: number | undefined;
  clonesMonthsToFull: number | null | undefined;
}

interface Part {
  vm: string;
  size: number;
  used: number;
}

interface Pool {
  name: string;
  basis: StorageRow['basis'];
  capacityMib: number | undefined;
  parts: Part[];
}

/** A machine's disks by datastore; what it uses is split over its disks by their size. */
function partsByDatastore(vms: readonly InventoryVm[]): Map<string, Part[]> {
  const pools = new Map<string, Part[]>();
  const add = (pool: string, part: Part) => {
    const list = pools.get(pool);
    if (list) list.push(part);
    else pools.set(pool, [part]);
  };
  for (const vm of vms) {
    const disks = (vm.disks ?? []).filter((disk) => disk.datastore !== '');
    const total = disks.reduce((sum, disk) => sum + disk.capacityMib, 0);
    if (total > 0) {
      for (const disk of disks) {
        const share = disk.capacityMib / total;
        const used = disk.thin === false ? disk.capacityMib : vm.inUseMib * share;
        add(disk.datastore, { vm: vm.name, size: disk.capacityMib, used });
      }
    } else if (vm.datastore) {
      add(vm.datastore, { vm: vm.name, size: vm.provisionedMib, used: vm.inUseMib });
    }
  }
  return pools;
}

const partOf = (vm: InventoryVm): Part => ({
  vm: vm.name,
  size: vm.provisionedMib,
  used: Math.min(vm.inUseMib, vm.provisionedMib),
});

function poolsOf({ inventory }: Plan, settings: StorageSettings): Pool[] {
  const { vms, datastores = [] } = inventory;
  if (settings.datastores) {
    return settings.datastores.map(({ name, capacityGiB, vms: listed }) => {
      const mine = listed ? matcher(listed) : () => true;
      const parts = vms.filter((vm) => mine(vm.name)).map(partOf);
      return { name, basis: 'given', capacityMib: capacityGiB * 1024, parts };
    });
  }
  if (datastores.length > 0) {
    const parts = partsByDatastore(vms);
    return datastores.map(({ name, capacityMib, provisionedMib, inUseMib }) => {
      const own = parts.get(name) ?? [];
      const known = own.reduce((sum, part) => sum + part.used, 0);
      const committed = own.reduce((sum, part) => sum + part.size, 0);
      // Files that belong to no listed disk (images, logs, other clusters) do not grow.
      const rest = {
        vm: '',
        size: Math.max(inUseMib - known, provisionedMib - committed, 0),
        used: Math.max(inUseMib - known, 0),
      };
      return { name, basis: 'datastore', capacityMib, parts: [...own, rest] };
    });
  }
  const stored = byCluster(vms.filter((vm) => vm.provisionedMib > 0 || vm.inUseMib > 0));
  // A cluster of which some machine stores something is told with all its machines.
  const all = byCluster(stored.size === 0 ? [] : vms);
  return clusterNames(inventory)
    .filter((name) => stored.has(name))
    .map((name) => ({
      name,
      basis: 'cluster',
      capacityMib: undefined,
      parts: (all.get(name) ?? []).map(partOf),
    }));
}

/** A disk that grows by `percent` a month of what it holds now, ever slower as it fills (docs/model/blocks.md). */
function thinDisk({ vm, size, used }: Part, percent: number): ThinDisk {
  const empty = size > 0 ? 1 - used / size : 0;
  const growth = vm === '' || empty <= 0 ? 0 : ((used * percent) / 100 / MONTH_S / empty) * MIB;
  return {
    size: size * MIB,
    allocated: used * MIB,
    writeRate: growth,
    trimRate: 0,
    grain: GRAIN,
    writeSize: GRAIN,
  };
}

function monthsToFull(capacityMib: number, parts: readonly Part[], percent: number) {
  const { secondsToFull } = timeToFull(
    capacityMib * MIB,
    parts.map((part) => thinDisk(part, percent)),
  );
  return secondsToFull === null ? null : secondsToFull / MONTH_S;
}

/** Parts as linked clones: each keeps its delta, the base stands once beside them and does not grow. */
function asClones(parts: readonly Part[], settings: StorageSettings): Part[] | undefined {
  if (settings.linkedClones.length === 0) return undefined;
  const left = new Set(parts);
  const result: Part[] = [];
  for (const { vms, deltaShare, baseGiB } of settings.linkedClones) {
    const matches = matcher(vms);
    const members = [...left].filter((part) => part.vm !== '' && matches(part.vm));
    if (members.length === 0) continue;
    const largest = members.reduce((most, part) => Math.max(most, part.used), 0);
    const base = baseGiB === undefined ? largest * (1 - deltaShare) : baseGiB * 1024;
    result.push({ vm: '', size: base, used: base });
    for (const part of members) {
      left.delete(part);
      result.push({ ...part, used: part.used * deltaShare });
    }
  }
  return [...result, ...left];
}

/** Space by pool: provisioned against in use, overcommit, time to full, and the same as linked clones. */
export function answerStorage(plan: Plan): StorageRow[] {
  const settings = plan.storage ?? storageSchema.parse({});
  const { growthPercentPerMonth, growthLow, growthHigh } = settings;
  const sum = (parts: readonly Part[], pick: 'size' | 'used') =>
    parts.reduce((total, part) => total + part[pick], 0) / 1024;
  return poolsOf(plan, settings)
    .filter(({ parts }) => parts.some((part) => part.size > 0 || part.used > 0))
    .map(({ name, basis, capacityMib, parts }) => {
      const clones = asClones(parts, settings);
      const full = (some: readonly Part[], percent: number) =>
        capacityMib === undefined ? undefined : monthsToFull(capacityMib, some, percent);
      const [provisionedGib, inUseGib] = [sum(parts, 'size'), sum(parts, 'used')];
      return {
        pool: name,
        basis,
        machines: new Set(parts.map((part) => part.vm).filter((vm) => vm !== '')).size,
        capacityGib: capacityMib === undefined ? undefined : capacityMib / 1024,
        provisionedGib,
        inUseGib,
        thinRatio: provisionedGib > 0 ? inUseGib / provisionedGib : 1,
        overcommit: capacityMib ? (provisionedGib * 1024) / capacityMib : undefined,
        monthsToFull: full(parts, growthPercentPerMonth),
        monthsEarly: full(parts, growthHigh),
        monthsLate: full(parts, growthLow),
        clonesInUseGib: clones && sum(clones, 'used'),
        clonesMonthsToFull: clones && full(clones, growthPercentPerMonth),
      };
    });
}
