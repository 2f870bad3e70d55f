// One image of a chain. Byte offsets in the record:
//
//   0 clusterBits  4 subBits     8 subs        12 entryBits    all log2 but subs (1 or 32)
//  16 sliceBits   20 backing    24 l1         28 l1Length      l1: u32 pointers to tables, 0 = none
//  32 l1Cluster   36 hint       40 blocks     44 blocksLength  blocks: u32 pointers to refcount blocks
//  48 size (u64)  56 freeTables 60 end        64 snapshots     68 snapshotCount
//  72 snapshotCapacity          76 tableCluster                80 tableClusters
//  84 cache (0 = none)               88 slice bytes if configured
//  92 refcountTableCluster           96 refcountTableClusters
// 128 counters, f64 each, in the order of the constants below.
//
// A table: 16 bytes head (u32 host cluster, u32 next free), then E host words; with extended L2
// E data bitmaps and E zero bitmaps follow. Without it bit 31 of the host word is the zero flag.

import { allocate } from './arena';
import { createCache } from './cache';
import { COUNTERS, LAYER_CACHE } from './layout';

export const LAYER_BYTES: usize = 320;
export const TABLE_HEAD: usize = 16;
export const ZERO_FLAG: u32 = 0x80000000;
export const HOST_MASK: u32 = 0x7fffffff;
export const SNAPSHOT_BYTES: usize = 24;

export const DATA_READ: usize = COUNTERS; // requests, then bytes; likewise the next two
export const DATA_WRITE: usize = 144;
export const ZERO_RANGE: usize = 160;
export const REQUESTS: usize = 176;
export const ALLOCATIONS: usize = 184; // groups of newly allocated clusters
export const RELEASES: usize = 192; // such groups that replaced clusters
export const NEW_TABLES: usize = 200;
export const COPIED_TABLES: usize = 208;
export const LOOKUPS: usize = 216; // status queries of this layer
export const IN_PLACE: usize = 224; // groups overwritten in place
export const REFCOUNT_BLOCKS: usize = 232; // made after creation

const DEFAULT_CACHE_BYTES: u64 = 32 * 1024 * 1024;

export function count(layer: usize, counter: usize, amount: f64): void {
  store<f64>(layer + counter, load<f64>(layer + counter) + amount);
}

/** Counts a host request of `bytes`. */
export function countIo(layer: usize, counter: usize, bytes: u64): void {
  store<f64>(layer + counter, load<f64>(layer + counter) + 1);
  store<f64>(layer + counter + 8, load<f64>(layer + counter + 8) + <f64>bytes);
}

export function l1Entries(clusterBits: u32, entryBits: u32, size: u64): u32 {
  const bits = <u64>(clusterBits + entryBits);
  return <u32>((size + ((<u64>1) << bits) - 1) >> bits);
}

/** Clusters of an L1 table of `entries`. */
export function l1Clusters(layer: usize, entries: u32): u32 {
  const bits = <u64>load<u32>(layer, 0);
  return <u32>((<u64>entries * 8 + ((<u64>1) << bits) - 1) >> bits);
}

/** Slice of the L2 cache: the whole table while 32 MiB hold every table of the disk. */
export function setSlice(layer: usize): void {
  const clusterBits = load<u32>(layer, 0);
  const entryShift: u32 = load<u32>(layer, 8) == 32 ? 4 : 3;
  if (load<u32>(layer, 88)) {
    store<u32>(layer, 31 - <u32>clz(load<u32>(layer, 88)) - entryShift, 16);
    return;
  }
  const clusters = (load<u64>(layer, 48) + ((<u64>1) << clusterBits) - 1) >> clusterBits;
  const whole = clusters << entryShift <= DEFAULT_CACHE_BYTES;
  const bits: u32 = clusterBits < 12 ? clusterBits : 12;
  store<u32>(layer, whole ? load<u32>(layer, 12) : bits - entryShift, 16);
}

export function makeLayer(
  clusterBits: u32,
  extended: u32,
  size: u64,
  backing: usize,
  snapshotCapacity: u32,
  maxFileClusters: f64,
  cacheSlices: u32,
  sliceBytes: u32,
): usize {
  const layer = allocate(LAYER_BYTES);
  const entryBits = clusterBits - (extended ? 4 : 3);
  store<u32>(layer, clusterBits, 0);
  store<u32>(layer, extended ? clusterBits - 5 : clusterBits, 4);
  store<u32>(layer, extended ? 32 : 1, 8);
  store<u32>(layer, entryBits, 12);
  store<u32>(layer, <u32>backing, 20);
  store<u64>(layer, size, 48);
  const l1Length = l1Entries(clusterBits, entryBits, size);
  store<u32>(layer, <u32>allocate(<usize>l1Length * 4), 24);
  store<u32>(layer, l1Length, 28);
  store<u32>(layer, 3, 32);
  let blocks = <u32>(maxFileClusters / <f64>((<u64>1) << (clusterBits - 1))) + 2;
  blocks += (blocks >> (clusterBits - 4)) + 2; // the area of a grown refcount table
  store<u32>(layer, <u32>allocate(<usize>blocks * 4), 40);
  store<u32>(layer, blocks, 44);
  store<u32>(layer, <u32>allocate(<usize>snapshotCapacity * SNAPSHOT_BYTES), 64);
  store<u32>(layer, snapshotCapacity, 72);
  store<u32>(layer, sliceBytes, 88);
  setSlice(layer);
  if (cacheSlices) {
    const slices = (<usize>l1Length) << (entryBits - load<u32>(layer, 16));
    store<u32>(layer, <u32>createCache(<u32>slices, cacheSlices), LAYER_CACHE);
  }
  return layer;
}

export function tableBytes(layer: usize): usize {
  const entries = (<usize>1) << load<u32>(layer, 12);
  return TABLE_HEAD + entries * (load<u32>(layer, 8) == 32 ? 12 : 4);
}

/** An empty table, from the list of freed ones if there is one. */
export function takeTable(layer: usize): usize {
  const free = load<u32>(layer, 56);
  if (!free) return allocate(tableBytes(layer));
  store<u32>(layer, load<u32>(free, 4), 56);
  memory.fill(free, 0, tableBytes(layer));
  return free;
}

export function giveTable(layer: usize, table: usize): void {
  store<u32>(table, load<u32>(layer, 56), 4);
  store<u32>(layer, <u32>table, 56);
}
