import type { InventoryHost, InventoryVm } from './inventory.ts';

/** A host that is up, of one socket of 2 GHz in cluster `c` unless said otherwise. */
export const hostOf = (
  own: Pick<InventoryHost, 'name' | 'cores' | 'memoryMib'> & Partial<InventoryHost>,
): InventoryHost => ({ cluster: 'c', sockets: 1, mhzPerCore: 2000, state: 'up', ...own });

/** A machine that is on, in cluster `c`, on no host, without disks or reservations unless said otherwise. */
export const vmOf = (
  own: Pick<InventoryVm, 'name' | 'vcpus' | 'memoryMib'> & Partial<InventoryVm>,
): InventoryVm => ({
  ...{ cluster: 'c', host: '', power: 'on', template: false, os: '' },
  ...{ provisionedMib: 0, inUseMib: 0, cpuReservationMhz: 0, memoryReservationMib: 0 },
  ...own,
});
