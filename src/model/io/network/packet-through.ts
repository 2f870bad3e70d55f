import { type Sourced, times } from '../../../sourced.ts';
import { encapsulation, espBytes } from './encapsulation.ts';
import { wireBytes } from './line-rate.ts';
import { type Tunnel, tunnel } from './tunnel.ts';

export interface PacketThrough {
  id: string;
  title: string;
  /** Bytes this packet gains; of ESP by its padding. */
  addedBytes: number;
  /** Packets of the underlay it becomes. */
  fragments: number;
  /** On the wire: frames, preambles and gaps. */
  wireBytes: number;
  wireUs: number;
  /** CPU of the sender with and without segmentation by the adapter. */
  cpuUs: Sourced;
  cpuUsNoOffload: Sourced;
  /** Share of the wire that carries the inner packet. */
  efficiency: number;
  /** One TCP stream of full packets, Gbit/s. */
  stream: Tunnel;
}

const IP_HEADER = 20;

/** One packet of an IP size through an encapsulation: what it grows to, and what that takes. */
export function packetThrough(
  id: string,
  { bytes, mtu, linkGbps }: { bytes: number; mtu: number; linkGbps: number },
): PacketThrough {
  const found = encapsulation(id);
  const addedBytes = id === 'ipsec' ? espBytes({ payload: bytes }).bytes : found.bytes;
  // A VLAN tag is no IP payload: it does not shrink what fits.
  const outer = bytes + addedBytes;
  const counted = id === 'vlan' ? bytes : outer;
  const fragments =
    counted <= mtu ? 1 : Math.ceil((counted - IP_HEADER) / (8 * Math.floor((mtu - IP_HEADER) / 8)));
  const wire = outer + (fragments - 1) * IP_HEADER + fragments * wireBytes(0);
  const stream = tunnel(id, { linkGbps, mtu, offload: true });
  const plain = tunnel(id, { linkGbps, mtu, offload: false });
  const cpu = (one: Tunnel): Sourced => ({ ...times(one.cpuUsPerKb, bytes / 1024), unit: 'us' });
  return {
    id,
    title: found.title,
    addedBytes,
    fragments,
    wireBytes: wire,
    wireUs: (wire * 8) / (linkGbps * 1000),
    cpuUs: cpu(stream),
    cpuUsNoOffload: cpu(plain),
    efficiency: bytes / wire,
    stream,
  };
}
