import type { Inventory } from '../src/inventory/inventory.ts';
import { Rng } from '../src/rng.ts';

/** Equal hosts `h0...` and machines `v0...` of four CPU and six memory sizes, hosts in use between 20 and 70 %. */
export function clusterOf(hosts: number, vms: number): Inventory {
  const rng = new Rng(11);
  return {
    source: 'generated',
    findings: [],
    hosts: Array.from({ length: hosts }, (_, i) => ({
      name: `h${i}`,
      cluster: 'c',
      sockets: 2,
      cores: 32,
      mhzPerCore: 2600,
      memoryMib: 524_288,
      cpuUse: 0.2 + (0.5 * ((i * 7) % hosts)) / hosts,
      state: 'up',
    })),
    vms: Array.from({ length: vms }, (_, i) => ({
      name: `v${i}`,
      cluster: 'c',
      host: `h${i % hosts}`,
      power: 'on',
      template: false,
      vcpus: 2 ** rng.nextBelow(4),
      memoryMib: 4096 * (1 + rng.nextBelow(6)),
      provisionedMib: 102_400,
      inUseMib: 40_960,
      cpuReservationMhz: 0,
      memoryReservationMib: 0,
      os: '',
    })),
  };
}
