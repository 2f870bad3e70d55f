// Refcounts and the first-fit allocator with its next-free hint (rules R2 to R5 of docs/model/blocks.md).
// A refcount block is u16 counts of clusterSize / 2 clusters; it exists in memory iff it exists in the image.

import { allocate } from './arena';
import { count, REFCOUNT_BLOCKS } from './layer';

function blockOf(layer: usize, cluster: u32): usize {
  const index = cluster >> (load<u32>(layer, 0) - 1);
  if (index >= load<u32>(layer, 44)) unreachable();
  return <usize>load<u32>(layer, 40) + ((<usize>index) << 2);
}

function slotOf(layer: usize, block: usize, cluster: u32): usize {
  const mask = ((<u32>1) << (load<u32>(layer, 0) - 1)) - 1;
  return block + ((<usize>(cluster & mask)) << 1);
}

export function refcount(layer: usize, cluster: u32): u32 {
  const block = <usize>load<u32>(blockOf(layer, cluster));
  return block ? <u32>load<u16>(slotOf(layer, block, cluster)) : 0;
}

function setRefcount(layer: usize, cluster: u32, value: u32): void {
  if (value > 0xffff) unreachable();
  store<u16>(slotOf(layer, <usize>load<u32>(blockOf(layer, cluster)), cluster), <u16>value);
  if (value && cluster >= load<u32>(layer, 60)) store<u32>(layer, cluster + 1, 60);
}

export function reference(layer: usize, cluster: u32): void {
  setRefcount(layer, cluster, refcount(layer, cluster) + 1);
}

export function release(layer: usize, cluster: u32): void {
  const value = refcount(layer, cluster);
  if (!value) unreachable();
  setRefcount(layer, cluster, value - 1);
  if (value == 1 && cluster < load<u32>(layer, 36)) store<u32>(layer, cluster, 36);
}

export function releaseRun(layer: usize, start: u32, clusters: u32): void {
  for (let i: u32 = 0; i < clusters; i++) release(layer, start + i);
}

function makeBlockMemory(layer: usize, cluster: u32): void {
  store<u32>(blockOf(layer, cluster), <u32>allocate((<usize>1) << load<u32>(layer, 0)));
}

/** A fresh file (R1): header, refcount table and refcount block 0 in clusters 0 to 2. */
export function layOutRefcounts(layer: usize): void {
  const blocks = <usize>load<u32>(layer, 40);
  const length = load<u32>(layer, 44);
  for (let i: u32 = 0; i < length; i++) {
    const block = <usize>load<u32>(blocks + ((<usize>i) << 2));
    if (block) memory.fill(block, 0, (<usize>1) << load<u32>(layer, 0));
    if (i) store<u32>(blocks + ((<usize>i) << 2), 0);
  }
  if (!load<u32>(blocks)) makeBlockMemory(layer, 0);
  store<u32>(layer, 0, 36);
  store<u32>(layer, 0, 60);
  store<u32>(layer, 1, 92);
  store<u32>(layer, 1, 96);
  raise(layer, 0, 3);
}

function firstFit(layer: usize, clusters: u32): u32 {
  let hint = load<u32>(layer, 36);
  let run: u32 = 0;
  while (run < clusters) {
    run = refcount(layer, hint) ? 0 : run + 1;
    hint++;
  }
  store<u32>(layer, hint, 36);
  return hint - clusters;
}

/** One reference more on a range; 0 if a refcount block had to be made first (R4). */
function raise(layer: usize, start: u32, clusters: u32): u32 {
  for (let i: u32 = 0; i < clusters; i++) {
    const cluster = start + i;
    if (!load<u32>(blockOf(layer, cluster))) {
      makeBlock(layer, cluster);
      for (let undo: u32 = 0; undo < i; undo++) {
        setRefcount(layer, start + undo, refcount(layer, start + undo) - 1);
      }
      if (start < load<u32>(layer, 36)) store<u32>(layer, start, 36);
      return 0;
    }
    setRefcount(layer, cluster, refcount(layer, cluster) + 1);
  }
  return 1;
}

/** The block for the counts of `wanted` takes one cluster and counts itself (R5). */
function makeBlock(layer: usize, wanted: u32): void {
  const cluster = firstFit(layer, 1);
  const self = blockOf(layer, cluster) == blockOf(layer, wanted);
  if (!self && !raise(layer, cluster, 1)) return;
  count(layer, REFCOUNT_BLOCKS, 1);
  makeBlockMemory(layer, wanted);
  if (self) setRefcount(layer, cluster, 1);
  const bits = load<u32>(layer, 0) - 1;
  if (wanted >> bits >= tableCapacity(layer)) {
    growTable(layer, (max(wanted, cluster - 1) >> bits) + 1);
  }
}

/** Refcount blocks the table has entries for. */
function tableCapacity(layer: usize): u32 {
  return load<u32>(layer, 96) << (load<u32>(layer, 0) - 3);
}

/**
 * A longer refcount table: an area that starts where the range of block `first` starts holds the blocks
 * that count the area itself, then the table; the old table is freed.
 */
function growTable(layer: usize, first: u32): void {
  const clusterBits = load<u32>(layer, 0);
  const start = first << (clusterBits - 1);
  const spare = (tableClustersFor(clusterBits, blocksFor(clusterBits, start)) + 1) >> 1;
  const blocks = blocksFor(clusterBits, start + spare);
  const table = start + blocks - first;
  const clusters = tableClustersFor(clusterBits, blocks + ((blocks + 1) >> 1));
  for (let block = first; block < blocks; block++) {
    makeBlockMemory(layer, block << (clusterBits - 1));
    count(layer, REFCOUNT_BLOCKS, 1);
  }
  for (let cluster = start; cluster < table + clusters; cluster++) setRefcount(layer, cluster, 1);
  const oldTable = load<u32>(layer, 92);
  const oldClusters = load<u32>(layer, 96);
  store<u32>(layer, table, 92);
  store<u32>(layer, clusters, 96);
  releaseRun(layer, oldTable, oldClusters);
}

function tableClustersFor(clusterBits: u32, blocks: u32): u32 {
  return (blocks + ((<u32>1) << (clusterBits - 3)) - 1) >> (clusterBits - 3);
}

/** Refcount blocks of a file whose other clusters are `clusters`. */
function blocksFor(clusterBits: u32, clusters: u32): u32 {
  const bits = clusterBits - 1;
  let blocks: u32 = 0;
  let needed: u32 = 1;
  while (needed != blocks) {
    blocks = needed;
    const all = clusters + blocks + tableClustersFor(clusterBits, blocks);
    needed = (all + ((<u32>1) << bits) - 1) >> bits;
  }
  return blocks;
}

export function allocateClusters(layer: usize, clusters: u32): u32 {
  let start = firstFit(layer, clusters);
  while (!raise(layer, start, clusters)) start = firstFit(layer, clusters);
  return start;
}

/** As many of `clusters` as are free exactly from `start` on; the hint stays. */
export function allocateAt(layer: usize, start: u32, clusters: u32): u32 {
  let free = freeRun(layer, start, clusters);
  while (free && !raise(layer, start, free)) free = freeRun(layer, start, clusters);
  return free;
}

function freeRun(layer: usize, start: u32, most: u32): u32 {
  let free: u32 = 0;
  while (free < most && !refcount(layer, start + free)) free++;
  return free;
}
