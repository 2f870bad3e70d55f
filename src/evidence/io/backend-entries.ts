import {
  bottleneck,
  ioThreadAsync,
  ioThreadCapacity,
  vhostCapacity,
} from '../../model/io/block-backend.ts';
import { readToWriteCost, vfioSeries, vhostSeries } from '../../model/io/calibration.ts';
import type { Predictor, Value } from './predictor.ts';
import { numberIn } from './text.ts';

const device = { read: vhostSeries.hostReadKiops.value, write: vhostSeries.hostWriteKiops.value };

/** Virtio block back ends and user-space NVMe. */
export const backendEntries: readonly Predictor[] = [
  {
    ids: /^vhostblk-ssd-/,
    predict: ({ id }): Value | null => {
      if (id.endsWith('-host')) return [device.read, device.write];
      const vhost = id.endsWith('-vhost-blk');
      if (!vhost && !id.endsWith('-virtio-blk')) return null;
      return (['read', 'write'] as const).map((kind) => {
        // The vCPU count is not stated: eight queues, as many as the series' host could give.
        const backEnd = vhost ? vhostCapacity(8) : ioThreadAsync(kind === 'read', readToWriteCost);
        return bottleneck({ device: device[kind], 'back end': backEnd }).kiops;
      });
    },
    bound: 0.1,
    calibration: /^vhostblk-ssd-(host|virtio-blk 0)/,
  },
  {
    ids: /^vhostblk-ram-(virtio|vhost)-\d+vcpu$/,
    predict: ({ id }) => {
      const vcpus = numberIn(id, /-(\d+)vcpu$/);
      if (!vcpus) return null;
      const kiops = id.includes('virtio') ? ioThreadCapacity(vcpus) : vhostCapacity(vcpus);
      return [kiops, kiops];
    },
    bound: 0.1,
    calibration: /^vhostblk-ram-(virtio-[14]vcpu|vhost-[12]vcpu) 0$/,
  },
  {
    /**
     * Microseconds the host block stack adds to a request of the same kind at 4 KiB, on top of the
     * VFIO time of the request itself.
     */
    ids: /^vfio-nvme-rand(read|write)-512k-1$/,
    predict: ({ id }) => {
      const { small, large } = id.includes('read')
        ? { small: vfioSeries.read4k, large: vfioSeries.read512k }
        : { small: vfioSeries.write4k, large: vfioSeries.write512k };
      const stackUs = 1e6 / small.stack.value - 1e6 / small.direct.value;
      return [1e6 / (1e6 / large.direct.value + stackUs), large.direct.value];
    },
    bound: 0.1,
    calibration: / 1$/,
    ungated: {
      leaves: /^vfio-nvme-randread-512k-1 0$/,
      reason:
        'the host path halves 512 KiB reads, which a cost per request does not explain; how the host split them is not stated',
    },
  },
  {
    ids: /^vfio-nvme-rand(read|write)-4k-1$/,
    predict: ({ id }) => {
      const { stack, direct } = id.includes('read') ? vfioSeries.read4k : vfioSeries.write4k;
      return [stack.value, direct.value];
    },
    bound: 0,
    calibration: /./,
  },
];
