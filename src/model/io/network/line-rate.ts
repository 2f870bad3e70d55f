import { UserError } from '../../../errors.ts';
import { header } from './encapsulation.ts';

/** Preamble, start delimiter and inter-frame gap: wire time that carries no byte of a frame. */
const WIRE_GAP = 20;

export interface StreamShape {
  linkGbps: number;
  /** IP packet size of the underlay. */
  mtu: number;
  /** Bytes of encapsulation per packet. */
  overheadBytes?: number;
  timestamps?: boolean;
}

/** TCP payload of one full packet. */
export function segmentBytes({ mtu, overheadBytes = 0, timestamps = true }: StreamShape): number {
  const options = timestamps ? header.tcpTimestamps : 0;
  const payload = mtu - overheadBytes - header.ipv4 - header.tcp - options;
  if (!(payload > 0)) {
    throw new UserError(`expected an MTU above ${mtu - payload} bytes of headers, found ${mtu}.`);
  }
  return payload;
}

/** Frame and gap of one full packet on the wire, bytes. */
export function wireBytes(mtu: number): number {
  return mtu + header.ethernet + header.fcs + WIRE_GAP;
}

/** TCP payload rate of a saturated Ethernet link, Gbit/s. */
export function goodputGbps(shape: StreamShape): number {
  return (shape.linkGbps * segmentBytes(shape)) / wireBytes(shape.mtu);
}

/** Packets per second that fill a link, for packets of `mtu` bytes. */
export function linePacketRate(linkGbps: number, mtu: number): number {
  return (linkGbps * 1e9) / 8 / wireBytes(mtu);
}
