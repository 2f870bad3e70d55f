import { type Sourced, sourced } from '../sourced.ts';
import { assumedCycles, cache, cycles, nanoseconds, recalled, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { intelPml } from './pml.ts';

const pvm = 'Huang et al., PVM, SOSP 2023';
const ghz = 2.5;
const wikichip = 'wikichip (Skylake-SP / Cascade Lake)';

/** Page-fault rows of Table 4, microseconds. */
function fault(us: number, what: string): Sourced {
  return sourced(us * 1000 * ghz, 'cycles', 'derived', `${pvm}, Table 4: page fault, ${what}`, 0.1);
}

/** Two Xeon Platinum 8269CY, Linux 4.19: the machine of the PVM paper. */
export const clx: Host = {
  id: 'cascade-lake-sp-2019',
  pml: intelPml,
  title: '2x Xeon Platinum 8269CY 2.5 GHz (Cascade Lake), Linux 4.19, KPTI',
  clockGhz: sourced(ghz, 'GHz', 'published', `${pvm}, section 4`),
  kpti: true,
  cores: 52,
  threadsPerCore: 2,
  numaNodes: 2,
  memory: {
    l1Dtlb: { '4K': seen(64, 4, wikichip), '2M': recalled(32, 4), '1G': seen(4, 4, wikichip) },
    l2Tlb: {
      ...seen(1536, 12, `${wikichip} and manual; CPUID says 6-way (Intel community 1371605)`),
      pages: ['4K', '2M'],
      hitCycles: assumedCycles(9),
    },
    walkCache: {
      pml5: 2,
      pml4: 2,
      pdpt: 4,
      pd: 32,
      source: 'DMT simulator configuration, not a disclosed geometry (pml5 assumed)',
    },
    nestedTlbEntries: 64,
    caches: {
      l1d: cache(32, 8, cycles(4, 'AnandTech 14694'), 'published', 'AnandTech 14694'),
      l2: cache(
        1024,
        16,
        cycles(14, 'AnandTech 14694'),
        'published',
        'AnandTech 14694; ways recalled',
      ),
      l3: cache(
        36608,
        11,
        cycles(46, 'AnandTech 14694 (Xeon 8280)'),
        'published',
        'AnandTech 14694: 1.375 MiB per core x 26 cores; ways recalled',
      ),
    },
    dramCycles: nanoseconds(78.6, ghz, 'Intel MLC on an 8269CY'),
    remoteDramCycles: nanoseconds(144.1, ghz, 'Intel MLC on an 8269CY'),
  },
  anchors: {
    smallestExitCycles: sourced(
      1150,
      'cycles',
      'derived',
      `${pvm}, Table 1: 0.46 us x ${ghz} GHz`,
      0.05,
    ),
    userExitCycles: sourced(
      9475,
      'cycles',
      'derived',
      `${pvm}, Table 1: 3.79 us x ${ghz} GHz`,
      0.05,
    ),
    ipiWakeCycles: sourced(
      14614,
      'cycles',
      'estimated',
      'not measured on this machine; 12.7 smallest exits, as on the kvmperf server',
      0.5,
    ),
  },
  measured: {
    'page-fault/hardware+nested': fault(0.15, 'EPT 0.15 us'),
    'page-fault/hardware-apicv+nested': fault(0.15, 'EPT 0.15 us'),
    'page-fault/hardware-gen1+shadow': fault(0.93, 'shadow 0.93 us'),
    'page-fault/nested+nested': fault(0.19, 'nested EPT 0.19 us'),
    'page-fault/native+native': {
      ...fault(0.15 / 1.07, 'EPT 0.15 us over 1.07, the ratio of the kvmperf server'),
      low: 0.12 * 1000 * ghz,
    },
  },
};
