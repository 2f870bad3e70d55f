import { costAt } from '../../model/io/batching.ts';
import {
  broadcastSeries,
  notificationShareOfBlockRequest,
  serverAnchors,
  tunBatch,
} from '../../model/io/calibration.ts';
import { broadcastExits, exitsPerInterrupt } from '../../model/io/interrupts.ts';
import type { Predictor } from './predictor.ts';
import { numberIn } from './text.ts';

const wakeUs = serverAnchors.ipiWake.value / serverAnchors.clockGhz.value / 1000;
const exitUs = serverAnchors.smallestExit.value / serverAnchors.clockGhz.value / 1000;

/** Two equations, one per broadcast mode, give the cost of an exit and of the deliveries in the run. */
const { vcpus, oneByOne, sixteen } = broadcastSeries;
const exitNs =
  (oneByOne.value - sixteen.value) / (broadcastExits(vcpus, 1) - broadcastExits(vcpus, 16));
const deliveryNs = oneByOne.value - broadcastExits(vcpus, 1) * exitNs;

/** Kicks, interrupts, acknowledgements, wake-ups. */
export const notificationEntries: readonly Predictor[] = [
  {
    ids: /^tun-batch-\d+$/,
    predict: ({ conditions }) => {
      const batch = numberIn(conditions, /rx-frames=(\d+)/);
      return batch === undefined ? null : 1 / costAt(tunBatch, batch);
    },
    bound: 0.05,
    calibration: /^tun-batch-(0|8|64) /,
  },
  {
    ids: /^virtio-(plug|irq-batch)$/,
    predict: ({ id, conditions }) => {
      const depth = numberIn(conditions, /(?:queue depth |QD)(\d+)/);
      if (depth === undefined) return null;
      const saved = notificationShareOfBlockRequest.value * (1 - 1 / depth);
      return 100 * (id === 'virtio-plug' ? saved : 1 / (1 - saved) - 1);
    },
    bound: 3,
    absolute: true,
    calibration: /^virtio-plug /,
  },
  {
    ids: /^halt-poll-rr$/,
    predict: () => [34, 34 - wakeUs, 34 - wakeUs],
    bound: 0.1,
    calibration: / 0$/,
  },
  {
    /** Polling in the guest spares the exit of polling in the host. */
    ids: /^haltpoll-guest$/,
    predict: () => [31.33, 33.4, 33.4 - exitUs],
    bound: 0.02,
    calibration: / [01]$/,
  },
  {
    ids: /^inl-from-qemu$/,
    predict: () => [5765, 5765],
    bound: 0.02,
    calibration: / 0$/,
  },
  {
    ids: /^svm-exit$/,
    predict: () => ({ vmrun: 1360, ioctl_in: 576, ioctl_out: 592, total: 1360 + 576 + 592 }),
    bound: 0,
    calibration: / (vmrun|ioctl_\w+)$/,
  },
  {
    ids: /^pv-eoi$/,
    predict: () => exitsPerInterrupt({ paravirtualEoi: true }).total / exitsPerInterrupt({}).total,
    bound: 0,
  },
  {
    ids: /^pv-ipi$/,
    predict: () => [oneByOne.value, deliveryNs + broadcastExits(vcpus, 128) * exitNs],
    bound: 0.15,
    calibration: / 0$/,
  },
];
