import { grantUs, netbackUs, serverAnchors } from '../../model/io/calibration.ts';
import { goodputGbps } from '../../model/io/network/line-rate.ts';
import { packetsInRing, slotsOf } from '../../model/io/ring.ts';
import { vfChoices, virtualFunctions } from '../../model/io/sriov.ts';
import type { Predictor } from './predictor.ts';

const TSO_BYTES = 65_536;
/** 64 KiB of data pages, a header page, and one slot for segmentation information. */
const TSO_SLOTS = slotsOf(TSO_BYTES, 2);

/** SR-IOV adapters, the Xen ring and its grants. */
export const adapterEntries: readonly Predictor[] = [
  {
    ids: /^sriov-dong$/,
    predict: () => ({
      gbps: goodputGbps({ linkGbps: 10, mtu: 1500, timestamps: false }),
      vms: null,
      cpu_percent_per_vm: 1.76,
    }),
    bound: 0.02,
    calibration: / cpu_percent_per_vm$/,
  },
  {
    ids: /^sriov-solarflare$/,
    predict: () => ({ pf: 16, vf: virtualFunctions(16), msix: 2048 }),
    bound: 0,
    calibration: / (pf|msix)$/,
  },
  { ids: /^sriov-spec$/, predict: () => virtualFunctions(0), bound: 0, constant: true },
  {
    ids: /^sriov-intel-ip$/,
    predict: () => [...vfChoices.filter((count) => count >= 8), 1024, 2048],
    bound: 0,
    constant: true,
  },
  { ids: /^sriov-vectors$/, predict: () => 3072, bound: 0, constant: true },
  {
    ids: /^xen-ring$/,
    predict: () => ({ ring: 256, slots: TSO_SLOTS, packets: packetsInRing(256, TSO_SLOTS) }),
    bound: 0,
    calibration: / ring$/,
  },
  {
    /** A stream of 64 KiB packets uses one queue: each page pays a grant. */
    ids: /^xen-grantmap-tx$/,
    predict: () => {
      const perQueue = (us: number) => 2 / us;
      const packetUs = (TSO_BYTES * 8) / 28_000;
      const granted = packetUs + slotsOf(TSO_BYTES) * grantUs.value;
      return {
        mpps: [perQueue(netbackUs.value + grantUs.value), perQueue(netbackUs.value)],
        gbps: [(TSO_BYTES * 8) / granted / 1000, 28],
      };
    },
    bound: 0.05,
    calibration: / (mpps\.\d|gbps\.1)$/,
  },
  {
    /** Unmapping serialises the back ends: twice the guests, twice the processors to interrupt. */
    ids: /^xen-blk-grants$/,
    predict: () => [650_000, (650_000 * 5) / 10],
    bound: 0.2,
    calibration: / 0$/,
  },
  {
    /** An exit-less guest keeps the exits that are not interrupts: 764 a second at 2000 cycles. */
    ids: /^eli-gain$/,
    predict: () => ({
      gain: null,
      of_bare_metal: 100 * (1 - (764 * 2000) / (serverAnchors.clockGhz.value * 1e9)),
    }),
    bound: 0,
  },
];
