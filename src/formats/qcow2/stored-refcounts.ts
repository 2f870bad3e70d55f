import { readU64 } from './header.ts';
import type { Qcow2File } from './image-file.ts';

const CACHE_BYTES = 32 * 1024 * 1024;

/** The refcounts an image file stores, read block by block; a missing block means 0. */
export class StoredRefcounts {
  private readonly image: Qcow2File;
  /** Refcount blocks: index -> offset in the file. */
  private readonly blocks: ReadonlyMap<number, number>;
  /** Clusters one refcount block counts. */
  readonly perBlock: number;
  private readonly cached = new Map<number, DataView | null>();
  private readonly bits: number;
  private readonly capacity: number;
  private firstCluster = Number.NEGATIVE_INFINITY;
  private last: DataView | null = null;

  constructor(image: Qcow2File, blocks: ReadonlyMap<number, number>) {
    this.image = image;
    this.blocks = blocks;
    this.bits = image.header.refcountBits;
    this.perBlock = (image.shape.clusterSize * 8) / this.bits;
    this.capacity = Math.max(2, CACHE_BYTES / image.shape.clusterSize);
  }

  of(cluster: number): number {
    let within = cluster - this.firstCluster;
    if (!(within >= 0 && within < this.perBlock)) {
      const index = Math.floor(cluster / this.perBlock);
      this.firstCluster = index * this.perBlock;
      this.last = this.block(index);
      within = cluster - this.firstCluster;
    }
    if (!this.last) return 0;
    return this.bits === 16 ? this.last.getUint16(within * 2) : this.read(this.last, within);
  }

  /** 16-bit refcounts of a window as they lie in the file; clusters without a block stay 0. */
  copyTo(out: Uint8Array, start: number, length: number): void {
    const { file, shape } = this.image;
    for (const [index, offset] of this.blocks) {
      const at = (index * this.perBlock - start) * 2;
      const from = Math.max(0, -at);
      const to = Math.min(shape.clusterSize, length * 2 - at);
      if (to > from) file.readInto(out.subarray(at + from, at + to), offset + from);
    }
  }

  private block(index: number): DataView | null {
    let view = this.cached.get(index);
    if (view !== undefined) return view;
    const offset = this.blocks.get(index);
    const { file, shape } = this.image;
    view = offset === undefined ? null : new DataView(file.read(offset, shape.clusterSize).buffer);
    if (this.cached.size >= this.capacity) {
      this.cached.delete(this.cached.keys().next().value as number);
    }
    this.cached.set(index, view);
    return view;
  }

  private read(view: DataView, within: number): number {
    switch (this.bits) {
      case 64:
        return readU64(view, within * 8);
      case 32:
        return view.getUint32(within * 4);
      case 8:
        return view.getUint8(within);
      default: {
        const at = within * this.bits;
        return (view.getUint8(at >>> 3) >>> (at & 7)) & ((1 << this.bits) - 1);
      }
    }
  }
}

/** Refcount blocks by index -> offset in the file, and how many offsets are impossible. */
export function refcountBlocks(image: Qcow2File): {
  blocks: Map<number, number>;
  impossible: number;
} {
  const { header, shape, file } = image;
  const bytes = header.refcountTableClusters * shape.clusterSize;
  const view = new DataView(file.read(header.refcountTableOffset, bytes).buffer);
  const blocks = new Map<number, number>();
  let impossible = 0;
  for (let i = 0; i * 8 < bytes; i++) {
    const offset = Math.floor(readU64(view, i * 8) / 512) * 512;
    if (offset === 0) continue;
    if (offset % shape.clusterSize !== 0 || offset >= file.size) impossible++;
    else blocks.set(i, offset);
  }
  return { blocks, impossible };
}
