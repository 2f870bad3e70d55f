import { f64 } from '../elements.ts';
import { type Image, locate, privateTable } from './image.ts';

/**
 * Guest trim: whole clusters inside the range only (R13); the last, partial cluster of the disk counts
 * as whole when the range covers what there is of it.
 */
export function discard(image: Image, offset: number, bytes: number): void {
  const { clusterSize } = image.shape;
  const start = Math.ceil(offset / clusterSize) * clusterSize;
  const requestEnd = offset + bytes;
  const end =
    requestEnd === image.size ? requestEnd : Math.floor(requestEnd / clusterSize) * clusterSize;
  discardClusters(image, start, end, false);
}

/** Drops every cluster of the disk, entries become unallocated: how a layer with snapshots is emptied (R16). */
export function discardEverything(image: Image): void {
  discardClusters(image, 0, image.size, true);
}

function discardClusters(image: Image, start: number, end: number, completely: boolean): void {
  const { clusterSize, extended } = image.shape;
  for (let at = start; at < end; ) {
    const { l1Index, entry, inSlice } = locate(image, at);
    const table = privateTable(image, l1Index);
    const clusters = Math.min(inSlice, Math.ceil((end - at) / clusterSize));
    for (let i = entry; i < entry + clusters; i++) {
      const host = f64(table.host, i);
      if (!completely && host === 0 && !image.backing) continue;
      table.host[i] = 0;
      table.data[i] = 0;
      table.zero[i] = completely ? 0 : extended ? 0xffffffff : 1;
      if (host !== 0) image.refcounts.release(host);
    }
    at += clusters * clusterSize;
  }
}
