import { assumedCycles, cache, recalled } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part } from './part.ts';

/** Arm Neoverse V2: everything recalled. */
export const neoverseV2: Host = part({
  id: 'neoverse-v2-2023',
  title: 'Arm Neoverse V2',
  ghz: 2.8,
  cores: 96,
  threadsPerCore: 1,
  numaNodes: 1,
  l1Dtlb: { '4K': recalled(48, 48) },
  l2Tlb: { ...recalled(2048, 8), pages: ['4K', '2M', '1G'], hitCycles: assumedCycles(6) },
  caches: {
    l1d: cache(64, 4, assumedCycles(4), 'estimated', 'recalled, no source read'),
    l2: cache(2048, 8, assumedCycles(10), 'estimated', 'recalled, no source read'),
  },
  smallestExit: exitGuess.arm,
});
