// What a chain shows: the map (R14) and the counts of a check (R21).

import { HOST_MASK, l1Clusters } from './layer';
import { refcount } from './refcounts';
import { snapshotAt } from './snapshots';
import { DATA, hostOf, isPresent, NO_HOST, query, runBytes, runHost } from './status';

/**
 * Extents from `offset` on, merged, as five f64 each: start, length, depth, flags, host or -1.
 * Stops when the buffer is full; the caller goes on at the end of the last extent and merges across.
 */
export function writeMap(top: usize, offset: u64, out: usize, capacity: u32): u32 {
  const size = load<u64>(top, 48);
  let n: u32 = 0;
  while (offset < size) {
    let left = size - offset;
    let depth: f64 = 0;
    let flags: f64 = 2;
    let host: u64 = NO_HOST;
    for (let layer = top; ; depth += 1) {
      const kind = query(layer, offset, min(left, load<u64>(layer, 48) - offset));
      left = runBytes;
      host = runHost;
      if (isPresent(kind)) {
        flags = kind == DATA ? 5 : 3;
        break;
      }
      const below = <usize>load<u32>(layer, 20);
      if (!below || offset >= load<u64>(below, 48)) break;
      layer = below;
    }
    const hostNumber: f64 = host == NO_HOST ? -1 : <f64>host;
    const last = out + <usize>(n - 1) * 40;
    if (
      n &&
      load<f64>(last, 16) == depth &&
      load<f64>(last, 24) == flags &&
      (hostNumber < 0
        ? load<f64>(last, 32) < 0
        : load<f64>(last, 32) >= 0 && load<f64>(last, 32) + load<f64>(last, 8) == hostNumber)
    ) {
      store<f64>(last, load<f64>(last, 8) + <f64>left, 8);
    } else {
      if (n == capacity) return n;
      const at = out + <usize>n * 40;
      store<f64>(at, <f64>offset);
      store<f64>(at, <f64>left, 8);
      store<f64>(at, depth, 16);
      store<f64>(at, flags, 24);
      store<f64>(at, hostNumber, 32);
      n++;
    }
    offset += left;
  }
  return n;
}

/** Clusters in use, from the counts alone: no table is read. */
export function usedClusters(layer: usize): f64 {
  const top = load<u32>(layer, 60);
  let used: f64 = 0;
  for (let cluster: u32 = 0; cluster < top; cluster++) if (refcount(layer, cluster)) used += 1;
  return used;
}

/** Seven f64: allocated, fragmented, end of file in clusters, clusters in use, sum and largest refcount, metadata. */
export function writeCheck(layer: usize, out: usize): void {
  const l1 = <usize>load<u32>(layer, 24);
  const length = load<u32>(layer, 28);
  const entries = (<u32>1) << load<u32>(layer, 12);
  let allocated: f64 = 0;
  let fragmented: f64 = 0;
  for (let i: u32 = 0; i < length; i++) {
    const table = <usize>load<u32>(l1 + ((<usize>i) << 2));
    if (!table) continue;
    let next: u32 = 0;
    for (let entry: u32 = 0; entry < entries; entry++) {
      const host = hostOf(table, entry);
      if (!host) continue;
      allocated += 1;
      if (next && host != next) fragmented += 1;
      next = host + 1;
    }
  }
  let sum: f64 = 0;
  let largest: u32 = 0;
  let fileEnd: u32 = 0;
  const top = load<u32>(layer, 60);
  for (let cluster: u32 = 0; cluster < top; cluster++) {
    const value = refcount(layer, cluster);
    if (!value) continue;
    sum += <f64>value;
    if (value > largest) largest = value;
    fileEnd = cluster + 1;
  }
  store<f64>(out, allocated);
  store<f64>(out, fragmented, 8);
  store<f64>(out, <f64>fileEnd, 16);
  store<f64>(out, usedClusters(layer), 24);
  store<f64>(out, sum, 32);
  store<f64>(out, <f64>largest, 40);
  store<f64>(out, <f64>metadata(layer), 48);
}

/** Header, refcount table and blocks, L1 tables, the snapshot table, and every L2 table once. */
function metadata(layer: usize): u32 {
  let clusters: u32 = 1 + load<u32>(layer, 96) + load<u32>(layer, 80);
  const blocks = <usize>load<u32>(layer, 40);
  const blocksLength = load<u32>(layer, 44);
  for (let i: u32 = 0; i < blocksLength; i++) if (load<u32>(blocks + ((<usize>i) << 2))) clusters++;
  const snapshots = load<u32>(layer, 68);
  clusters += l1Clusters(layer, load<u32>(layer, 28));
  clusters += markTables(<usize>load<u32>(layer, 24), load<u32>(layer, 28));
  for (let i: u32 = 0; i < snapshots; i++) {
    const snapshot = snapshotAt(layer, i);
    clusters += l1Clusters(layer, load<u32>(snapshot, 4));
    clusters += markTables(<usize>load<u32>(snapshot), load<u32>(snapshot, 4));
  }
  unmarkTables(<usize>load<u32>(layer, 24), load<u32>(layer, 28));
  for (let i: u32 = 0; i < snapshots; i++) {
    const snapshot = snapshotAt(layer, i);
    unmarkTables(<usize>load<u32>(snapshot), load<u32>(snapshot, 4));
  }
  return clusters;
}

/** Marks the tables of an L1 in bit 31 of their cluster number; returns how many were not marked yet. */
function markTables(l1: usize, length: u32): u32 {
  let fresh: u32 = 0;
  for (let i: u32 = 0; i < length; i++) {
    const table = <usize>load<u32>(l1 + ((<usize>i) << 2));
    if (!table || load<u32>(table) & ~HOST_MASK) continue;
    store<u32>(table, load<u32>(table) | ~HOST_MASK);
    fresh++;
  }
  return fresh;
}

function unmarkTables(l1: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    const table = <usize>load<u32>(l1 + ((<usize>i) << 2));
    if (table) store<u32>(table, load<u32>(table) & HOST_MASK);
  }
}
