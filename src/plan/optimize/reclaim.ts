import type { Inventory, InventoryPartition, InventoryVm } from '../../inventory/inventory.ts';
import { MIB_PER_GIB } from '../../units.ts';
import type { ReclaimClass } from './reclaim-classes.ts';
import type { Optimize } from './schema.ts';

const HOUR_MS = 3_600_000;

/** Something that could be given back. Each machine counts once, in the first of the classes it is in. */
export interface Reclaim {
  class: ReclaimClass;
  /** Machine, or path of a file. */
  name: string;
  cluster: string;
  why: string;
  vcpus: number;
  memoryGib: number;
  /** Disk space that comes back; null where the source does not say. */
  diskGib: number | null;
  /** `candidate`: the inventory alone says so, once. */
  basis: 'measured' | 'inventory' | 'candidate';
}

/** When ages are counted to, and how that is known. */
export interface AsOf {
  ms: number;
  from: 'given' | 'export' | 'newest date in the export';
}

/** The date given, of the export, or the newest the export names. */
export function asOfOf(inventory: Inventory, { asOf }: Optimize): AsOf | undefined {
  if (asOf !== undefined) return { ms: Date.parse(asOf), from: 'given' };
  if (inventory.exportedMs !== undefined) return { ms: inventory.exportedMs, from: 'export' };
  let newest: number | undefined;
  for (const { snapshots = [] } of inventory.vms)
    for (const { takenMs } of snapshots)
      if (takenMs !== undefined && takenMs > (newest ?? Number.NEGATIVE_INFINITY)) newest = takenMs;
  return newest === undefined ? undefined : { ms: newest, from: 'newest date in the export' };
}

const item = (
  vm: InventoryVm,
  kind: ReclaimClass,
  why: string,
  more: Partial<Reclaim>,
): Reclaim => ({
  class: kind,
  name: vm.name,
  cluster: vm.cluster,
  why,
  vcpus: 0,
  memoryGib: 0,
  diskGib: 0,
  basis: 'inventory',
  ...more,
});

/** Snapshots of a machine that are older than allowed, or whose age nobody can tell. */
function oldSnapshots(vm: InventoryVm, options: Optimize, asOf: AsOf | undefined): Reclaim[] {
  return (vm.snapshots ?? []).flatMap(({ name, takenMs, sizeMib }) => {
    const known = takenMs !== undefined && asOf !== undefined;
    const hours = known ? (asOf.ms - takenMs) / HOUR_MS : 0;
    if (known && hours <= options.snapshotHours) return [];
    return [
      item(
        vm,
        'old snapshot',
        known
          ? `"${name}", ${Math.floor(hours / 24)} days old; allowed are ${options.snapshotHours} h`
          : `"${name}", age unknown`,
        { diskGib: sizeMib / MIB_PER_GIB, basis: known ? 'inventory' : 'candidate' },
      ),
    ];
  });
}

/**
 * Space a machine's disks take beyond what its file systems hold and their headroom: of thin disks only what was
 * once written counts, for the rest was never taken.
 */
function wideDisks(vm: InventoryVm, { disks }: Optimize): Reclaim[] {
  const partitions = vm.partitions ?? [];
  const total = (pick: (partition: InventoryPartition) => number) =>
    partitions.reduce((sum, partition) => sum + pick(partition), 0);
  const spare = total(({ capacityMib, consumedMib }) =>
    Math.max(0, capacityMib - consumedMib * (1 + disks.headroom)),
  );
  const [capacity, consumed] = [
    total(({ capacityMib }) => capacityMib),
    total(({ consumedMib }) => consumedMib),
  ];
  const taken = vm.inUseMib > 0 ? Math.max(0, vm.inUseMib - consumed) : spare;
  const comesBack = Math.min(spare, taken) / MIB_PER_GIB;
  if (comesBack < disks.leastGiB) return [];
  const used = Math.round((100 * consumed) / capacity);
  const why = `file systems of ${Math.round(capacity / MIB_PER_GIB)} GiB are ${used} % full, seen once`;
  return [item(vm, 'over-provisioned disk', why, { diskGib: comesBack, basis: 'candidate' })];
}

/**
 * What the inventory shows as wasted: machines powered off, idle ones (`idle` has why), old snapshots, files no machine
 * has, disks far larger than what is on them. A machine counts in the first class it is in; of its disks the
 * snapshots and the space in its file systems are two things.
 */
export function reclaimable(
  inventory: Inventory,
  idle: ReadonlyMap<InventoryVm, string>,
  options: Optimize,
): Reclaim[] {
  const asOf = asOfOf(inventory, options);
  const machines = inventory.vms.flatMap((vm): Reclaim[] => {
    if (vm.template) return [];
    if (vm.power === 'off')
      return [item(vm, 'powered off', 'powered off', { diskGib: vm.inUseMib / MIB_PER_GIB })];
    const why = idle.get(vm);
    if (why !== undefined)
      return [
        item(vm, 'idle', why, {
          vcpus: vm.vcpus,
          memoryGib: vm.memoryMib / MIB_PER_GIB,
          basis: 'measured',
        }),
      ];
    const snapshots = oldSnapshots(vm, options, asOf);
    return snapshots.length > 0 ? snapshots : wideDisks(vm, options);
  });
  const files = (inventory.orphanedFiles ?? []).map(
    ({ path, sizeMib }): Reclaim => ({
      class: 'orphaned disk',
      name: path,
      cluster: '',
      why: 'no registered machine has it',
      vcpus: 0,
      memoryGib: 0,
      diskGib: sizeMib === undefined ? null : sizeMib / MIB_PER_GIB,
      basis: 'inventory',
    }),
  );
  return [...machines, ...files];
}
