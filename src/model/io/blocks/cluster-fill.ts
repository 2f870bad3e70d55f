/** What the cluster under a guest write held before. */
export type ClusterState =
  | 'fresh'
  | 'overwrite'
  | 'after internal snapshot'
  | 'overlay on data'
  | 'overlay on zero base'
  | 'second write after snapshot';

export interface HostBytes {
  written: number;
  readForCopy: number;
  zeroRanged: number;
}

/** Above this guest part the driver reads the two sides separately instead of the whole span. */
const WHOLE_SPAN_READ_MAX = 16 * 1024;

/**
 * Mean host bytes of one aligned guest write into a distinct cluster of a qcow2 image, uniformly
 * placed: rules R8, R10 and R11 of the recorded map rules. A write at the edge of the span has one
 * side only, so it reads that side; a small write inside reads the whole span in one request.
 */
export function hostBytesPerWrite(
  guestBytes: number,
  clusterBytes: number,
  extended: boolean,
  state: ClusterState,
): HostBytes {
  const plain = { written: guestBytes, readForCopy: 0, zeroRanged: 0 };
  if (state === 'overwrite' || state === 'second write after snapshot') return plain;
  const grain = extended && state !== 'after internal snapshot' ? clusterBytes / 32 : clusterBytes;
  const span = Math.ceil(guestBytes / grain) * grain;
  if (span === guestBytes) return plain;
  if (state === 'fresh' || state === 'overlay on zero base') return { ...plain, zeroRanged: span };
  const sides = span - guestBytes;
  const places = sides / guestBytes + 1;
  const edges = Math.min(places, 2);
  const inside = guestBytes <= WHOLE_SPAN_READ_MAX ? span : sides;
  const readForCopy = (edges * sides + (places - edges) * inside) / places;
  return { written: span, readForCopy, zeroRanged: 0 };
}
