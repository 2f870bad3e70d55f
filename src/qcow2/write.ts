import { f64, lastOf, nth, u32 } from '../elements.ts';
import type { HostIo } from './host-io.ts';
import { type Image, locate, privateTable, SECTOR } from './image.ts';
import { bitRange, Kind, kindOf, type L2Table } from './l2-table.ts';
import { read } from './read.ts';
import { readsZeroAtOnce } from './status.ts';

/** When both sides are to be read and the guest's part is not larger, one read takes all of it (R11). */
const MERGED_READ_BYTES = 16 * 1024;

/** A run of clusters handled alike: overwritten in place, or newly allocated and contiguous in the file. */
interface Group {
  inPlace: boolean;
  table: L2Table;
  /** First entry of the table and number of clusters. */
  entry: number;
  clusters: number;
  /** Host cluster of the first one. */
  host: number;
  /** Guest range of the request in this group. */
  start: number;
  end: number;
  /** Guest range that is written: the request and the fill on both sides. */
  fillStart: number;
  fillEnd: number;
  zeroRanged: boolean;
}

/** Writes guest sectors: gathers groups into parts (R9), fills (R10, R11) and links each part. */
export function write(image: Image, offset: number, data: Uint8Array, io: HostIo): void {
  let at = offset;
  const end = offset + data.length * SECTOR;
  while (at < end) {
    const part = gather(image, at, end);
    const partEnd = lastOf(part).end;
    const partData = data.subarray((at - offset) / SECTOR, (partEnd - offset) / SECTOR);
    writePart(image, part, at, partData, io);
    at = partEnd;
  }
}

/** Groups from `start` on that follow each other in the file without a gap. */
function gather(image: Image, start: number, end: number): Group[] {
  const part: Group[] = [];
  let at = start;
  let next = -1;
  while (at < end) {
    const group = nextGroup(image, at, end, next);
    if (!group) break;
    part.push(group);
    at = group.end;
    next = group.host + group.clusters;
  }
  return part;
}

/** The group at `at`; `next` is the host cluster it has to start at, or -1. Null ends the part. */
function nextGroup(image: Image, at: number, end: number, next: number): Group | null {
  const { shape, refcounts } = image;
  const { l1Index, entry, inSlice } = locate(image, at);
  const table = privateTable(image, l1Index);
  const clusterStart = at - (at % shape.clusterSize);
  const wanted = Math.min(inSlice, Math.ceil((end - clusterStart) / shape.clusterSize));
  const inPlace = isInPlace(image, table, entry);
  let clusters = 1;
  let host = f64(table.host, entry);
  if (inPlace) {
    if (next !== -1 && host !== next) return null;
    while (
      clusters < wanted &&
      table.host[entry + clusters] === host + clusters &&
      isInPlace(image, table, entry + clusters)
    ) {
      clusters++;
    }
  } else {
    while (clusters < wanted && !isInPlace(image, table, entry + clusters)) clusters++;
    if (next === -1) {
      host = refcounts.allocate(clusters);
    } else {
      host = next;
      clusters = refcounts.allocateAt(next, clusters);
      if (clusters === 0) return null;
    }
  }
  const group: Group = {
    inPlace,
    table,
    entry,
    clusters,
    host,
    start: at,
    end: Math.min(end, clusterStart + clusters * shape.clusterSize),
    fillStart: at,
    fillEnd: 0,
    zeroRanged: false,
  };
  if (inPlace) spanInPlace(image, group);
  else spanNew(image, group);
  return group;
}

function isInPlace(image: Image, table: L2Table, entry: number): boolean {
  const host = f64(table.host, entry);
  return host !== 0 && image.refcounts.of(host) === 1;
}

/** What a newly allocated group writes: whole clusters or subclusters, and what old data needs (R10). */
function spanNew(image: Image, group: Group): void {
  const { clusterSize, subclusterSize, subclusters } = image.shape;
  const { table, entry, clusters, start, end } = group;
  const last = entry + clusters - 1;
  const firstSub = Math.floor((start % clusterSize) / subclusterSize);
  const lastSub = Math.floor(((end - 1) % clusterSize) / subclusterSize);
  const lastClusterStart = end - 1 - ((end - 1) % clusterSize);
  let from = firstSub;
  let to = lastSub;
  if (table.host[entry] !== 0) from = Math.min(firstSub, lowestBit(u32(table.data, entry)));
  if (table.host[last] !== 0) to = Math.max(lastSub, highestBit(u32(table.data, last)));
  if (subclusters === 1) {
    from = 0;
    to = 0;
  }
  group.fillStart = start - (start % clusterSize) + from * subclusterSize;
  group.fillEnd = lastClusterStart + (to + 1) * subclusterSize;
}

