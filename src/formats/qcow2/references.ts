import { bitmapReferences, readBitmaps, type StoredBitmap } from './bitmaps.ts';
import { COMPRESSED_FLAG, type Qcow2File } from './image-file.ts';
import { readSnapshots } from './snapshot-table.ts';

/** Who goes over the references of an image: runs of bytes, and whole L2 tables. */
export interface Visitor {
  range(offset: number, bytes: number, weight: number, active: boolean): void;
  table(view: DataView, use: TableUse): void;
}

const OFFSET_HIGH_MASK = 0x00ff_ffff;
const OFFSET_LOW_MASK = 0xffff_fe00;

/** An L2 table with the number of L1 entries that refer to it. */
export interface TableUse {
  active: boolean;
  weight: number;
}

/** What an image file refers to, read once; `visitAll` can go over it as often as needed. */
export class References {
  readonly image: Qcow2File;
  readonly snapshots;
  readonly snapshotTableBytes: number;
  private readonly tables = new Map<number, TableUse>();
  readonly bitmaps: StoredBitmap[];
  private readonly bitmapClusters: [offset: number, bytes: number][];

  constructor(image: Qcow2File) {
    this.image = image;
    const { snapshots, bytes } = readSnapshots(image);
    this.snapshots = snapshots;
    this.snapshotTableBytes = bytes;
    this.countTables(image.l1, true);
    for (const { l1Offset, l1Entries } of snapshots) {
      this.countTables(image.readL1(l1Offset, l1Entries), false);
    }
    this.bitmaps = readBitmaps(image.file, image.header.bitmaps, image.shape.clusterSize);
    this.bitmapClusters = bitmapReferences(
      image.file,
      image.header.bitmaps,
      this.bitmaps,
      image.shape.clusterSize,
    );
  }

  private countTables(l1: Float64Array, active: boolean): void {
    for (const cluster of l1) {
      if (cluster === 0) continue;
      const use = this.tables.get(cluster);
      if (use) use.weight++;
      else this.tables.set(cluster, { active, weight: 1 });
    }
  }

  /** Every reference: metadata first, then table by table what the entries refer to. */
  visitAll(visitor: Visitor): void {
    const { header, shape } = this.image;
    const { clusterSize } = shape;
    visitor.range(0, clusterSize, 1, true);
    const refcountTableBytes = header.refcountTableClusters * clusterSize;
    visitor.range(header.refcountTableOffset, refcountTableBytes, 1, true);
    visitor.range(header.l1Offset, header.l1Entries * 8, 1, true);
    visitor.range(header.snapshotOffset, this.snapshotTableBytes, 1, true);
    if (header.encryptionArea) {
      visitor.range(header.encryptionArea.offset, header.encryptionArea.bytes, 1, true);
    }
    for (const { l1Offset, l1Entries } of this.snapshots) {
      visitor.range(l1Offset, l1Entries * 8, 1, false);
    }
    for (const [offset, bytes] of this.bitmapClusters) visitor.range(offset, bytes, 1, true);
    for (const [cluster, use] of this.tables) {
      visitor.range(cluster * clusterSize, clusterSize, use.weight, use.active);
      visitor.table(this.image.tableBytes(cluster), use);
    }
  }
}

/** What the entries of one table refer to, run by run. */
export function visitEntries(image: Qcow2File, table: DataView, use: TableUse, visitor: Visitor) {
  const { clusterSize, entryBytes } = image.shape;
  if (image.header.externalData) return;
  for (let at = 0; at < clusterSize; at += entryBytes) {
    const high = table.getUint32(at);
    const low = table.getUint32(at + 4);
    if (high === 0 && low === 0) continue;
    if (high & COMPRESSED_FLAG) {
      const { offset, bytes } = compressedRange(high, low, clusterSize);
      visitor.range(offset, bytes, use.weight, use.active);
      continue;
    }
    const offset = (high & OFFSET_HIGH_MASK) * 0x1_0000_0000 + ((low & OFFSET_LOW_MASK) >>> 0);
    if (offset !== 0) visitor.range(offset, clusterSize, use.weight, use.active);
  }
}

/** Where the compressed bytes of a cluster lie: offset and a count of sectors share the entry. */
export function compressedRange(high: number, low: number, clusterSize: number) {
  const countBits = Math.log2(clusterSize) - 8;
  const offsetBits = 62 - countBits;
  const highOffsetBits = offsetBits - 32;
  const sectors = ((high & 0x3fff_ffff) >>> highOffsetBits) + 1;
  const offset = (high & (2 ** highOffsetBits - 1)) * 0x1_0000_0000 + low;
  return { offset, bytes: sectors * 512 - (offset % 512) };
}
