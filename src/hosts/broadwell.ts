import { assumedCycles, cache, recalled, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part } from './part.ts';
import { intelPml } from './pml.ts';

/** Intel Broadwell. Its 16 second-level entries for 1G pages (recalled) are not modelled. */
export const broadwell: Host = part({
  id: 'broadwell-ep-2016',
  pml: intelPml,
  title: 'Intel Broadwell-EP (Xeon E5-2600 v4)',
  ghz: 2.4,
  cores: 28,
  l1Dtlb: { '4K': recalled(64, 4), '2M': recalled(32, 4), '1G': recalled(4, 4) },
  l2Tlb: {
    ...seen(1536, 6, 'wikichip: 6-way; mynavi says 8-way'),
    pages: ['4K', '2M'],
    hitCycles: assumedCycles(9),
  },
  caches: {
    l1d: cache(32, 8, assumedCycles(4), 'estimated', 'assumed: as Haswell'),
    l2: cache(256, 8, assumedCycles(12), 'estimated', 'assumed: as Haswell'),
  },
  smallestExit: exitGuess.intel,
});