/** What an in-place group writes: out to the subcluster border where the old subcluster was not data (R10). */
function spanInPlace(image: Image, group: Group): void {
  const { clusterSize, subclusterSize } = image.shape;
  const { table, entry, clusters, start, end } = group;
  const firstSub = Math.floor((start % clusterSize) / subclusterSize);
  const lastSub = Math.floor(((end - 1) % clusterSize) / subclusterSize);
  group.fillStart = start;
  group.fillEnd = end;
  if (kindOf(table, entry, firstSub) !== Kind.data)
    group.fillStart = start - (start % subclusterSize);
  if (kindOf(table, entry + clusters - 1, lastSub) !== Kind.data) {
    group.fillEnd = Math.ceil(end / subclusterSize) * subclusterSize;
  }
}

function lowestBit(bits: number): number {
  return bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
}

function highestBit(bits: number): number {
  return bits === 0 ? -1 : 31 - Math.clz32(bits);
}

/** Host I/O of one part, then its groups become visible in their tables. */
function writePart(
  image: Image,
  part: readonly Group[],
  start: number,
  data: Uint8Array,
  io: HostIo,
): void {
  const end = start + data.length * SECTOR;
  for (const group of part) zeroRange(image, group, io);
  const merged = part.find(
    (group) => hasFill(group) && !group.zeroRanged && group.start === start && group.end === end,
  );
  const first = nth(part, 0);
  const hostStart = first.host * image.shape.clusterSize + (start % image.shape.clusterSize);
  if (!merged) io.count(image.name, 'dw', end - start);
  image.content.write(hostStart / SECTOR, data);
  for (const group of part) {
    if (hasFill(group) && !group.zeroRanged) fill(image, group, group === merged, io);
    link(image, group);
  }
}

function hasFill(group: Group): boolean {
  return group.fillStart < group.start || group.fillEnd > group.end;
}

/** Zeroes the whole span with one request if both sides read as zero. */
function zeroRange(image: Image, group: Group, io: HostIo): void {
  if (!hasFill(group)) return;
  const zero =
    readsZeroAtOnce(image, group.fillStart, group.start - group.fillStart) &&
    readsZeroAtOnce(image, group.end, group.fillEnd - group.end);
  if (!zero) return;
  group.zeroRanged = true;
  io.count(image.name, 'dz', group.fillEnd - group.fillStart);
  image.content.zero(
    hostOffset(image, group, group.fillStart) / SECTOR,
    (group.fillEnd - group.fillStart) / SECTOR,
  );
}

/** Copies the old content of both sides of a group into place (R11). */
function fill(image: Image, group: Group, merged: boolean, io: HostIo): void {
  const head = group.start - group.fillStart;
  const tail = group.fillEnd - group.end;
  const middle = group.end - group.start;
  let before: Uint8Array;
  let after: Uint8Array;
  if (head > 0 && tail > 0 && middle <= MERGED_READ_BYTES) {
    const all = read(image, group.fillStart, head + middle + tail, io);
    before = all.subarray(0, head / SECTOR);
    after = all.subarray((head + middle) / SECTOR);
  } else {
    before = read(image, group.fillStart, head, io);
    after = read(image, group.end, tail, io);
  }
  if (merged) {
    io.count(image.name, 'dw', head + middle + tail);
  } else {
    if (head > 0) io.count(image.name, 'dw', head);
    if (tail > 0) io.count(image.name, 'dw', tail);
  }
  image.content.write(hostOffset(image, group, group.fillStart) / SECTOR, before);
  image.content.write(hostOffset(image, group, group.end) / SECTOR, after);
}

function hostOffset(image: Image, group: Group, guest: number): number {
  const { clusterSize } = image.shape;
  const groupStart = group.start - (group.start % clusterSize);
  return group.host * clusterSize + (guest - groupStart);
}

/** Everything filled or written becomes data; replaced clusters lose a reference (R10). */
function link(image: Image, group: Group): void {
  const { clusterSize, subclusterSize, subclusters } = image.shape;
  const { table, entry, clusters, host } = group;
  const groupStart = group.start - (group.start % clusterSize);
  const from = (group.fillStart - groupStart) / subclusterSize;
  const to = Math.ceil((group.fillEnd - groupStart) / subclusterSize) - 1;
  for (let i = 0; i < clusters; i++) {
    const old = f64(table.host, entry + i);
    const first = Math.max(0, Math.floor(from) - i * subclusters);
    const last = Math.min(subclusters - 1, to - i * subclusters);
    const bits = bitRange(first, last);
    table.host[entry + i] = host + i;
    table.data[entry + i] = u32(table.data, entry + i) | bits;
    table.zero[entry + i] = u32(table.zero, entry + i) & ~bits;
    if (!group.inPlace && old !== 0) image.refcounts.release(old);
  }
}
