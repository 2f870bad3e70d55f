import { assumedCycles, cache, cycles, recalled } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part } from './part.ts';

const wikichip = 'wikichip (Neoverse N1)';

/** Arm Neoverse N1. Its 16K and 64K granules are not modelled: 4K tables here. */
export const neoverseN1: Host = part({
  id: 'neoverse-n1-2020',
  title: 'Arm Neoverse N1 (server of 64 to 80 cores)',
  ghz: 2.5,
  cores: 64,
  threadsPerCore: 1,
  numaNodes: 1,
  l1Dtlb: { '4K': recalled(48, 48) },
  l2Tlb: { ...recalled(1280, 5), pages: ['4K', '2M', '1G'], hitCycles: assumedCycles(5) },
  caches: {
    l1d: cache(64, 4, cycles(4, wikichip), 'published', wikichip),
    l2: cache(
      1024,
      8,
      cycles(10, `${wikichip}: 9 to 11`, 0.1),
      'published',
      `${wikichip}: 512 KiB or 1 MiB`,
    ),
  },
  smallestExit: exitGuess.arm,
});
