import { clustersFor, l1Entries } from './geometry.ts';
import { HostIo } from './host-io.ts';
import { type Image, SECTOR } from './image.ts';
import { write } from './write.ts';
import { zeroize } from './zero.ts';

/** A longer L1 table goes to new clusters, the old ones are freed (R19). */
export function growL1(image: Image, entries: number): void {
  if (entries <= image.l1.length) return;
  const { shape, refcounts } = image;
  const start = refcounts.allocate(clustersFor(shape, entries * 8));
  const oldStart = image.l1Cluster;
  const oldClusters = clustersFor(shape, image.l1.length * 8);
  image.l1 = [...image.l1, ...new Array<number>(entries - image.l1.length).fill(0)];
  image.l1Cluster = start;
  refcounts.releaseRun(oldStart, oldClusters);
}

/** Sets the size of the virtual disk without regard to what a backing file would show. */
export function setSize(image: Image, size: number): void {
  if (size > image.size) growL1(image, l1Entries(image.shape, size));
  image.size = size;
}

/**
 * Grows a disk. Where a larger backing file would show through, the new part becomes zero clusters:
 * what was beyond the end of the disk must read as zero.
 */
export function resize(image: Image, size: number, io: HostIo = new HostIo()): void {
  const old = image.size;
  if (size <= old) {
    if (size < old) throw new RangeError(`image ${image.name}: shrinking is not modelled`);
    return;
  }
  setSize(image, size);
  if (!image.backing || image.backing.size <= old) return;
  const unit = image.shape.subclusterSize;
  const aligned = Math.min(size, Math.ceil(old / unit) * unit);
  if (aligned < size) zeroize(image, aligned, size - aligned, false);
  if (aligned > old) write(image, old, new Uint8Array((aligned - old) / SECTOR), io);
}
