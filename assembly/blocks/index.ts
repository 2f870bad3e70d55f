// The block-map kernel. Part one is a qcow2 driver without the bytes: layers with L1/L2 tables, refcounts,
// snapshots and chains, exact to the cluster (rules: docs/model/blocks.md). Part two (store.ts, walk.ts) has
// the disciplines copy-on-write, redirect-on-write and write-anywhere on one accounting.

import { arenaUsed, resetArena } from './arena';
import { emptyCache } from './cache';
import { commitLayer, flattenLayer, growDisk, layOut, setSize } from './commit';
import { count, makeLayer, REQUESTS } from './layer';
import { LAYER_CACHE } from './layout';
import { usedClusters, writeCheck, writeMap } from './observe';
import { readChain } from './read';
import { compare, scanPlain } from './scan';
import { addSnapshot, dropSnapshot, revertTo, snapshotAt } from './snapshots';
import { forgetSnapshot, keepSnapshot, makeStore, placeNow, readStore, writeStore } from './store';
import { cowWrites, flatReads, forgetWrites, makeWalk, rowWrites, walkReads } from './walk';
import { resetGroups, writeGuest } from './write';
import { discardGuest, zeroGuest } from './zero';

/** Prepares the memory from `base` (bytes below belong to the caller) to `bytes`. */
export function reset(base: u32, bytes: f64): void {
  resetArena(<usize>base, <usize>bytes);
  resetGroups();
}

export function used(): f64 {
  return <f64>arenaUsed();
}

export function createLayer(
  clusterBits: u32,
  extended: u32,
  size: f64,
  backing: u32,
  snapshotCapacity: u32,
  maxFileClusters: f64,
  cacheSlices: u32,
  sliceBytes: u32,
): u32 {
  const layer = makeLayer(
    clusterBits,
    extended,
    <u64>size,
    <usize>backing,
    snapshotCapacity,
    maxFileClusters,
    cacheSlices,
    sliceBytes,
  );
  layOut(layer);
  return <u32>layer;
}

/** An empty L2 cache with counts of 0. */
export function dropCache(layer: u32): void {
  const cache = <usize>load<u32>(<usize>layer, LAYER_CACHE);
  if (cache) emptyCache(cache);
}

/** Opening an image afresh puts the allocator's hint of the whole chain to 0 (R2). */
export function open(layer: u32): void {
  for (let at = <usize>layer; at; at = <usize>load<u32>(at, 20)) store<u32>(at, 0, 36);
}

export function setBacking(layer: u32, backing: u32): void {
  store<u32>(<usize>layer, backing, 20);
}

/**
 * Runs `n` guest accesses: records of 32 bytes { kind u32, layer u32, offset f64, length f64, unmap u32, - };
 * kind 0 read, 1 write, 2 zero, 3 discard.
 */
export function run(records: u32, n: u32): void {
  for (let i: u32 = 0; i < n; i++) {
    const record = <usize>records + ((<usize>i) << 5);
    const layer = <usize>load<u32>(record, 4);
    const offset = <u64>load<f64>(record, 8);
    const length = <u64>load<f64>(record, 16);
    count(layer, REQUESTS, 1);
    const kind = load<u32>(record);
    if (kind == 0) readChain(layer, offset, length);
    else if (kind == 1) writeGuest(layer, offset, length);
    else if (kind == 2) zeroGuest(layer, offset, length, load<u32>(record, 24));
    else discardGuest(layer, offset, length);
  }
}

export function snapshot(layer: u32, tableBytes: u32): void {
  addSnapshot(<usize>layer, tableBytes);
}

export function revert(layer: u32, index: u32): void {
  const size = load<u64>(snapshotAt(<usize>layer, index), 16);
  if (size > load<u64>(<usize>layer, 48)) setSize(<usize>layer, size);
  revertTo(<usize>layer, index);
}

export function deleteSnapshot(layer: u32, index: u32, tableBytes: u32): void {
  dropSnapshot(<usize>layer, index, tableBytes);
}

export function commit(layer: u32): void {
  commitLayer(<usize>layer);
}

export function flatten(layer: u32): void {
  flattenLayer(<usize>layer);
}

export function resize(layer: u32, size: f64): void {
  growDisk(<usize>layer, <u64>size);
}

export function map(layer: u32, offset: f64, out: u32, capacity: u32): u32 {
  return writeMap(<usize>layer, <u64>offset, <usize>out, capacity);
}

export function check(layer: u32, out: u32): void {
  writeCheck(<usize>layer, <usize>out);
}

export function clustersInUse(layer: u32): f64 {
  return usedClusters(<usize>layer);
}

export function createStore(
  discipline: u32,
  blockBits: u32,
  blocks: f64,
  maxEpochs: u32,
  everySnapshot: u32,
  capacity: f64,
  segmentBits: u32,
  reserve: u32,
): u32 {
  return <u32>(
    makeStore(
      discipline,
      blockBits,
      blocks,
      maxEpochs,
      everySnapshot,
      capacity,
      segmentBits,
      reserve,
    )
  );
}

/** Runs `n` records as `run` does; the layer is a store, zero and discard do nothing. */
export function runStore(records: u32, n: u32): void {
  for (let i: u32 = 0; i < n; i++) {
    const record = <usize>records + ((<usize>i) << 5);
    const kind = load<u32>(record);
    const at = <usize>load<u32>(record, 4);
    const offset = <u64>load<f64>(record, 8);
    const length = <u64>load<f64>(record, 16);
    if (kind == 0) readStore(at, offset, length);
    else if (kind == 1) writeStore(at, offset, length);
  }
}

export function keep(store_: u32): u32 {
  return keepSnapshot(<usize>store_);
}

export function forget(store_: u32, epoch: u32): void {
  forgetSnapshot(<usize>store_, epoch);
}

/** Where a store's block lies now, as a block number plus one; 0 where nothing was written. */
export function placeOf(store_: u32, block: u32): u32 {
  return placeNow(<usize>store_, block);
}

export function createWalk(depth: u32): u32 {
  return <u32>makeWalk(depth);
}

/** Runs `n` lookups or writes on a walk: 0 chain reads, 1 flattened reads, 2 ROW writes, 3 COW writes. */
export function runWalk(walk: u32, what: u32, seed: u32, n: u32): u32 {
  if (what == 0) return walkReads(<usize>walk, seed, n);
  if (what == 1) return flatReads(<usize>walk, seed, n);
  return what == 2 ? rowWrites(<usize>walk, seed, n) : cowWrites(<usize>walk, seed, n);
}

export function snapshotWalk(walk: u32): void {
  forgetWrites(<usize>walk);
}

/** See scanPlain; start and fileEnd are cluster numbers. */
export function scanTable(
  table: u32,
  bytes: u32,
  entryBytes: u32,
  clusterBits: u32,
  weight: u32,
  active: u32,
  start: f64,
  length: u32,
  counts: u32,
  stored: u32,
  fileEnd: f64,
  judge: u32,
  out: u32,
): u32 {
  return scanPlain(
    <usize>table,
    bytes,
    entryBytes,
    clusterBits,
    weight,
    active,
    <u64>start,
    length,
    <usize>counts,
    <usize>stored,
    <u64>fileEnd,
    judge,
    <usize>out,
  );
}

export function compareCounts(counts: u32, stored: u32, length: u32, out: u32): void {
  compare(<usize>counts, <usize>stored, length, <usize>out);
}
