import { assumedCycles, nanoseconds, seen } from './geometry.ts';
import { simulator } from './simulator.ts';

const config = 'Sniper Gainestown configuration';

/** Sniper: a flat walk of 30 cycles there; here a walk without walk caches. */
export const simSniper = simulator('sim-sniper', 'Geometry of Sniper Gainestown', {
  l1Dtlb: { '4K': seen(64, 4, config) },
  l2Tlb: { ...seen(512, 4, config), pages: ['4K', '2M', '1G'], hitCycles: assumedCycles(7) },
  walkCache: { pml5: 0, pml4: 0, pdpt: 0, pd: 0, source: `${config}: none, 30 cycles flat` },
  nestedTlbEntries: 0,
  dramCycles: nanoseconds(45, 2.5, config),
});
