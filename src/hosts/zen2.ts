import { assumedCycles, cache, cycles, nanoseconds, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part } from './part.ts';

const ghz = 2.25;
const anand = 'AnandTech 14694';
const wikichip = 'wikichip (Zen 2)';

/** AMD Zen 2: the second level holds 4K, 2M and page-directory entries; 1G pages enter it as 2M. */
export const zen2: Host = part({
  id: 'epyc-zen2-2019',
  title: 'AMD Zen 2 (EPYC 7002)',
  ghz,
  cores: 64,
  l1Dtlb: { '4K': seen(64, 64, `${wikichip}; one array for all page sizes`) },
  l2Tlb: {
    ...seen(2048, 16, `${wikichip}: 12 ways, which do not divide 2048: 16 simulated`),
    pages: ['4K', '2M'],
    hitCycles: assumedCycles(7),
  },
  caches: {
    l1d: cache(32, 8, cycles(4, '7-cpu.com'), 'published', '7-cpu.com'),
    l2: cache(512, 8, cycles(13, anand), 'published', anand),
    l3: cache(16_384, 16, cycles(34, anand), 'published', `${anand}: per four cores`),
  },
  dram: nanoseconds(122, ghz, `${anand}, NPS1, 128 MB footprint (113 ns in NPS4)`),
  smallestExit: exitGuess.amd,
});
