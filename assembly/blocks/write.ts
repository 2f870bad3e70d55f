// Guest writes: groups gathered into parts (R9), filled (R10, R11) and linked. Groups of one part lie
// in a fixed array; their number is bounded by the slices and runs a request can touch.
//
// Group: 0 start u64  8 end u64  16 fillStart u64  24 fillEnd u64  32 table  36 entry  40 clusters
//        44 host  48 inPlace  52 zeroRanged

import { allocate } from './arena';
import {
  ALLOCATIONS,
  count,
  countIo,
  DATA_WRITE,
  HOST_MASK,
  IN_PLACE,
  RELEASES,
  TABLE_HEAD,
  ZERO_RANGE,
} from './layer';
import { readChain } from './read';
import { allocateAt, allocateClusters, refcount, release } from './refcounts';
import { DATA, dataBits, hostOf, kindAt, readsZeroAtOnce, zeroBits } from './status';
import { privateTable } from './table';

const MERGED_READ_BYTES: u64 = 16 * 1024;
const GROUP_BYTES: usize = 64;
const MAX_GROUPS: u32 = 65536;
const NO_CLUSTER: u32 = 0xffffffff;

let groups: usize = 0;

export function resetGroups(): void {
  groups = allocate(GROUP_BYTES * MAX_GROUPS);
}

export function writeGuest(layer: usize, offset: u64, bytes: u64): void {
  const end = offset + bytes;
  while (offset < end) {
    let n: u32 = 0;
    let at = offset;
    let next = NO_CLUSTER;
    while (at < end && n < MAX_GROUPS) {
      const group = groups + GROUP_BYTES * n;
      if (!nextGroup(layer, group, at, end, next)) break;
      at = load<u64>(group, 8);
      next = load<u32>(group, 44) + load<u32>(group, 40);
      n++;
    }
    writePart(layer, n, offset, at);
    offset = at;
  }
}

function isInPlace(layer: usize, table: usize, entry: u32): bool {
  const host = hostOf(table, entry);
  return host != 0 && refcount(layer, host) == 1;
}

function nextGroup(layer: usize, group: usize, at: u64, end: u64, next: u32): bool {
  const clusterBits = <u64>load<u32>(layer, 0);
  const table = privateTable(layer, at);
  const cluster = at >> clusterBits;
  const entry = <u32>(cluster & (((<u64>1) << load<u32>(layer, 12)) - 1));
  const slice = (<u32>1) << load<u32>(layer, 16);
  const inSlice = slice - (entry & (slice - 1));
  const base = cluster << clusterBits;
  const wanted = <u32>(
    min(<u64>inSlice, (end - base + ((<u64>1) << clusterBits) - 1) >> clusterBits)
  );
  const inPlace = isInPlace(layer, table, entry);
  let clusters: u32 = 1;
  let host = hostOf(table, entry);
  if (inPlace) {
    if (next != NO_CLUSTER && host != next) return false;
    while (
      clusters < wanted &&
      hostOf(table, entry + clusters) == host + clusters &&
      isInPlace(layer, table, entry + clusters)
    ) {
      clusters++;
    }
  } else {
    while (clusters < wanted && !isInPlace(layer, table, entry + clusters)) clusters++;
    if (next == NO_CLUSTER) {
      host = allocateClusters(layer, clusters);
    } else {
      host = next;
      clusters = allocateAt(layer, next, clusters);
      if (!clusters) return false;
    }
    if (host + clusters > HOST_MASK) unreachable();
  }
  const groupEnd = min(end, base + ((<u64>clusters) << clusterBits));
  store<u64>(group, at);
  store<u64>(group, groupEnd, 8);
  store<u32>(group, <u32>table, 32);
  store<u32>(group, entry, 36);
  store<u32>(group, clusters, 40);
  store<u32>(group, host, 44);
  store<u32>(group, inPlace ? 1 : 0, 48);
  store<u32>(group, 0, 52);
  count(layer, inPlace ? IN_PLACE : ALLOCATIONS, 1);
  span(layer, group, at, groupEnd);
  return true;
}

