import { assumedCycles, cache, cycles, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part } from './part.ts';

const wikichip = 'wikichip (Zen)';

/** AMD Zen: one first-level array for all page sizes; 1G pages stay out of the second level. */
export const zen1: Host = part({
  id: 'epyc-zen1-2017',
  title: 'AMD Zen (EPYC 7001)',
  ghz: 2.2,
  cores: 32,
  l1Dtlb: { '4K': seen(64, 64, `${wikichip}; one array for all page sizes`) },
  l2Tlb: {
    ...seen(1536, 12, `${wikichip}; ways assumed`),
    pages: ['4K', '2M'],
    hitCycles: assumedCycles(7),
  },
  caches: {
    l1d: cache(32, 8, assumedCycles(4), 'estimated', 'assumed: as Zen 2'),
    l2: cache(
      512,
      8,
      cycles(12, 'AnandTech (Naples)'),
      'estimated',
      'recalled; the latency alone is printed',
    ),
    l3: cache(8192, 16, assumedCycles(35), 'estimated', 'recalled: 8 MiB per four cores'),
  },
  smallestExit: exitGuess.amd,
});
