import { sourced, unverified } from '../sourced.ts';
import { assumedCycles, cache, cycles, seen, undisclosedWalkCache } from './geometry.ts';
import type { Host } from './host.ts';

const cpuid = 'CPUID of an EPYC 7003';
const measuredLatency = 'pointer chase measured on an EPYC 7003';

/** AMD Zen 3 (EPYC 7003): geometry read from CPUID; no exit table of this generation is public. */
export const zen3: Host = {
  id: 'epyc-zen3-2021',
  title: 'AMD Zen 3 (EPYC 7003)',
  clockGhz: unverified(2.6, 'GHz', 'typical nominal frequency of the series, assumed', 0.2),
  kpti: false,
  cores: 32,
  threadsPerCore: 2,
  numaNodes: 2,
  memory: {
    l1Dtlb: { '4K': seen(64, 64, `${cpuid}; one array for all page sizes`) },
    l2Tlb: {
      ...seen(2048, 8, `${cpuid} (4-way for 2M)`),
      pages: ['4K', '2M'],
      hitCycles: { ...sourced(7.5, 'cycles', 'measured', measuredLatency), low: 7, high: 8 },
    },
    walkCache: undisclosedWalkCache,
    nestedTlbEntries: 64,
    caches: {
      l1d: cache(32, 8, cycles(4, measuredLatency), 'published', cpuid),
      l2: cache(512, 8, cycles(12, measuredLatency), 'published', cpuid),
      l3: cache(32768, 16, cycles(49, measuredLatency, 0.06), 'published', cpuid),
    },
    dramCycles: assumedCycles(273, 'recalled: 105 ns'),
    remoteDramCycles: assumedCycles(480),
  },
  anchors: {
    smallestExitCycles: sourced(
      1360,
      'cycles',
      'derived',
      'kvm list 2020: VMRUN window of 1344-1376 cycles on an AMD host, generation not named',
      0.3,
    ),
    userExitCycles: sourced(
      7600,
      'cycles',
      'estimated',
      '5.6 smallest exits, as on the kvmperf server',
      0.5,
    ),
    ipiWakeCycles: sourced(
      17280,
      'cycles',
      'estimated',
      '12.7 smallest exits, as on the kvmperf server',
      0.5,
    ),
  },
  measured: {},
};
