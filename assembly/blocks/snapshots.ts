// Internal snapshots (R18, R20). Record: 0 l1 pointer  4 l1Length  8 l1Cluster  16 size u64.

import { allocate } from './arena';
import { l1Clusters, SNAPSHOT_BYTES, setSlice } from './layer';
import { allocateClusters, reference, release, releaseRun } from './refcounts';
import { hostOf, nextFour } from './status';
import { releaseTable } from './table';

function countReferences(layer: usize, l1: usize, length: u32, add: bool): void {
  const entries = (<u32>1) << load<u32>(layer, 12);
  for (let i: u32 = 0; i < length; i++) {
    const table = <usize>load<u32>(l1 + ((<usize>i) << 2));
    if (!table) continue;
    for (let entry: u32 = 0; entry < entries; entry++) {
      if (!(entry & 3)) entry = nextFour(table, entry, entries);
      const host = entry < entries ? hostOf(table, entry) : 0;
      if (!host) continue;
      if (add) reference(layer, host);
      else release(layer, host);
    }
    if (add) reference(layer, load<u32>(table));
    else releaseTable(layer, table);
  }
}

/** The snapshot table moves to new clusters; its length in bytes comes from the caller, who knows the names. */
function rewriteTable(layer: usize, bytes: u32): void {
  const size = (<u32>1) << load<u32>(layer, 0);
  const clusters = (bytes + size - 1) >> load<u32>(layer, 0);
  const cluster = clusters ? allocateClusters(layer, clusters) : 0;
  const oldCluster = load<u32>(layer, 76);
  const oldClusters = load<u32>(layer, 80);
  store<u32>(layer, cluster, 76);
  store<u32>(layer, clusters, 80);
  releaseRun(layer, oldCluster, oldClusters);
}

export function snapshotAt(layer: usize, index: u32): usize {
  return <usize>load<u32>(layer, 64) + SNAPSHOT_BYTES * index;
}

export function addSnapshot(layer: usize, newTableBytes: u32): void {
  const index = load<u32>(layer, 68);
  if (index == load<u32>(layer, 72)) unreachable();
  const length = load<u32>(layer, 28);
  const l1 = <usize>load<u32>(layer, 24);
  const cluster = allocateClusters(layer, l1Clusters(layer, length));
  countReferences(layer, l1, length, true);
  const snapshot = snapshotAt(layer, index);
  // A record that was used before keeps its array if it is long enough.
  let copy = <usize>load<u32>(snapshot);
  if (!copy || load<u32>(snapshot, 12) < length) {
    copy = allocate(<usize>length * 4);
    store<u32>(snapshot, length, 12);
  }
  memory.copy(copy, l1, <usize>length * 4);
  store<u32>(snapshot, <u32>copy);
  store<u32>(snapshot, length, 4);
  store<u32>(snapshot, cluster, 8);
  store<u64>(snapshot, load<u64>(layer, 48), 16);
  store<u32>(layer, index + 1, 68);
  rewriteTable(layer, newTableBytes);
}

export function revertTo(layer: usize, index: u32): void {
  const snapshot = snapshotAt(layer, index);
  const l1 = <usize>load<u32>(layer, 24);
  const length = load<u32>(layer, 28);
  const copy = <usize>load<u32>(snapshot);
  const copyLength = load<u32>(snapshot, 4);
  countReferences(layer, copy, copyLength, true);
  countReferences(layer, l1, length, false);
  memory.copy(l1, copy, <usize>copyLength * 4);
  memory.fill(l1 + <usize>copyLength * 4, 0, <usize>(length - copyLength) * 4);
  store<u64>(layer, load<u64>(snapshot, 16), 48);
  setSlice(layer);
}

export function dropSnapshot(layer: usize, index: u32, newTableBytes: u32): void {
  const snapshot = snapshotAt(layer, index);
  const copy = load<u32>(snapshot);
  const length = load<u32>(snapshot, 4);
  const cluster = load<u32>(snapshot, 8);
  const capacity = load<u32>(snapshot, 12);
  const last = load<u32>(layer, 68) - 1;
  memory.copy(snapshot, snapshot + SNAPSHOT_BYTES, SNAPSHOT_BYTES * (last - index));
  store<u32>(layer, last, 68);
  store<u32>(snapshotAt(layer, last), copy);
  store<u32>(snapshotAt(layer, last), capacity, 12);
  rewriteTable(layer, newTableBytes);
  countReferences(layer, <usize>copy, length, false);
  releaseRun(layer, cluster, l1Clusters(layer, length));
}
