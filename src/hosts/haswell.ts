import { assumedCycles, cache, cycles, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part } from './part.ts';

const mynavi = 'news.mynavi.jp 2013-06-21';

/** Intel Haswell: the first with EPT accessed and dirty bits. */
export const haswell: Host = part({
  id: 'haswell-ep-2014',
  title: 'Intel Haswell-EP (Xeon E5-2600 v3)',
  ghz: 2.5,
  cores: 24,
  l1Dtlb: {
    '4K': seen(64, 4, mynavi),
    '2M': seen(32, 4, `${mynavi}; ways recalled`),
    '1G': seen(4, 4, `${mynavi}; ways recalled`),
  },
  l2Tlb: {
    ...seen(1024, 8, 'Linux intel.c descriptor 0xc1'),
    pages: ['4K', '2M'],
    hitCycles: cycles(12, mynavi),
  },
  caches: {
    l1d: cache(32, 8, assumedCycles(4), 'estimated', 'recalled, no source read'),
    l2: cache(256, 8, assumedCycles(12), 'estimated', 'recalled, no source read'),
  },
  smallestExit: exitGuess.intel,
});