/** What a group writes: the request and the fill on both sides (R10). */
function span(layer: usize, group: usize, start: u64, end: u64): void {
  const clusterBits = <u64>load<u32>(layer, 0);
  const subBits = <u64>load<u32>(layer, 4);
  const table = <usize>load<u32>(group, 32);
  const entry = load<u32>(group, 36);
  const last = entry + load<u32>(group, 40) - 1;
  const clusterMask = ((<u64>1) << clusterBits) - 1;
  const firstSub = <u32>((start & clusterMask) >> subBits);
  const lastSub = <u32>(((end - 1) & clusterMask) >> subBits);
  const subMask = ((<u64>1) << subBits) - 1;
  let from = start & ~subMask;
  let to = (end + subMask) & ~subMask;
  if (load<u32>(group, 48)) {
    if (kindAt(layer, table, entry, firstSub) == DATA) from = start;
    if (kindAt(layer, table, last, lastSub) == DATA) to = end;
  } else if (load<u32>(layer, 8) == 32) {
    if (hostOf(table, entry)) {
      const low = <u32>ctz(load<u32>(dataBits(layer, table, entry)));
      if (low < firstSub) from = (start & ~clusterMask) + ((<u64>low) << subBits);
    }
    if (hostOf(table, last)) {
      const bits = load<u32>(dataBits(layer, table, last));
      const high: u32 = bits ? 31 - <u32>clz(bits) : 0;
      if (high > lastSub) to = ((end - 1) & ~clusterMask) + ((<u64>(high + 1)) << subBits);
    }
  }
  store<u64>(group, from, 16);
  store<u64>(group, to, 24);
}

function writePart(layer: usize, n: u32, start: u64, end: u64): void {
  let merged: usize = 0;
  for (let i: u32 = 0; i < n; i++) {
    const group = groups + GROUP_BYTES * i;
    const from = load<u64>(group, 16);
    const to = load<u64>(group, 24);
    const groupStart = load<u64>(group);
    const groupEnd = load<u64>(group, 8);
    if (from == groupStart && to == groupEnd) {
      store<u32>(group, 1, 52);
      continue;
    }
    if (
      readsZeroAtOnce(layer, from, groupStart - from) &&
      readsZeroAtOnce(layer, groupEnd, to - groupEnd)
    ) {
      countIo(layer, ZERO_RANGE, to - from);
      store<u32>(group, 1, 52);
    } else if (!merged && groupStart == start && groupEnd == end) {
      merged = group;
    }
  }
  if (!merged) countIo(layer, DATA_WRITE, end - start);
  for (let i: u32 = 0; i < n; i++) {
    const group = groups + GROUP_BYTES * i;
    if (!load<u32>(group, 52)) fill(layer, group, group == merged);
    link(layer, group);
  }
}

function fill(layer: usize, group: usize, merged: bool): void {
  const start = load<u64>(group);
  const end = load<u64>(group, 8);
  const from = load<u64>(group, 16);
  const to = load<u64>(group, 24);
  const head = start - from;
  const tail = to - end;
  if (head && tail && end - start <= MERGED_READ_BYTES) {
    readChain(layer, from, to - from);
  } else {
    if (head) readChain(layer, from, head);
    if (tail) readChain(layer, end, tail);
  }
  if (merged) {
    countIo(layer, DATA_WRITE, to - from);
  } else {
    if (head) countIo(layer, DATA_WRITE, head);
    if (tail) countIo(layer, DATA_WRITE, tail);
  }
}

function bitRange(first: u32, last: u32): u32 {
  const bits = last - first + 1;
  return bits >= 32 ? 0xffffffff : (((<u32>1) << bits) - 1) << first;
}

function link(layer: usize, group: usize): void {
  const clusterBits = <u64>load<u32>(layer, 0);
  const subBits = <u64>load<u32>(layer, 4);
  const extended = load<u32>(layer, 8) == 32;
  const table = <usize>load<u32>(group, 32);
  const entry = load<u32>(group, 36);
  const clusters = load<u32>(group, 40);
  const host = load<u32>(group, 44);
  const inPlace = load<u32>(group, 48);
  const base = load<u64>(group) & ~(((<u64>1) << clusterBits) - 1);
  const from = <i32>((load<u64>(group, 16) - base) >> subBits);
  const to = <i32>((load<u64>(group, 24) - base - 1) >> subBits);
  let replaced = false;
  for (let i: u32 = 0; i < clusters; i++) {
    const at = table + TABLE_HEAD + ((<usize>(entry + i)) << 2);
    const old = load<u32>(at) & HOST_MASK;
    store<u32>(at, host + i);
    if (extended) {
      const bits = bitRange(<u32>max(0, from - <i32>(i << 5)), <u32>min(31, to - <i32>(i << 5)));
      const data = dataBits(layer, table, entry + i);
      const zero = zeroBits(layer, table, entry + i);
      store<u32>(data, load<u32>(data) | bits);
      store<u32>(zero, load<u32>(zero) & ~bits);
    }
    if (!inPlace && old) {
      replaced = true;
      release(layer, old);
    }
  }
  if (replaced) count(layer, RELEASES, 1);
}
