import { hostOf, vmOf } from '../src/inventory/inventory.fixture.ts';
import type { Inventory } from '../src/inventory/inventory.ts';
import { Rng } from '../src/rng.ts';

/** Equal hosts `h0...` and machines `v0...` of four CPU and six memory sizes, hosts in use between 20 and 70 %. */
export function clusterOf(hosts: number, vms: number): Inventory {
  const rng = new Rng(11);
  return {
    source: 'generated',
    findings: [],
    hosts: Array.from({ length: hosts }, (_, i) =>
      hostOf({
        name: `h${i}`,
        sockets: 2,
        cores: 32,
        mhzPerCore: 2600,
        memoryMib: 524_288,
        cpuUse: 0.2 + (0.5 * ((i * 7) % hosts)) / hosts,
      }),
    ),
    vms: Array.from({ length: vms }, (_, i) =>
      vmOf({
        name: `v${i}`,
        host: `h${i % hosts}`,
        vcpus: 2 ** rng.nextBelow(4),
        memoryMib: 4096 * (1 + rng.nextBelow(6)),
        provisionedMib: 102_400,
        inUseMib: 40_960,
      }),
    ),
  };
}
