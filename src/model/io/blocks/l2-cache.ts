/** Bytes of L2 table entries that map a whole disk: one entry a cluster, 16 bytes if extended. */
import { present } from '../../../elements.ts';

export function l2CacheToCover(diskBytes: number, clusterBytes: number, extended = false): number {
  return (diskBytes * (extended ? 16 : 8)) / clusterBytes;
}

/** Share of uniformly random reads whose table entry is not cached. */
export function missShare(cacheBytes: number, neededBytes: number): number {
  return Math.max(0, 1 - cacheBytes / neededBytes);
}

/** Table loads of a plain LRU cache of `slices`, for a sequence of slice numbers. */
export function lruLoads(sequence: Iterable<number>, slices: number): number {
  const held = new Set<number>();
  let loads = 0;
  for (const slice of sequence) {
    if (!held.delete(slice)) {
      loads++;
      if (held.size >= slices) held.delete(present(held.values().next().value));
    }
    held.add(slice);
  }
  return loads;
}
