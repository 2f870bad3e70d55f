import { UserError } from '../../errors.ts';

const PAGE = 4096;

/** Pages (grants, ring slots) a buffer takes: its data pages and one for the header. */
export function slotsOf(bytes: number, headerSlots = 1): number {
  return Math.ceil(bytes / PAGE) + headerSlots;
}

/** Largest packets a ring holds; a packet never takes part of its slots. */
export function packetsInRing(entries: number, slotsPerPacket: number): number {
  if (!(entries > 0) || !(slotsPerPacket > 0))
    throw new UserError('expected a ring of 1 or more entries and packets of 1 or more slots.');
  return Math.floor(entries / slotsPerPacket);
}

/** Requests in flight a block ring allows: 11 segments of 4 KiB each (44 KiB), more if indirect. */
export const BLOCK_SEGMENTS_PER_REQUEST = 11;
export const BLOCK_REQUEST_BYTES = BLOCK_SEGMENTS_PER_REQUEST * PAGE;

/** Ring requests a guest request of `bytes` becomes when each carries at most `maxBytes`. */
export function ringRequests(bytes: number, maxBytes = BLOCK_REQUEST_BYTES): number {
  return Math.max(1, Math.ceil(bytes / maxBytes));
}
