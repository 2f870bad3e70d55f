// Packets of the multifd channels: a header and up to 128 pages, of which zero pages are only named.
import { PACKET_BYTES, PACKET_PAGES, PAGE_BYTES } from './wire-format';

let filled: u32 = 0;
let zeros: u32 = 0;

/** Pages one page stands for, and how many of these fill a packet. */
let grain: f64 = 1;
let packetPages: u32 = PACKET_PAGES;

export function startPackets(pagesPerPage: f64): void {
  grain = pagesPerPage;
  packetPages = max<u32>(1, <u32>Math.floor(<f64>PACKET_PAGES / grain + 0.5));
  empty();
}

function empty(): void {
  filled = 0;
  zeros = 0;
}

/** Pages that still fit in the packet: at least one. */
export function packetRoom(): u32 {
  return packetPages - filled;
}

/** `pages` more, all of one kind and at most packetRoom(); the packet's bytes once it is full, 0 before. */
export function fillPacket(zero: bool, pages: u32): f64 {
  filled += pages;
  if (zero) zeros += pages;
  return filled === packetPages ? flushPacket() : 0;
}

/** Bytes of the packet as it stands; 0 when it is empty. */
export function flushPacket(): f64 {
  if (filled === 0) return 0;
  let header = PACKET_BYTES;
  if (grain > 1) header = Math.floor((PACKET_BYTES * <f64>filled) / <f64>PACKET_PAGES + 0.5);
  const bytes = header + <f64>(filled - zeros) * PAGE_BYTES;
  empty();
  return bytes;
}

/** Bytes of the packets, one a channel, that end a turn. */
export function syncBytes(channels: f64): f64 {
  return Math.floor((channels * PACKET_BYTES) / grain + 0.5);
}
