import { type Sourced, sourced } from '../../sourced.ts';
import type { PlacementId } from '../../techniques/technique.ts';

const sugerman =
  'Sugerman et al., USENIX 2001, table 2: Workstation 2.0, Lance NIC, Pentium III 733 MHz, sending, with optimisations';

/** VMware Workstation's network path, by what it measured of itself. */
export const workstation = {
  /** A port answered inside the monitor: IN or OUT of the interrupt controller, and of the Lance's status. */
  insidePicUs: sourced(0.78, 'us', 'published', sugerman),
  insideLanceUs: sourced(0.91, 'us', 'published', sugerman),
  /** A packet handed to the host: write(), bridge and NIC included. */
  hostCallUs: sourced(22.7, 'us', 'published', sugerman),
  emulateUs: sourced(3.0, 'us', 'published', sugerman),
  shareVmm: sourced(0.715, 'share', 'published', sugerman),
  shareTransmit: sourced(0.179, 'share', 'published', sugerman),
  shareReceive: sourced(0.025, 'share', 'published', sugerman),
  shareEmulation: sourced(0.018, 'share', 'published', sugerman),
  /** CPU to fill 100 Mbit/s, in times of native. */
  cpuTimesNative: {
    ...sourced(
      5.5,
      'times',
      'published',
      'Menon et al., introduction (secondary): Linux 2.2.17, 100 Mbit/s',
    ),
    low: 5,
    high: 6,
  },
} satisfies Record<string, Sourced>;

/** Where the monitor's own time went, percent; the rows add up to 92. */
export const workstationShares: readonly [what: string, percent: number][] = [
  ['guest idle', 30.4],
  ['code that needs no virtualization', 22.2],
  ['context switches of the guest', 11.5],
  ['host interrupt while the guest idles', 10.7],
  ['privileged instructions', 7.9],
  ['IN/OUT of the interrupt controller', 2.5],
  ['guest interrupt overhead', 2.5],
  ['IN/OUT of the Lance status', 2.3],
  ['transitions to and from virtualization code', 1.5],
  ['IN/OUT that switch worlds', 0.5],
];

export const placements: readonly {
  id: Exclude<PlacementId, 'none'>;
  title: string;
  way: string;
}[] = [
  {
    id: 'hosted',
    title: 'hosted (type 2)',
    way: 'world switch to the host system, a system call there, and back',
  },
  {
    id: 'kernel-module',
    title: 'hybrid (kernel module, KVM)',
    way: 'exit into the kernel, then to the user-space monitor or a kernel worker',
  },
  {
    id: 'bare-metal',
    title: 'bare-metal (type 1) with a driver domain (Xen Domain0)',
    way: 'hypercall, event, the driver domain is scheduled, grants',
  },
];
