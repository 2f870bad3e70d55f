import { assumedCycles, cache, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part } from './part.ts';

const guide = 'AMD software optimization guide, family 16h';

/** AMD family 16h (Jaguar). Its second-level array for 2M pages (256 entries, 2 ways) is not modelled: one second level per host. */
export const fam16h: Host = part({
  id: 'amd-jaguar-2013',
  title: 'AMD family 16h (Jaguar)',
  ghz: 2,
  cores: 4,
  threadsPerCore: 1,
  numaNodes: 1,
  l1Dtlb: { '4K': seen(40, 40, guide), '2M': seen(8, 8, guide) },
  l2Tlb: { ...seen(512, 4, guide), pages: ['4K'], hitCycles: assumedCycles(7) },
  walkCache: {
    pml5: 0,
    pml4: 0,
    pdpt: 0,
    pd: 16,
    source: `${guide}: page directory cache of 16 entries; ways assumed`,
  },
  caches: {
    l1d: cache(32, 8, assumedCycles(3), 'estimated', 'recalled, no source read'),
    l2: cache(2048, 16, assumedCycles(26), 'estimated', 'recalled, no source read'),
    l3: cache(2048, 16, assumedCycles(26), 'estimated', 'no third level: the second again'),
  },
  smallestExit: exitGuess.amd,
});
