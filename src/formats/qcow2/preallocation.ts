import type { Qcow2File } from './image-file.ts';
import { refcountBlocks, StoredRefcounts } from './stored-refcounts.ts';

/**
 * Whether the file takes so much less space than its refcounts say that its data must be holes: a tenth
 * less, and two clusters at least (the rule of QEMU since 4.1). Only then is the file asked where they are.
 */
export function metadataPreallocated(image: Qcow2File): boolean {
  const { clusterSize } = image.shape;
  const end = Math.ceil(image.file.size / clusterSize);
  const taken = Math.floor(image.file.allocatedBytes / clusterSize);
  const threshold = Math.max(Math.floor((taken * 10) / 9), taken + 2);
  if (threshold > end) return false;
  const stored = new StoredRefcounts(image, refcountBlocks(image).blocks);
  let inUse = 0;
  for (let cluster = 0; cluster < end && inUse < threshold; cluster++) {
    if (stored.of(cluster) !== 0) inUse++;
  }
  return inUse >= threshold;
}
