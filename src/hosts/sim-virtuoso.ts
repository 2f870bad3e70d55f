import { cycles, nanoseconds, seen } from './geometry.ts';
import { simulator } from './simulator.ts';

const config = 'Virtuoso mmu_base / mmu_virt configuration';

/** Virtuoso: three walk caches of 32 entries in 4 ways there, fully associative here. */
export const simVirtuoso = simulator('sim-virtuoso', 'Geometry of the Virtuoso baseline', {
  l1Dtlb: { '4K': seen(64, 4, config), '2M': seen(64, 4, config) },
  l2Tlb: { ...seen(2048, 8, config), pages: ['4K', '2M'], hitCycles: cycles(12, config) },
  walkCache: { pml5: 0, pml4: 32, pdpt: 32, pd: 32, source: `${config}: 3 levels of 32 entries` },
  nestedTlbEntries: 64,
  dramCycles: nanoseconds(55, 2.5, `${config} (MeteorLake)`),
});
