import { sourced, unverified } from '../sourced.ts';
import { assumedCycles, cache, recalled } from './geometry.ts';
import type { Host } from './host.ts';

const adams = 'Adams & Agesen, ASPLOS 2006, as quoted in ligurio/openbsd-tests at_vmm.cc';
const recalledGeometry = 'recalled, no source read';
const cost = (value: number, spread = 0.02) => sourced(value, 'cycles', 'published', adams, spread);

/** Pentium 4 of 3.8 GHz class with first-generation VT-x, shadow paging: binary translation's home. */
export const p4: Host = {
  id: 'pentium4-vt-2005',
  title: 'Pentium 4 3.8 GHz class, first-generation VT-x (ASPLOS 2006)',
  clockGhz: unverified(3.8, 'GHz', 'CPU model recalled', 0.05),
  kpti: false,
  cores: 1,
  threadsPerCore: 2,
  numaNodes: 1,
  memory: {
    l1Dtlb: { '4K': recalled(64, 64) },
    l2Tlb: { ...recalled(64, 64), pages: ['4K'], hitCycles: assumedCycles(1) },
    walkCache: {
      pml5: 1,
      pml4: 1,
      pdpt: 1,
      pd: 1,
      source: 'assumed: no walk caches of note on this generation',
    },
    nestedTlbEntries: 1,
    caches: {
      l1d: cache(16, 8, assumedCycles(4), 'estimated', recalledGeometry),
      l2: cache(2048, 8, assumedCycles(28), 'estimated', recalledGeometry),
      l3: cache(2048, 8, assumedCycles(28), 'estimated', 'no third level: the second again'),
    },
    dramCycles: assumedCycles(380),
    remoteDramCycles: assumedCycles(380, 'one node: remote equals local'),
  },
  anchors: {
    smallestExitCycles: unverified(
      3963,
      'cycles',
      'Agesen et al., ATC 2012, Prescott (table recalled, abstract read)',
      0.2,
    ),
    userExitCycles: unverified(22142, 'cycles', '5.6 smallest exits, as on the kvmperf server'),
    ipiWakeCycles: unverified(50360, 'cycles', '12.7 smallest exits, as on the kvmperf server'),
  },
  measured: {
    'branch/native': cost(11),
    'branch/container': cost(11),
    'branch/binary-translation': cost(51),
    'branch/hardware-gen1': cost(11),
    'exception/native': cost(889),
    'exception/binary-translation': cost(3223),
    'exception/hardware-gen1': cost(1014),
    'page-fault/native+native': cost(1093),
    'page-fault/binary-translation+shadow': cost(3927),
    'page-fault/hardware-gen1+shadow': cost(11242),
    'pte-write/native+native': cost(1),
    'pte-write/binary-translation+shadow': cost(391),
    'pte-write/hardware-gen1+shadow': cost(12733),
    'pio-kernel/native': cost(3209),
    'pio-kernel/binary-translation': sourced(
      214,
      'cycles',
      'derived',
      `${adams}: 15 times faster than native 3209`,
      0.05,
    ),
    'pio-kernel/hardware-gen1': cost(15826),
    'tpr-write/native': sourced(140, 'cycles', 'derived', `${adams}: about four times 35`, 0.2),
    'tpr-write/binary-translation': cost(35),
    'syscall/native': unverified(242, 'cycles', 'Adams & Agesen, ASPLOS 2006 (not read)', 0.1),
  },
};
