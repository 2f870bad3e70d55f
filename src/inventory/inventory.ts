import type { HostState } from './host-state.ts';
import type { PowerState } from './power-state.ts';

/** One physical host of an inventory. Sizes in MiB, clocks in MHz; utilisation as seen when exported. */
export interface InventoryHost {
  name: string;
  cluster: string;
  /** Where a cluster's name is unique, as far as the source tells. */
  datacenter?: string | undefined;
  vcenter?: string | undefined;
  sockets: number;
  /** Cores, never threads: a source that counts threads is divided by the threads of a core it states. */
  cores: number;
  mhzPerCore: number;
  memoryMib: number;
  /** Share of the host's clock in use, 0..1; undefined when the export does not say. */
  cpuUse?: number | undefined;
  memoryUse?: number | undefined;
  state: HostState;
  /** What the export itself counted on this host. */
  vms?: number | undefined;
  vcpus?: number | undefined;
  vramMib?: number | undefined;
  /** Storage inside the host and its uplinks, where the source tells; NUMA nodes default to sockets. */
  storageMib?: number | undefined;
  networkMbps?: number | undefined;
  numaNodes?: number | undefined;
  /** Work a core does over that of the host it replaces; 1 where nothing was replaced. */
  speed?: number | undefined;
}

export interface InventoryVm {
  name: string;
  /** What the source tells machines of one name apart by; unique within its vCenter. */
  id?: string | undefined;
  cluster: string;
  datacenter?: string | undefined;
  vcenter?: string | undefined;
  /** Host name as this export writes it; may differ from the host table. */
  host: string;
  power: PowerState;
  template: boolean;
  /** vCPUs it has now; the most it can be given may be more. */
  vcpus: number;
  maxVcpus?: number | undefined;
  memoryMib: number;
  provisionedMib: number;
  inUseMib: number;
  /** Reservations, MHz and MiB; 0 when the export has none. */
  cpuReservationMhz: number;
  memoryReservationMib: number;
  os: string;
  /** Bandwidth it needs. */
  networkMbps?: number | undefined;
  pool?: string | undefined;
  /** Rules of the source the machine is under; machines under one name belong to one rule. */
  rules?: readonly { rule: 'together' | 'apart'; name: string }[] | undefined;
  /** Datastore of its configuration, and its disks, where the source lists them. */
  datastore?: string | undefined;
  disks?: readonly InventoryDisk[] | undefined;
  /** Mean CPU the machine asked for, MHz; undefined when the source measured none. */
  cpuDemandMhz?: number | undefined;
  /** Memory the host has given it, as seen once when exported. */
  memoryConsumedMib?: number | undefined;
  snapshots?: readonly InventorySnapshot[] | undefined;
  /** File systems in the guest, where its tools tell. */
  partitions?: readonly InventoryPartition[] | undefined;
}

export interface InventorySnapshot {
  name: string;
  /** Milliseconds since 1970; undefined where the date can be read in two ways or in none. */
  takenMs: number | undefined;
  sizeMib: number;
}

export interface InventoryPartition {
  name: string;
  capacityMib: number;
  consumedMib: number;
}

/** A file of a disk that no registered machine has. */
export interface OrphanedFile {
  path: string;
  datastore: string;
  /** Undefined where the source does not say. */
  sizeMib: number | undefined;
}

export interface InventoryDisk {
  capacityMib: number;
  /** Empty when the source does not say. */
  datastore: string;
  thin: boolean | undefined;
}

/** Shared storage of some hosts; sizes in MiB. */
export interface InventoryDatastore {
  name: string;
  capacityMib: number;
  provisionedMib: number;
  inUseMib: number;
}

/** Something wrong with an export that was kept, not dropped. */
export interface InventoryFinding {
  kind:
    | 'unknown-host'
    | 'host-without-vms'
    | 'duplicate-name'
    | 'blank-row'
    | 'bad-number'
    | 'unit'
    | 'renamed-host'
    | 'unknown-size'
    | 'conflict'
    | 'lifetime'
    | 'unread-file'
    /** A column, tab or row that was passed over. */
    | 'not-read'
    | 'unknown-state'
    | 'host-away'
    /** A value the source lacks and that was assumed. */
    | 'assumed';
  message: string;
  count: number;
}

export interface Inventory {
  source: string;
  hosts: InventoryHost[];
  vms: InventoryVm[];
  findings: InventoryFinding[];
  /** Empty or missing: the source lists none. */
  datastores?: InventoryDatastore[] | undefined;
  orphanedFiles?: OrphanedFile[] | undefined;
  /** When the source was exported, ms since 1970, where it says so. */
  exportedMs?: number | undefined;
}

/** Machines that take capacity: those that run or keep their memory, no templates, no rows without any size. */
export const running = (vms: readonly InventoryVm[]) =>
  vms.filter((vm) => vm.power !== 'off' && !vm.template && (vm.vcpus > 0 || vm.memoryMib > 0));

/** vCPUs that ask for time: a suspended machine keeps its memory alone. */
export const activeVcpus = ({ power, vcpus }: InventoryVm): number =>
  power === 'suspended' ? 0 : vcpus;
