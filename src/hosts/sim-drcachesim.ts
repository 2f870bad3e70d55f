import { assumedCycles, seen } from './geometry.ts';
import { simulator } from './simulator.ts';

const config = 'drcachesim TLB simulator defaults';

/** drcachesim: counts only, LFU replacement there, LRU here. */
export const simDrcachesim = simulator(
  'sim-drcachesim',
  'Geometry of the drcachesim TLB simulator',
  {
    l1Dtlb: { '4K': seen(32, 32, config) },
    l2Tlb: { ...seen(1024, 4, config), pages: ['4K', '2M', '1G'], hitCycles: assumedCycles(7) },
    walkCache: { pml5: 0, pml4: 0, pdpt: 0, pd: 0, source: `${config}: no walk is modelled` },
    nestedTlbEntries: 0,
  },
);
