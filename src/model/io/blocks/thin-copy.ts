/** A device as a copy pipeline sees it. */
export interface CopyDevice {
  /** Microseconds a byte takes, read or written. */
  usPerByte: number;
  /** Fixed cost of a wave of sub-jobs: read, write and the worker in between. */
  waveUs: number;
  /** Fixed cost of one direct guest request. */
  requestUs: number;
}

/**
 * Bandwidth (MB/s) of sequential direct writes that break sharing on a thin volume: every pool block
 * is copied by sub-jobs of `subJobBytes`, at most eight in flight, then overwritten by the guest's
 * requests.
 */
export function thinCopyMBps(
  blockBytes: number,
  requestBytes: number,
  subJobBytes: number,
  device: CopyDevice,
): number {
  const waves = Math.ceil(blockBytes / subJobBytes / 8);
  const copyUs = waves * device.waveUs + 2 * blockBytes * device.usPerByte;
  const guestUs = (blockBytes / requestBytes) * device.requestUs + blockBytes * device.usPerByte;
  return blockBytes / (copyUs + guestUs);
}

/** Metadata device of a thin pool: 48 bytes a block, 2 MiB to 16 GiB. */
export function thinMetadataBytes(dataBytes: number, blockBytes: number): number {
  return Math.min(16 * 2 ** 30, Math.max(2 * 2 ** 20, (48 * dataBytes) / blockBytes));
}
