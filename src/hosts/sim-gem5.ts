import { assumedCycles, seen } from './geometry.ts';
import { simulator } from './simulator.ts';

const config = 'gem5 classic x86 (older file version)';

/** gem5 classic x86: one TLB level, so no page size may live in the second. */
export const simGem5 = simulator('sim-gem5', 'Geometry of gem5 classic x86', {
  l1Dtlb: { '4K': seen(64, 64, config) },
  l2Tlb: {
    ...seen(0, 0, `${config}: none`),
    pages: [],
    hitCycles: assumedCycles(0, 'there is no second level'),
  },
  walkCache: { pml5: 0, pml4: 0, pdpt: 0, pd: 0, source: `${config}: none` },
  nestedTlbEntries: 0,
});
