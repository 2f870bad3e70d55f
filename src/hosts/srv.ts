import { sourced, unverified } from '../sourced.ts';
import type { Host } from './host.ts';
import { sandyBridgeMemory } from './sandy-bridge-memory.ts';

const kvmperf = 'chazy/kvmperf 77e4ae2, unittests/ovh-taskset.txt, averages of 7 runs';

/** The x86 server of the KVM/ARM study: KVM with EPT, Linux 3.10, no APICv. */
export const srv: Host = {
  id: 'xeon-e3-kvmperf-2013',
  title: 'x86 server of the KVM/ARM study (kvmperf), Linux 3.10, EPT, no APICv',
  clockGhz: unverified(3.4, 'GHz', 'model (Xeon E3-1245v2) recalled, counter rate not seen', 0.12),
  coreGhz: sourced(3.791, 'GHz', 'published', 'chazy/kvmperf 77e4ae2, lmbench summary (3791 MHz)'),
  kpti: false,
  cores: 4,
  threadsPerCore: 2,
  numaNodes: 1,
  memory: sandyBridgeMemory(8192, 220),
  anchors: {
    smallestExitCycles: sourced(1638, 'cycles', 'published', `${kvmperf}: vmcall`, 0.05),
    userExitCycles: sourced(9152, 'cycles', 'published', `${kvmperf}: portio_no_eventfd`, 0.05),
    ipiWakeCycles: sourced(20815, 'cycles', 'published', `${kvmperf}: ipi_halt`, 0.05),
  },
  measured: {},
};
