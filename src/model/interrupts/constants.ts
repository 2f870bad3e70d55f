import { type Sourced, sourced, unverified } from '../../sourced.ts';

/** Interrupt coalescing of virtual disks (vIC) and of IPIs. */
export const coalescing = {
  leastIops: unverified(
    2000,
    'requests/s',
    'vIC: below it every completion interrupts; recalled',
    0,
  ),
  leastInFlight: unverified(
    4,
    'requests',
    'vIC: below it every completion interrupts; recalled',
    0,
  ),
  ipiGapUs: sourced(
    100,
    'us',
    'published',
    'VMware text (secondary): an IPI waits if the last was less ago',
  ),
  microGain: sourced(
    0.18,
    'share',
    'published',
    'vIC, ATC 2011 (abstract): micro-benchmarks up to +18 %',
  ),
  tpccGain: sourced(0.05, 'share', 'published', 'vIC, ATC 2011 (abstract): TPC-C up to +5 %'),
} satisfies Record<string, Sourced>;

/** A boot with every CR8 write intercepted, and with interception only while an interrupt is held back. */
export const tprBoot = {
  before: sourced(
    1e7,
    'exits',
    'published',
    'Xen commit 300b3c46: Windows 2003 64-bit boot, "rough estimate"',
  ),
  after: sourced(
    6000,
    'exits',
    'published',
    'Xen commit 300b3c46: Windows 2003 64-bit boot, "rough estimate"',
  ),
  exitCycles: sourced(2000, 'cycles', 'published', 'SplitX: direct cost of an exit, Xeon X5570'),
} satisfies Record<string, Sourced>;
