/** One physical host of an inventory. Sizes in MiB, clocks in MHz; utilisation as seen when exported. */
export interface InventoryHost {
  name: string;
  cluster: string;
  sockets: number;
  cores: number;
  mhzPerCore: number;
  memoryMib: number;
  /** Share of the host's clock in use, 0..1; undefined when the export does not say. */
  cpuUse?: number | undefined;
  memoryUse?: number | undefined;
  inMaintenance: boolean;
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
  cluster: string;
  /** Host name as this export writes it; may differ from the host table. */
  host: string;
  poweredOn: boolean;
  template: boolean;
  vcpus: number;
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
    | 'unread-file';
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
}

/** Machines that use capacity: powered on and no template. */
export const running = (vms: readonly InventoryVm[]) =>
  vms.filter((vm) => vm.poweredOn && !vm.template);
