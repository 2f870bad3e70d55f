import { createHash } from 'node:crypto';

/** Key of the seal in the metadata of a results file; its value is the SHA-256 of the whole file with zeros in its place. */
export const SEAL_KEY = 'virtcost_seal';
/** What stands for the seal until the file is complete. */
export const OPEN_SEAL = '0'.repeat(64);

/** The key as Parquet's footer holds it, followed by field and length of the value. */
const marker = Buffer.from(`${SEAL_KEY}\x18\x40`, 'latin1');

/** Offset of the seal's digits in a results file, undefined where it has none. */
function placeOf(bytes: Buffer): number | undefined {
  const found = bytes.lastIndexOf(marker);
  const place = found + marker.length;
  return found < 0 || place + OPEN_SEAL.length > bytes.length ? undefined : place;
}

const digestAt = (bytes: Buffer, place: number): string =>
  createHash('sha256')
    .update(bytes.subarray(0, place))
    .update(OPEN_SEAL)
    .update(bytes.subarray(place + OPEN_SEAL.length))
    .digest('hex');

/**
 * Puts the digest of a file in the place that was left for it, which is in `end`, its last bytes; those before went into
 * `before`, if there were any.
 */
export function seal(end: Buffer, before = createHash('sha256')): void {
  const place = placeOf(end);
  if (place === undefined) throw new RangeError('no place for the seal');
  end.write(before.update(end).digest('hex'), place, 'latin1');
}

/** Whether a file is as it was written: any changed bit breaks the seal, whatever a decoder would make of it. */
export function sealState(bytes: Buffer): 'whole' | 'broken' | 'none' {
  const place = placeOf(bytes);
  if (place === undefined) return 'none';
  const stored = bytes.toString('latin1', place, place + OPEN_SEAL.length);
  return stored === digestAt(bytes, place) ? 'whole' : 'broken';
}
