import { present } from '../elements.ts';
import { clustersFor } from './geometry.ts';
import type { Image, Snapshot } from './image.ts';
import { growL1, setSize } from './resize.ts';

/** Fixed part of an entry of the snapshot table: 40 bytes and 24 of extra data. */
const ENTRY_BYTES = 64;

/** Adds (+1) or drops (-1) the references an L1 table holds: on its tables and, once a visit, on their clusters. */
function countReferences(image: Image, l1: readonly number[], change: 1 | -1): void {
  const { refcounts, tables } = image;
  for (const tableCluster of l1) {
    if (tableCluster === 0) continue;
    for (const host of present(tables.get(tableCluster)).host) {
      if (host === 0) continue;
      if (change === 1) refcounts.reference(host);
      else refcounts.release(host);
    }
    if (change === 1) refcounts.reference(tableCluster);
    else refcounts.release(tableCluster);
  }
}

/** Writes the snapshot table to new clusters and frees the old one (R18, R20). */
function rewriteTable(image: Image): void {
  let bytes = 0;
  for (const snapshot of image.snapshots) {
    bytes = Math.ceil(bytes / 8) * 8;
    bytes += ENTRY_BYTES + String(snapshot.id).length + utf8Bytes(snapshot.name);
  }
  const clusters = clustersFor(image.shape, bytes);
  const cluster = clusters > 0 ? image.refcounts.allocate(clusters) : 0;
  const old = image.snapshotTable;
  image.snapshotTable = { cluster, clusters };
  image.refcounts.releaseRun(old.cluster, old.clusters);
}

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function l1Clusters(image: Image, l1: readonly number[]): number {
  return clustersFor(image.shape, l1.length * 8);
}

/** An internal snapshot: a copy of the L1 table and one reference on everything below it (R18). */
export function createSnapshot(image: Image, name: string): void {
  const id = image.snapshots.reduce((largest, snapshot) => Math.max(largest, snapshot.id), 0) + 1;
  const l1Cluster = image.refcounts.allocate(l1Clusters(image, image.l1));
  countReferences(image, image.l1, 1);
  image.snapshots.push({ id, name, size: image.size, l1: [...image.l1], l1Cluster });
  rewriteTable(image);
}

/** Makes a snapshot's state the active one again; the snapshot stays (R20). */
export function revertSnapshot(image: Image, name: string): void {
  const snapshot = findSnapshot(image, name);
  if (snapshot.size !== image.size) setSize(image, snapshot.size);
  growL1(image, snapshot.l1.length);
  countReferences(image, snapshot.l1, 1);
  const old = image.l1;
  image.l1 = [...snapshot.l1, ...new Array<number>(old.length - snapshot.l1.length).fill(0)];
  countReferences(image, old, -1);
}

/** Removes a snapshot: the new table first, then its references and its L1 table (R20). */
export function deleteSnapshot(image: Image, name: string): void {
  const snapshot = findSnapshot(image, name);
  image.snapshots.splice(image.snapshots.indexOf(snapshot), 1);
  rewriteTable(image);
  countReferences(image, snapshot.l1, -1);
  image.refcounts.releaseRun(snapshot.l1Cluster, l1Clusters(image, snapshot.l1));
}

/** A snapshot by its id or else by its name. */
export function findSnapshot(image: Image, name: string): Snapshot {
  const snapshot =
    image.snapshots.find((entry) => String(entry.id) === name) ??
    image.snapshots.find((entry) => entry.name === name);
  if (!snapshot) throw new RangeError(`image ${image.name} has no snapshot "${name}"`);
  return snapshot;
}
