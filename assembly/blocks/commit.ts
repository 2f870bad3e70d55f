// Consolidation: commit (R15, R16), flatten, and growing a disk (R19).

import { allocate } from './arena';
import { giveTable, l1Clusters, l1Entries, setSlice } from './layer';
import { readChain } from './read';
import { allocateClusters, layOutRefcounts, releaseRun } from './refcounts';
import { isPresent, query, queryChain, runBytes } from './status';
import { writeGuest } from './write';
import { dropEverything, zeroGuest, zeroize } from './zero';

const MAX_RUN_BYTES: u64 = 16 * 1024 * 1024;
const MAX_COPY_BYTES: u64 = 1024 * 1024;
const MAX_FLATTEN_BYTES: u64 = 2 * 1024 * 1024;

/** The fresh layout, everything unallocated; keeps the L1 length (R1, R16). */
export function layOut(layer: usize): void {
  const l1 = <usize>load<u32>(layer, 24);
  const length = load<u32>(layer, 28);
  for (let i: u32 = 0; i < length; i++) {
    const table = <usize>load<u32>(l1 + ((<usize>i) << 2));
    if (table) giveTable(layer, table);
  }
  memory.fill(l1, 0, <usize>length * 4);
  layOutRefcounts(layer);
  store<u32>(layer, allocateClusters(layer, l1Clusters(layer, length)), 32);
  store<u32>(layer, 0, 36);
}

/** Sets the size of the disk; a longer L1 table goes to new clusters (R19). */
export function setSize(layer: usize, size: u64): void {
  const old = load<u32>(layer, 28);
  const entries = l1Entries(load<u32>(layer, 0), load<u32>(layer, 12), size);
  if (entries > old) {
    const start = allocateClusters(layer, l1Clusters(layer, entries));
    const grown = allocate(<usize>entries * 4);
    memory.copy(grown, <usize>load<u32>(layer, 24), <usize>old * 4);
    const oldStart = load<u32>(layer, 32);
    store<u32>(layer, <u32>grown, 24);
    store<u32>(layer, entries, 28);
    store<u32>(layer, start, 32);
    releaseRun(layer, oldStart, l1Clusters(layer, old));
  }
  store<u64>(layer, size, 48);
  setSlice(layer);
}

/** Grows a disk; what a larger backing file would show becomes zero. */
export function growDisk(layer: usize, size: u64): void {
  const old = load<u64>(layer, 48);
  if (size <= old) return;
  setSize(layer, size);
  const backing = <usize>load<u32>(layer, 20);
  if (!backing || load<u64>(backing, 48) <= old) return;
  const mask = ((<u64>1) << load<u32>(layer, 4)) - 1;
  const aligned = min(size, (old + mask) & ~mask);
  if (aligned < size) zeroize(layer, aligned, size - aligned, 0);
  if (aligned > old) writeGuest(layer, old, aligned - old);
}

/** Copies a layer into its backing and empties it. */
export function commitLayer(layer: usize): void {
  const target = <usize>load<u32>(layer, 20);
  const size = load<u64>(layer, 48);
  if (load<u64>(target, 48) < size) growDisk(target, size);
  const chunk = min(<u64>65536, max(<u64>4096, (<u64>1) << load<u32>(target, 0)));
  let start: u64 = 0;
  let end: u64 = 0;
  for (let at: u64 = 0; at < size; ) {
    const kind = query(layer, at, size - at);
    const bytes = runBytes;
    if (isPresent(kind)) {
      const from = at & ~(chunk - 1);
      if (from > end) {
        copyRun(layer, target, start, end, chunk);
        start = from;
      } else if (start == end) {
        start = from;
      }
      end = (at + bytes + chunk - 1) & ~(chunk - 1);
    }
    at += bytes;
  }
  copyRun(layer, target, start, end, chunk);
  const clusters = l1Clusters(layer, load<u32>(layer, 28));
  const blockClusters: u32 = <u32>((<u64>1) << (load<u32>(layer, 0) - 1));
  const fits = clusters + 3 <= blockClusters;
  if (!load<u32>(layer, 68) && fits) layOut(layer);
  else dropEverything(layer);
}

function copyRun(layer: usize, target: usize, start: u64, end: u64, chunk: u64): void {
  const size = load<u64>(layer, 48);
  const clusterMask = ((<u64>1) << load<u32>(target, 0)) - 1;
  while (start < end && start < size) {
    const runEnd = min(end, start + MAX_RUN_BYTES);
    while (start < runEnd && start < size) {
      const zero = queryChain(layer, start, runEnd - start);
      let bytes = zero ? runBytes : min(runBytes, MAX_COPY_BYTES);
      bytes &= ~(chunk - 1);
      const tooShort = !bytes;
      if (tooShort) bytes = chunk;
      const clipped = min(bytes, size - start);
      if (zero && !tooShort && !((start | bytes) & clusterMask)) {
        zeroGuest(target, start, clipped, 1);
      } else {
        readChain(layer, start, clipped);
        writeGuest(target, start, clipped);
      }
      start += bytes;
    }
  }
}

/** Copies into a layer all data it sees below itself, then cuts it off its backing. */
export function flattenLayer(layer: usize): void {
  const backing = <usize>load<u32>(layer, 20);
  const size = load<u64>(layer, 48);
  for (let at: u64 = 0; at < size; ) {
    const kind = query(layer, at, min(MAX_FLATTEN_BYTES, size - at));
    let bytes = runBytes;
    if (backing && !isPresent(kind) && at < load<u64>(backing, 48)) {
      const zero = queryChain(backing, at, bytes);
      bytes = runBytes;
      if (!zero) {
        readChain(backing, at, bytes);
        writeGuest(layer, at, bytes);
      }
    }
    at += bytes;
  }
  store<u32>(layer, 0, 20);
}
