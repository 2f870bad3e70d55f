import type { InventoryFinding, InventoryHost, InventoryVm } from '../../plan/inventory.ts';

/** Findings of a reader: equal ones are counted, not repeated. */
export class Findings {
  readonly list: InventoryFinding[] = [];
  add(kind: InventoryFinding['kind'], message: string, count = 1): void {
    const known = this.list.find((finding) => finding.kind === kind && finding.message === message);
    if (known) known.count += count;
    else this.list.push({ kind, message, count });
  }
}

/** Most machines and hosts a reader keeps; each costs a few hundred bytes. */
export const MOST_ROWS = 4_000_000;

/** Clock taken where a source does not tell it. */
export const ASSUMED_MHZ = 2500;

/** A machine with everything a source may leave out left out. */
export const bareVm = (
  vm: Pick<InventoryVm, 'name' | 'vcpus' | 'memoryMib'> & Partial<InventoryVm>,
): InventoryVm => ({
  cluster: 'all',
  host: '',
  poweredOn: true,
  template: false,
  provisionedMib: 0,
  inUseMib: 0,
  cpuReservationMhz: 0,
  memoryReservationMib: 0,
  os: '',
  ...vm,
});

export const bareHost = (
  host: Pick<InventoryHost, 'name' | 'cores' | 'memoryMib'> & Partial<InventoryHost>,
): InventoryHost => ({
  cluster: 'all',
  sockets: 1,
  mhzPerCore: ASSUMED_MHZ,
  inMaintenance: false,
  ...host,
});
