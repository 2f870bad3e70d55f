import { sourced, unverified } from '../sourced.ts';
import { assumedCycles, cache, recalled, seen, undisclosedWalkCache } from './geometry.ts';
import type { Host } from './host.ts';
import { intelPml } from './pml.ts';

const mail = 'kvm list, spectre_bhi=vmexit, vmexit_tscdeadline_immed on Xeon Gold 6442Y';
const book = 'perf-book chapter 3 (Golden Cove)';

/** Xeon Gold 6442Y (Sapphire Rapids), Linux 6.6.34: exits with today's speculation mitigations. */
export const spr: Host = {
  id: 'sapphire-rapids-2023',
  pml: intelPml,
  title: 'Xeon Gold 6442Y (Sapphire Rapids), Linux 6.6.34',
  clockGhz: unverified(2.6, 'GHz', 'nominal frequency recalled', 0.1),
  kpti: false,
  cores: 48,
  threadsPerCore: 2,
  numaNodes: 2,
  memory: {
    l1Dtlb: {
      '4K': seen(96, 6, `${book}; ways recalled`),
      '2M': seen(32, 4, book),
      '1G': recalled(16, 16),
    },
    l2Tlb: {
      ...seen(2048, 16, `${book}; ways recalled`),
      pages: ['4K', '2M'],
      hitCycles: assumedCycles(7),
    },
    walkCache: undisclosedWalkCache,
    nestedTlbEntries: 64,
    caches: {
      l1d: cache(48, 12, assumedCycles(5), 'published', `${book}; ways recalled`),
      l2: cache(2048, 16, assumedCycles(15), 'published', `${book}; ways recalled`),
      l3: cache(61440, 15, assumedCycles(70), 'estimated', 'recalled, no source read'),
    },
    dramCycles: assumedCycles(286, 'recalled: 110 ns'),
    remoteDramCycles: assumedCycles(480),
  },
  anchors: {
    smallestExitCycles: sourced(
      1385,
      'cycles',
      'derived',
      'geometric mean of 1150 (Cascade Lake) and 1638 less the MSR handler; not measured here',
      0.3,
    ),
    userExitCycles: sourced(
      9475,
      'cycles',
      'estimated',
      'as on Cascade Lake; not measured on this machine',
      0.4,
    ),
    ipiWakeCycles: sourced(
      17600,
      'cycles',
      'estimated',
      '12.7 smallest exits, as on the kvmperf server',
      0.5,
    ),
  },
  measured: {
    'timer-arm/hardware': sourced(3153, 'cycles', 'published', `${mail}, test 2`, 0.03),
  },
};
