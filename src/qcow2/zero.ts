import { f64, u32 } from '../elements.ts';
import type { HostIo } from './host-io.ts';
import { type Image, locate, privateTable, SECTOR } from './image.ts';
import { bitRange, Kind } from './l2-table.ts';
import { readsZero, runAt } from './status.ts';
import { write } from './write.ts';

/** The longest request a block driver is given in one go, a little below 2 GiB. */
const MAX_REQUEST_BYTES = 2 ** 31 - 1;

/** Writes zeroes; with `unmap` clusters may be given back. Split at the borders of subclusters (R12). */
export function zero(
  image: Image,
  offset: number,
  bytes: number,
  unmap: boolean,
  io: HostIo,
): void {
  const unit = image.shape.subclusterSize;
  const most = MAX_REQUEST_BYTES - (MAX_REQUEST_BYTES % unit);
  let at = offset;
  const end = offset + bytes;
  while (at < end) {
    const intoUnit = at % unit;
    let piece = end - at;
    if (intoUnit > 0) piece = Math.min(piece, unit - intoUnit);
    else if (piece > unit) piece -= end % unit;
    piece = Math.min(piece, most);
    zeroPiece(image, at, piece, unmap, io);
    at += piece;
  }
}

function zeroPiece(image: Image, at: number, bytes: number, unmap: boolean, io: HostIo): void {
  const unit = image.shape.subclusterSize;
  const head = at % unit;
  const atEndOfDisk = at + bytes === image.size;
  const tail = atEndOfDisk ? 0 : (unit - ((at + bytes) % unit)) % unit;
  if (head === 0 && tail === 0) {
    zeroize(image, at, bytes, unmap);
    return;
  }
  const start = at - head;
  const restIsZero = readsZero(image, start, head) && readsZero(image, at + bytes, tail);
  if (restIsZero && runAt(image, start, unit).kind !== Kind.data)
    zeroize(image, start, unit, unmap);
  else write(image, at, new Uint8Array(bytes / SECTOR), io);
}

/** Zeroes whole subclusters: partial clusters through their bitmap, whole clusters in one entry (R12). */
export function zeroize(image: Image, offset: number, bytes: number, unmap: boolean): void {
  const { clusterSize } = image.shape;
  let end = offset + bytes;
  const headEnd = Math.min(end, Math.ceil(offset / clusterSize) * clusterSize);
  const tailStart = end >= image.size ? end : Math.max(headEnd, end - (end % clusterSize));
  const tail = end - tailStart;
  end = tailStart;
  if (headEnd > offset) zeroSubclusters(image, offset, headEnd - offset);
  for (let at = headEnd; at < end; ) at += zeroClusters(image, at, end, unmap) * clusterSize;
  if (tail > 0) zeroSubclusters(image, tailStart, tail);
}

function zeroSubclusters(image: Image, offset: number, bytes: number): void {
  const { clusterSize, subclusterSize } = image.shape;
  const { l1Index, entry } = locate(image, offset);
  const table = privateTable(image, l1Index);
  const first = Math.floor((offset % clusterSize) / subclusterSize);
  const bits = bitRange(first, first + Math.ceil(bytes / subclusterSize) - 1);
  table.zero[entry] = u32(table.zero, entry) | bits;
  table.data[entry] = u32(table.data, entry) & ~bits;
}

/** The whole clusters from `at` in this slice; returns how many. */
function zeroClusters(image: Image, at: number, end: number, unmap: boolean): number {
  const { clusterSize, extended } = image.shape;
  const { l1Index, entry, inSlice } = locate(image, at);
  const table = privateTable(image, l1Index);
  const clusters = Math.min(inSlice, Math.ceil((end - at) / clusterSize));
  for (let i = entry; i < entry + clusters; i++) {
    const host = f64(table.host, i);
    const give = unmap && host !== 0;
    table.data[i] = 0;
    table.zero[i] = extended ? 0xffffffff : 1;
    if (give) {
      table.host[i] = 0;
      image.refcounts.release(host);
    }
  }
  return clusters;
}
