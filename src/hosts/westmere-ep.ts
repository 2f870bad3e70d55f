import { unverified } from '../sourced.ts';
import { assumedCycles, cache, cycles, recalled, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { cyclesPlusNs, part } from './part.ts';

const ghz = 2.67;
const sevenCpu = '7-cpu.com (Xeon X5650)';

/** Intel Westmere-EP: caches and memory from 7-cpu.com, the translation side recalled. */
export const westmereEp: Host = part({
  id: 'westmere-ep-2010',
  title: 'Intel Westmere-EP (Xeon X5650)',
  ghz,
  cores: 12,
  l1Dtlb: {
    '4K': recalled(64, 4),
    '2M': recalled(32, 4),
    '1G': seen(32, 32, `${sevenCpu}: about 32 effective entries, miss 23 cycles; ways assumed`),
  },
  l2Tlb: { ...recalled(512, 4), pages: ['4K'], hitCycles: assumedCycles(7) },
  caches: {
    l1d: cache(32, 8, cycles(4, sevenCpu), 'published', sevenCpu),
    l2: cache(256, 8, cycles(10, sevenCpu), 'published', sevenCpu),
    l3: cache(12_288, 16, cycles(43, `${sevenCpu}: 40 to 46`, 3 / 43), 'published', sevenCpu),
  },
  dram: cyclesPlusNs(40, 67, ghz, sevenCpu),
  remoteDram: cyclesPlusNs(40, 105, ghz, `${sevenCpu}, remote`),
  smallestExit: unverified(
    1510,
    'cycles',
    'Agesen et al., ATC 2012: 761 (recalled), times 1.98 as Nehalem under KVM stands to its entry there',
    0.4,
  ),
});
