import { sourced } from '../sourced.ts';
import { assumedCycles, cache, cycles, recalled, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { part, recalledNs } from './part.ts';
import { intelPml } from './pml.ts';

const ghz = 2.7;
const anand = 'AnandTech 14694';
const wikichip = 'wikichip (Skylake-SP / Cascade Lake)';

/** Intel Skylake-SP and Cascade Lake, any model: `clx` is one measured machine of it. Its 16 second-level entries for 1G pages (recalled) are not modelled. */
export const skylakeSp: Host = part({
  id: 'skylake-sp-2017',
  pml: intelPml,
  title: 'Intel Skylake-SP / Cascade Lake (28 cores)',
  ghz,
  cores: 56,
  l1Dtlb: { '4K': seen(64, 4, wikichip), '2M': recalled(32, 4), '1G': seen(4, 4, wikichip) },
  l2Tlb: {
    ...seen(1536, 12, `${wikichip} and manual; CPUID says 6-way (Intel community 1371605)`),
    pages: ['4K', '2M'],
    hitCycles: assumedCycles(9),
  },
  caches: {
    l1d: cache(32, 8, cycles(4, anand), 'published', anand),
    l2: cache(1024, 16, cycles(14, anand), 'published', `${anand}; ways recalled`),
    l3: cache(39_424, 11, cycles(46, anand), 'published', `${anand} (Xeon 8280); ways recalled`),
  },
  dram: recalledNs(90, ghz),
  smallestExit: sourced(
    1150,
    'cycles',
    'derived',
    'Huang et al., PVM, SOSP 2023, Table 1: 0.46 us x 2.5 GHz on an 8269CY',
    0.2,
  ),
});
