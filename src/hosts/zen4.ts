import { assumedCycles, cache, recalled } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part } from './part.ts';

const source = 'recalled, no source read';

/** AMD Zen 4: everything recalled. */
export const zen4: Host = part({
  id: 'epyc-zen4-2022',
  title: 'AMD Zen 4 (EPYC 9004)',
  ghz: 2.4,
  cores: 96,
  l1Dtlb: { '4K': recalled(72, 72) },
  l2Tlb: { ...recalled(3072, 24), pages: ['4K', '2M'], hitCycles: assumedCycles(7) },
  caches: {
    l1d: cache(32, 8, assumedCycles(4), 'estimated', source),
    l2: cache(1024, 8, assumedCycles(14), 'estimated', source),
    l3: cache(32_768, 16, assumedCycles(50), 'estimated', source),
  },
  smallestExit: exitGuess.amd,
});
