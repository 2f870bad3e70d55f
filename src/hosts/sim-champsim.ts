import { cache, cycles, seen } from './geometry.ts';
import { simulator } from './simulator.ts';

const config = 'ChampSim champsim_config.json';

/** ChampSim: walk caches of 1x2, 1x4, 2x4 and 4x8 sets x ways there, fully associative here. */
export const simChampsim = simulator('sim-champsim', 'Geometry of the ChampSim default', {
  l1Dtlb: { '4K': seen(64, 4, config) },
  l2Tlb: { ...seen(1536, 12, config), pages: ['4K', '2M'], hitCycles: cycles(8, config) },
  walkCache: { pml5: 2, pml4: 4, pdpt: 8, pd: 32, source: `${config}: PSCL5 to PSCL2` },
  nestedTlbEntries: 0,
  caches: {
    l1d: cache(48, 12, cycles(5, config), 'published', config),
    l2: cache(512, 8, cycles(10, config), 'published', config),
    l3: cache(2048, 16, cycles(20, config), 'published', config),
  },
});
