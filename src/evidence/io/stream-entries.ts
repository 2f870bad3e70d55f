import { goodputGbps } from '../../model/io/network/line-rate.ts';
import { tunnel } from '../../model/io/network/tunnel.ts';
import type { Predictor } from './predictor.ts';
import { numberIn } from './text.ts';

/** TCP streams: what a saturated CPU or a saturated wire allows. */
export const streamEntries: readonly Predictor[] = [
  {
    /** One core at full use: 8192 bits a kilobyte divided by the microseconds it costs to send. */
    ids: /^ipip-gso$/,
    predict: ({ conditions }) => {
      const [, before, after] = /send ([\d.]+) -> ([\d.]+) us\/KB/.exec(conditions) ?? [];
      return before && after ? [before, after].map((demand) => 8192 / Number(demand)) : null;
    },
    bound: 0.2,
  },
  {
    /** Packet by packet at 1500 bytes: what software segmentation leaves of a core. */
    ids: /^kernel-pktrate$/,
    predict: () => tunnel('ipip', { linkGbps: 100, mtu: 1500, offload: false }).coreGbps,
    bound: 0.2,
  },
  {
    ids: /^ovs-vxlan-early$/,
    predict: ({ conditions }) => {
      const mtu = numberIn(conditions, /(\d+) MTU/);
      return mtu === undefined ? null : [goodputGbps({ linkGbps: 10, mtu }), null];
    },
    bound: 0.02,
  },
];
