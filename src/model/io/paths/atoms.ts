import type { Host } from '../../../hosts/host.ts';
import { type Sourced, sourced, times, unverified } from '../../../sourced.ts';
import {
  grantUs,
  netbackUs,
  readToWriteCost,
  tunBatch,
  tunBatchSource,
  vhostSeries,
} from '../calibration.ts';

/** Cycles in so many microseconds on a host. */
function inCycles(us: number, host: Host, status: Sourced['status'], source: string): Sourced {
  const clock = (host.coreGhz ?? host.clockGhz).value;
  return sourced(us * clock * 1000, 'cycles', status, source, 0.2);
}

const derived = (number: Sourced, factor: number, source: string): Sourced => ({
  ...times(number, factor),
  status: 'derived',
  source: `${number.source}; ${source}`,
});

const server = 'ratio to the anchor on the kvmperf server';

/** The prices of I/O steps on a host: three anchors, everything else by measured ratios. */
export function ioAtoms(host: Host) {
  const { smallestExitCycles: exit, userExitCycles: userExit, ipiWakeCycles: wake } = host.anchors;
  const clock = (host.coreGhz ?? host.clockGhz).value;
  const ramDiskCycles = (1000 / vhostSeries.ioThreadCeilingKiops.value) * clock * 1000;
  return {
    exit,
    /** Port write signalled in the kernel (ioeventfd). */
    kick: derived(exit, 1949 / 1638, `portio_wildcard_eventfd, ${server}`),
    /** Register access answered by the device model in user space. */
    portAccess: userExit,
    mmioAccess: derived(userExit, 11_953 / 9152, `mmio_no_eventfd, ${server}`),
    /** Interrupt exit, injection; then the acknowledgement exits once more. */
    delivery: exit,
    acknowledge: derived(exit, 2305 / 1638, `eoi, ${server}`),
    wake,
    /** One QEMU I/O thread on a real device: asynchronous requests through user space. */
    ioThreadRead: inCycles(
      1000 / vhostSeries.virtioSsdReadKiops.value,
      host,
      'derived',
      'suite io: vhostblk-ssd-virtio-blk (57.5k reads/s in one thread)',
    ),
    ioThreadWrite: inCycles(
      1000 / vhostSeries.virtioSsdReadKiops.value / readToWriteCost.value,
      host,
      'derived',
      `suite io: vhostblk-ssd-virtio-blk; ${readToWriteCost.source}`,
    ),
    /** A request served in the kernel: the ceiling of a RAM disk less one trip to user space. */
    vhostBlock: unverified(
      Math.max(1000, ramDiskCycles - (userExit.value - exit.value)),
      'cycles',
      'I/O thread on a RAM disk less a user-space trip; the worker alone was not measured',
    ),
    vhostPacket: inCycles(tunBatch.perOperation, host, 'derived', tunBatchSource),
    packetNotification: inCycles(tunBatch.perNotification, host, 'derived', tunBatchSource),
    netback: inCycles(netbackUs.value, host, 'derived', netbackUs.source),
    grant: inCycles(grantUs.value, host, 'derived', grantUs.source),
    /** STREAM copy counts reads and writes: 22.53 GB/s move 11.27 GB/s. */
    copyByte: inCycles(
      2 / 22_530,
      host,
      'derived',
      'Felter et al., ISPASS 2015, raw logs: STREAM copy on one socket, native',
    ),
    driverDomainSwitch: unverified(
      10_534,
      'cycles',
      'Dall et al., ISCA 2016, VM switch, Xen x86 (table recalled)',
      0.4,
    ),
    /** Mapping a page for DMA and flushing the IOTLB when the guest keeps the IOMMU strict. */
    iommuPage: unverified(1000, 'cycles', 'no measurement was read', 0.9),
  };
}
export type IoAtoms = ReturnType<typeof ioAtoms>;
