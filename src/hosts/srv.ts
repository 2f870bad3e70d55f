import { sourced, unverified } from '../sourced.ts';
import { assumedCycles, cache, recalled, seen, undisclosedWalkCache } from './geometry.ts';
import type { Host } from './host.ts';

const kvmperf = 'chazy/kvmperf 77e4ae2, unittests/ovh-taskset.txt, averages of 7 runs';
const anand = 'AnandTech 14664';

/** The x86 server of the KVM/ARM study: KVM with EPT, Linux 3.10, no APICv. */
export const srv: Host = {
  id: 'srv',
  title: 'x86 server of the KVM/ARM study (kvmperf), Linux 3.10, EPT, no APICv',
  clockGhz: unverified(3.4, 'GHz', 'model (Xeon E3-1245v2) recalled, counter rate not seen', 0.12),
  coreGhz: sourced(3.791, 'GHz', 'published', 'chazy/kvmperf 77e4ae2, lmbench summary (3791 MHz)'),
  kpti: false,
  cores: 4,
  threadsPerCore: 2,
  numaNodes: 1,
  memory: {
    l1Dtlb: { '4K': recalled(64, 4), '2M': recalled(32, 4), '1G': recalled(4, 4) },
    l2Tlb: {
      ...seen(512, 4, 'Linux intel.c descriptor 0xca (Sandy Bridge)'),
      pages: ['4K'],
      hitCycles: assumedCycles(7),
    },
    walkCache: undisclosedWalkCache,
    nestedTlbEntries: 64,
    caches: {
      l1d: cache(32, 8, assumedCycles(4), 'published', anand),
      l2: cache(256, 8, assumedCycles(12), 'published', anand),
      l3: cache(8192, 16, assumedCycles(30), 'published', `${anand}: 2 MiB per core`),
    },
    dramCycles: assumedCycles(220),
    remoteDramCycles: assumedCycles(220, 'one node: remote equals local'),
  },
  anchors: {
    smallestExitCycles: sourced(1638, 'cycles', 'published', `${kvmperf}: vmcall`, 0.05),
    userExitCycles: sourced(9152, 'cycles', 'published', `${kvmperf}: portio_no_eventfd`, 0.05),
    ipiWakeCycles: sourced(20815, 'cycles', 'published', `${kvmperf}: ipi_halt`, 0.05),
  },
  measured: {},
};
