import { badInput } from '../../errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { readU64 } from './header.ts';
import { COMPRESSED_FLAG, type Qcow2File } from './image-file.ts';
import { readSnapshots } from './snapshot-table.ts';

/** Who goes over the references of an image: runs of bytes, and whole L2 tables. */
export interface Visitor {
  range(offset: number, bytes: number, weight: number, active: boolean): void;
  table(view: DataView, use: TableUse): void;
}

const OFFSET_HIGH_MASK = 0x00ff_ffff;
const OFFSET_LOW_MASK = 0xffff_fe00;
const MAX_BITMAPS = 65535;
const MAX_BITMAP_TABLE_ENTRIES = 8 * 1024 * 1024;

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
  private readonly bitmaps: [offset: number, bytes: number][];

  constructor(image: Qcow2File) {
    this.image = image;
    const { snapshots, bytes } = readSnapshots(image);
    this.snapshots = snapshots;
    this.snapshotTableBytes = bytes;
    this.countTables(image.l1, true);
    for (const { l1Offset, l1Entries } of snapshots) {
      this.countTables(image.readL1(l1Offset, l1Entries), false);
    }
    this.bitmaps = bitmapReferences(image.file, image.header.bitmaps, image.shape.clusterSize);
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
    for (const { l1Offset, l1Entries } of this.snapshots) {
      visitor.range(l1Offset, l1Entries * 8, 1, false);
    }
    for (const [offset, bytes] of this.bitmaps) visitor.range(offset, bytes, 1, true);
    for (const [cluster, use] of this.tables) {
      visitor.range(cluster * clusterSize, clusterSize, use.weight, use.active);
      visitor.table(this.image.tableBytes(cluster), use);
    }
  }
}

/** What the entries of one table refer to, run by run. */
export function visitEntries(image: Qcow2File, table: DataView, use: TableUse, visitor: Visitor) {
  const { clusterSize, entryBytes } = image.shape;
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

/** Clusters of persistent dirty bitmaps: their directory, their tables and their data. */
function bitmapReferences(
  file: ByteSource,
  bitmaps: Qcow2File['header']['bitmaps'],
  clusterSize: number,
): [offset: number, bytes: number][] {
  if (!bitmaps) return [];
  const { directoryOffset, directoryBytes, count } = bitmaps;
  const fail = (offset: number, expected: string, found: number): never => {
    throw badInput({ file: file.path, offset, expected, found: String(found) });
  };
  if (count > MAX_BITMAPS) fail(0, `at most ${MAX_BITMAPS} bitmaps`, count);
  if (directoryOffset % clusterSize !== 0 || directoryOffset + directoryBytes > file.size) {
    fail(directoryOffset, 'a bitmap directory at a cluster border inside the file', directoryBytes);
  }
  const references: [number, number][] = [[directoryOffset, directoryBytes]];
  let at = directoryOffset;
  for (let i = 0; i < count && at < directoryOffset + directoryBytes; i++) {
    const view = new DataView(file.read(at, 24).buffer);
    const tableOffset = readU64(view, 0);
    const entries = view.getUint32(8);
    if (entries > MAX_BITMAP_TABLE_ENTRIES || tableOffset + entries * 8 > file.size + clusterSize) {
      fail(at + 8, 'a bitmap table inside the file', entries);
    }
    references.push([tableOffset, entries * 8]);
    const table = new DataView(file.read(tableOffset, entries * 8).buffer);
    for (let entry = 0; entry < entries; entry++) {
      const high = table.getUint32(entry * 8) & OFFSET_HIGH_MASK;
      const offset =
        high * 0x1_0000_0000 + ((table.getUint32(entry * 8 + 4) & OFFSET_LOW_MASK) >>> 0);
      if (offset !== 0) references.push([offset, clusterSize]);
    }
    at += Math.ceil((24 + view.getUint16(18) + view.getUint32(20)) / 8) * 8;
  }
  return references;
}
