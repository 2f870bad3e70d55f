import { num, present } from '../elements.ts';
import { clustersFor, type Geometry, geometry, l1Entries, sliceEntries } from './geometry.ts';
import { HostContent } from './host-content.ts';
import { copyTable, emptyTable, type L2Table } from './l2-table.ts';
import { Refcounts } from './refcounts.ts';

/** Guest data moves in sectors; every offset and length of an operation is a multiple. */
export const SECTOR = 512;

/** An internal snapshot: a copy of the L1 table that shares everything below it. */
export interface Snapshot {
  id: number;
  name: string;
  size: number;
  l1: number[];
  l1Cluster: number;
}

/** As much of an image as a status query needs; the tables may be read from a file when asked for. */
export interface MappedDisk {
  size: number;
  shape: Geometry;
  /** Cluster of each L2 table, 0: none. */
  l1: ArrayLike<number>;
  tables: { get(cluster: number): L2Table | undefined };
}

/** One qcow2 image file: its active map, refcounts, internal snapshots and the bytes behind them. */
export interface Image {
  name: string;
  /** Bytes of the virtual disk. */
  size: number;
  shape: Geometry;
  backing: Image | null;
  /** Cluster of each L2 table, 0: none. */
  l1: number[];
  l1Cluster: number;
  tables: Map<number, L2Table>;
  refcounts: Refcounts;
  snapshots: Snapshot[];
  snapshotTable: { cluster: number; clusters: number };
  content: HostContent;
}

/** An empty image in the layout of a fresh file: header, refcount table, refcount block, L1 (R1). */
export function createImage(
  name: string,
  size: number,
  clusterSize: number,
  extended: boolean,
  backing: Image | null,
): Image {
  const shape = geometry(clusterSize, extended);
  const image: Image = {
    name,
    size,
    shape,
    backing,
    l1: [],
    l1Cluster: 3,
    tables: new Map(),
    refcounts: new Refcounts(shape),
    snapshots: [],
    snapshotTable: { cluster: 0, clusters: 0 },
    content: new HostContent(),
  };
  layOut(image, l1Entries(shape, size));
  return image;
}

/** Puts an image without snapshots into the fresh layout, everything unallocated (R1, R16). */
export function layOut(image: Image, entries: number): void {
  image.l1 = new Array<number>(entries).fill(0);
  image.tables.clear();
  image.refcounts.reset();
  image.l1Cluster = image.refcounts.allocate(clustersFor(image.shape, entries * 8));
  image.refcounts.hint = 0;
}

/** What opening the file afresh forgets: the allocator's hint, in the whole chain (R2). */
export function openAfresh(image: Image): void {
  for (let layer: Image | null = image; layer; layer = layer.backing) layer.refcounts.hint = 0;
}

/** The table of an L1 entry, or null; for reading. */
export function tableAt(image: MappedDisk, l1Index: number): L2Table | null {
  const cluster = image.l1[l1Index] ?? 0;
  return cluster === 0 ? null : present(image.tables.get(cluster));
}

/** The table of an L1 entry made private: allocated if missing, copied if shared (R6). */
export function privateTable(image: Image, l1Index: number): L2Table {
  const { refcounts, tables, l1, shape } = image;
  const old = num(l1, l1Index);
  if (old !== 0 && refcounts.of(old) === 1) return present(tables.get(old));
  const cluster = refcounts.allocate(1);
  const table = old === 0 ? emptyTable(shape) : copyTable(present(tables.get(old)));
  tables.set(cluster, table);
  l1[l1Index] = cluster;
  if (old !== 0) refcounts.release(old);
  return table;
}

/** Where a guest offset falls: L1 index, entry in the table, entries left in its slice of the L2 cache. */
export function locate(image: MappedDisk, offset: number) {
  const { clusterSize, entriesPerTable } = image.shape;
  const cluster = Math.floor(offset / clusterSize);
  const entry = cluster % entriesPerTable;
  const slice = sliceEntries(image.shape, image.size);
  return {
    l1Index: Math.floor(cluster / entriesPerTable),
    entry,
    inSlice: slice - (entry % slice),
  };
}
