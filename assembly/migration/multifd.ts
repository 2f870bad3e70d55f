// Packets of the multifd channels: a header and up to 128 pages, of which zero pages are only named.
import { PACKET_BYTES, PACKET_PAGES, PAGE_BYTES } from './wire-format';

let filled: u32 = 0;
let zeros: u32 = 0;

export function startPackets(): void {
  filled = 0;
  zeros = 0;
}

/** Pages that still fit in the packet: at least one. */
export function packetRoom(): u32 {
  return PACKET_PAGES - filled;
}

/** `pages` more, all of one kind and at most packetRoom(); the packet's bytes once it is full, 0 before. */
export function fillPacket(zero: bool, pages: u32): f64 {
  filled += pages;
  if (zero) zeros += pages;
  return filled === PACKET_PAGES ? flushPacket() : 0;
}

/** Bytes of the packet as it stands; 0 when it is empty. */
export function flushPacket(): f64 {
  if (filled === 0) return 0;
  const bytes = PACKET_BYTES + <f64>(filled - zeros) * PAGE_BYTES;
  startPackets();
  return bytes;
}
