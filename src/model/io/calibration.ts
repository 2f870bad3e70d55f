import { type Sourced, sourced } from '../../sourced.ts';
import type { BatchCost } from './batching.ts';
import { fitBatchCost } from './batching.ts';
import type { CopyDevice } from './blocks/thin-copy.ts';

/**
 * Figures the I/O models are calibrated on. Each names the entries of the io reference it was taken
 * from; `validate io` shows those very values as calibration, not as predictions.
 */
const from = (value: number, unit: string, ids: string) =>
  sourced(value, unit, 'published', `suite io: ${ids}`);

/** One read when the table entry is cached, and what a table load adds (64 KiB clusters, SSD). */
export const l2Hit: Sourced = from(1e6 / 63_600, 'us', 'qcow2-l2cache-2.5');
export const l2Load: Sourced = from(
  (1e6 / 5100 - 1e6 / 63_600) / 0.6,
  'us',
  'qcow2-l2cache-1 and -2.5 (a miss share of 0.6)',
);

/** Fitted on every "before" value and on the "after" value of dmthin-cow-4M-1024K. */
export const thinPool: CopyDevice = {
  usPerByte: 600 / 2 ** 20,
  waveUs: 1100,
  requestUs: 120,
};

/** Host block device of the vhost-blk series. */
export const vhostSeries = {
  hostReadKiops: from(95.8, 'kIOPS', 'vhostblk-ssd-host'),
  hostWriteKiops: from(85.3, 'kIOPS', 'vhostblk-ssd-host'),
  /** Asynchronous read through QEMU's I/O thread. */
  virtioSsdReadKiops: from(57.5, 'kIOPS', 'vhostblk-ssd-virtio-blk'),
  /** One guest CPU feeding one I/O thread, and the ceiling of that thread. */
  virtioOneVcpuKiops: from(123, 'kIOPS', 'vhostblk-ram-virtio-1vcpu'),
  ioThreadCeilingKiops: from(158, 'kIOPS', 'vhostblk-ram-virtio-4vcpu'),
  vhostOneVcpuKiops: from(110, 'kIOPS', 'vhostblk-ram-vhost-1vcpu'),
  vhostTwoVcpuKiops: from(247, 'kIOPS', 'vhostblk-ram-vhost-2vcpu'),
};

/** Cost of a read relative to a write in the I/O thread, an independent machine (Felter, virtio, QD128). */
export const readToWriteCost: Sourced = sourced(
  59_321 / 46_173,
  'ratio',
  'derived',
  'Felter et al., ISPASS 2015, raw logs: fio under KVM, random writes over random reads',
);

/** Guest transmit through tun, us per packet against rx-frames. */
export const tunBatch: BatchCost = fitBatchCost([
  { batch: 1, cost: 1 / 0.91 },
  { batch: 8, cost: 1 / 1.0 },
  { batch: 64, cost: 1 / 1.08 },
]);
export const tunBatchSource = 'suite io: tun-batch-0, tun-batch-8, tun-batch-64';

/** CPU share of notifications per block request: 9.4 percent saved when 32 share one. */
export const notificationShareOfBlockRequest: Sourced = from(
  0.094 / (1 - 1 / 32),
  'share',
  'virtio-plug',
);

/** Grant map, copy and unmap of one page, per queue (two queues in the measurement). */
export const grantUs: Sourced = from((1 / 1.24 - 1 / 3.6) * 2, 'us', 'xen-grantmap-tx (Mpps)');
/** Netback work on a packet without grants, per queue. */
export const netbackUs: Sourced = from((1 / 3.6) * 2, 'us', 'xen-grantmap-tx (Mpps)');

/** Anchors of one server, cycles and clock (kvm-unit-tests and lmbench on the same machine). */
export const serverAnchors = {
  clockGhz: sourced(
    3.791,
    'GHz',
    'published',
    'KVM/ARM study, raw results (kvmperf): lmbench clock of the x86 server',
  ),
  smallestExit: sourced(
    1638,
    'cycles',
    'published',
    'KVM/ARM study, raw results (kvmperf): vmcall on the x86 server',
  ),
  userExit: sourced(
    9152,
    'cycles',
    'published',
    'KVM/ARM study, raw results (kvmperf): port I/O without eventfd on the x86 server',
  ),
  ipiWake: sourced(
    20_815,
    'cycles',
    'published',
    'KVM/ARM study, raw results (kvmperf): IPI and halt on the x86 server',
  ),
};

/** One request at a time through the host block stack and through user-space NVMe, IOPS. */
export const vfioSeries = {
  read4k: {
    stack: from(10_500, 'IOPS', 'vfio-nvme-randread-4k-1'),
    direct: from(21_600, 'IOPS', 'vfio-nvme-randread-4k-1'),
  },
  write4k: {
    stack: from(30_700, 'IOPS', 'vfio-nvme-randwrite-4k-1'),
    direct: from(37_000, 'IOPS', 'vfio-nvme-randwrite-4k-1'),
  },
  read512k: { direct: from(1591, 'IOPS', 'vfio-nvme-randread-512k-1') },
  write512k: { direct: from(1980, 'IOPS', 'vfio-nvme-randwrite-512k-1') },
};

/** A broadcast IPI to 80 CPUs: one register write a destination, and 16 destinations a write. */
export const broadcastSeries = {
  vcpus: 80,
  oneByOne: from(19_845_070_887, 'ns', 'pv-ipi (x2apic physical)'),
  sixteen: from(9_282_161_150, 'ns', 'pv-ipi (conditions: cluster mode)'),
};

/** Sequential write that copies each chunk out first. */
export const copiedChunkMBps: Sourced = from(17.7, 'MB/s', 'dmsnap-fullchunk-seq (copy first)');

/** Cached 4 KiB read at queue depth 32 through a chain of images: fit of the medians. */
export const chainRead = {
  base: sourced(7.1, 'us', 'derived', 'suite io: chain-empty-*-q32, fitted', 0.5),
  perLayer: sourced(1.95, 'us', 'derived', 'suite io: chain-empty-*-q32, fitted', 0.2),
};

const transferUs = 1e6 / vfioSeries.write512k.direct.value - 1e6 / vfioSeries.write4k.direct.value;
const directBytesPerUs = (512 * 1024 - 4096) / transferUs;
/** Fixed cost and bandwidth of a write through the host block stack of the VFIO series. */
export const smallWrite = {
  requestUs: sourced(
    1e6 / vfioSeries.write4k.stack.value - 4096 / directBytesPerUs,
    'us',
    'derived',
    'suite io: vfio-nvme-randwrite-4k-1 less its transfer',
  ),
  bytesPerUs: sourced(
    directBytesPerUs,
    'B/us',
    'derived',
    'suite io: vfio-nvme-randwrite-512k-1 and -4k-1',
  ),
};
