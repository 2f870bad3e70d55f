import { sourced, unverified } from '../sourced.ts';
import type { Host } from './host.ts';
import { sandyBridgeMemory } from './sandy-bridge-memory.ts';

const kvmperf = 'chazy/kvmperf 77e4ae2, unittests/air-taskset.txt, averages';

/**
 * The laptop of the KVM/ARM study: the same software as `srv`. Only its three anchors are known here,
 * so every other exit of it is a prediction.
 */
export const lap: Host = {
  id: 'laptop-kvmperf-2013',
  title: 'x86 laptop of the KVM/ARM study (kvmperf), known by its three anchors alone',
  clockGhz: unverified(1.8, 'GHz', 'model (i7-2677M) recalled, counter rate not seen', 0.15),
  coreGhz: sourced(2.598, 'GHz', 'published', 'chazy/kvmperf 77e4ae2, lmbench summary (2598 MHz)'),
  kpti: false,
  cores: 2,
  threadsPerCore: 2,
  numaNodes: 1,
  memory: sandyBridgeMemory(4096, 150),
  anchors: {
    smallestExitCycles: sourced(1336, 'cycles', 'published', `${kvmperf}: vmcall`, 0.05),
    userExitCycles: sourced(6446, 'cycles', 'published', `${kvmperf}: portio_no_eventfd`, 0.05),
    ipiWakeCycles: sourced(18345, 'cycles', 'published', `${kvmperf}: ipi_halt`, 0.05),
  },
  measured: {},
};
