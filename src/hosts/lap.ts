import { sourced, unverified } from '../sourced.ts';
import { assumedCycles, cache, recalled, seen, undisclosedWalkCache } from './geometry.ts';
import type { Host } from './host.ts';

const kvmperf = 'chazy/kvmperf 77e4ae2, unittests/air-taskset.txt, averages';
const anand = 'AnandTech 14664';

/**
 * The laptop of the KVM/ARM study: the same software as `srv`. Only its three anchors are known here,
 * so every other exit of it is a prediction.
 */
export const lap: Host = {
  id: 'lap',
  title: 'x86 laptop of the KVM/ARM study (kvmperf), known by its three anchors alone',
  clockGhz: unverified(1.8, 'GHz', 'model (i7-2677M) recalled, counter rate not seen', 0.15),
  coreGhz: sourced(2.598, 'GHz', 'published', 'chazy/kvmperf 77e4ae2, lmbench summary (2598 MHz)'),
  kpti: false,
  cores: 2,
  threadsPerCore: 2,
  numaNodes: 1,
  memory: {
    l1Dtlb: { '4K': recalled(64, 4), '2M': recalled(32, 4), '1G': recalled(4, 4) },
    l2Tlb: {
      ...seen(512, 4, 'Linux intel.c descriptor 0xca'),
      pages: ['4K'],
      hitCycles: assumedCycles(7),
    },
    walkCache: undisclosedWalkCache,
    nestedTlbEntries: 64,
    caches: {
      l1d: cache(32, 8, assumedCycles(4), 'published', anand),
      l2: cache(256, 8, assumedCycles(12), 'published', anand),
      l3: cache(4096, 16, assumedCycles(30), 'published', `${anand}: 2 MiB per core`),
    },
    dramCycles: assumedCycles(150),
    remoteDramCycles: assumedCycles(150, 'one node: remote equals local'),
  },
  anchors: {
    smallestExitCycles: sourced(1336, 'cycles', 'published', `${kvmperf}: vmcall`, 0.05),
    userExitCycles: sourced(6446, 'cycles', 'published', `${kvmperf}: portio_no_eventfd`, 0.05),
    ipiWakeCycles: sourced(18345, 'cycles', 'published', `${kvmperf}: ipi_halt`, 0.05),
  },
  measured: {},
};
