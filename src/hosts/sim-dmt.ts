import { present } from '../elements.ts';
import { sourced } from '../sourced.ts';
import { clx } from './clx.ts';
import { cache, cycles, seen } from './geometry.ts';
import type { Host } from './host.ts';

const dmt = 'DMT simulator-virt configuration';

/** The Skylake-SP-like memory geometry of the DMT simulator; exits as on Cascade Lake. */
export const simDmt: Host = {
  ...clx,
  id: 'sim-dmt',
  title: 'Skylake-SP-like geometry of the DMT simulator, exits as on Cascade Lake',
  memory: {
    ...clx.memory,
    l1Dtlb: {
      '4K': seen(64, 4, dmt),
      '2M': present(clx.memory.l1Dtlb['2M']),
      '1G': present(clx.memory.l1Dtlb['1G']),
    },
    l2Tlb: { ...seen(1536, 12, dmt), pages: ['4K', '2M'], hitCycles: clx.memory.l2Tlb.hitCycles },
    walkCache: { pml5: 2, pml4: 2, pdpt: 4, pd: 32, source: `${dmt} (pml5 assumed)` },
    caches: {
      l1d: cache(32, 8, cycles(4, dmt), 'published', dmt),
      l2: cache(1024, 16, cycles(14, dmt), 'published', dmt),
      l3: cache(22528, 11, cycles(54, dmt), 'published', dmt),
    },
    dramCycles: cycles(200, dmt),
    remoteDramCycles: sourced(
      366,
      'cycles',
      'derived',
      `${dmt}: 200 cycles times the remote ratio 1.83 of an 8269CY`,
      0.2,
    ),
  },
};
