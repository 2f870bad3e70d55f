import { sourced } from '../sourced.ts';
import { assumedCycles, cache, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { part, recalledNs } from './part.ts';

const ghz = 2.93;
const wikipedia = 'Wikipedia (mirror)';

/** Intel Nehalem: the first with EPT, no TLB tags worth the name, one page walker. */
export const nehalem: Host = part({
  id: 'nehalem-ep-2009',
  title: 'Intel Nehalem (Xeon X5570 class)',
  ghz,
  cores: 8,
  l1Dtlb: { '4K': seen(64, 4, wikipedia), '2M': seen(32, 4, `${wikipedia}; ways assumed`) },
  l2Tlb: { ...seen(512, 4, wikipedia), pages: ['4K'], hitCycles: assumedCycles(7) },
  caches: {
    l1d: cache(32, 8, assumedCycles(4), 'estimated', 'recalled, no source read'),
    l2: cache(256, 8, assumedCycles(10), 'estimated', 'recalled, no source read'),
    l3: cache(8192, 16, assumedCycles(40), 'estimated', 'recalled, no source read'),
  },
  dram: recalledNs(65, ghz),
  smallestExit: sourced(
    2000,
    'cycles',
    'published',
    'SplitX 2011, Xeon X5570: direct exit about 2000 cycles',
    0.3,
  ),
});
