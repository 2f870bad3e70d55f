import { printable, UserError } from '../../errors.ts';
import { wrongCopiedFlags } from './copied-flags.ts';
import { readU64 } from './header.ts';
import { COMPRESSED_FLAG, type Qcow2File } from './image-file.ts';
import { References } from './references.ts';
import { StoredRefcounts } from './stored-refcounts.ts';

/** Clusters judged at once: 4 bytes each bound the memory. */
const WINDOW_CLUSTERS = 2 ** 25;
/** A sound image never spreads wider; a forged one could make the passes endless. */
const MAX_WINDOWS = 64;
const ACTIVE = 0x8000_0000;
const OFFSET_HIGH_MASK = 0x00ff_ffff;
const OFFSET_LOW_MASK = 0xffff_fe00;

/** Counts of a check, as `qemu-img check` gives them, and what the clusters are spent on. */
export interface CheckResult {
  totalClusters: number;
  allocatedClusters: number;
  fragmentedClusters: number;
  compressedClusters: number;
  imageEndOffset: number;
  leaks: number;
  corruptions: number;
  /** Clusters in use, and the sum and the largest of their stored refcounts. */
  usedClusters: number;
  refcountSum: number;
  largestRefcount: number;
  /** Clusters only internal snapshots refer to. */
  snapshotOnlyClusters: number;
  /** Free clusters before the end of the file. */
  freeClusters: number;
  /** Clusters kept behind entries that read as zero. */
  zeroedClusters: number;
  /** L2 tables of the active state. */
  l2Tables: number;
}

/** Recounts every reference of an image file and compares it with the stored refcounts. */
export function checkImage(image: Qcow2File, references = new References(image)): CheckResult {
  const result: CheckResult = {
    totalClusters: Math.ceil(image.size / image.shape.clusterSize),
    allocatedClusters: 0,
    fragmentedClusters: 0,
    compressedClusters: 0,
    imageEndOffset: 0,
    leaks: 0,
    corruptions: 0,
    usedClusters: 0,
    refcountSum: 0,
    largestRefcount: 0,
    snapshotOnlyClusters: 0,
    freeClusters: 0,
    zeroedClusters: 0,
    l2Tables: 0,
  };
  const blocks = refcountBlocks(image, result);
  const windows = new Map<number, number>();
  const { clusterSize } = image.shape;
  const clustersPerBlock = (clusterSize * 8) / image.header.refcountBits;
  const reach = (cluster: number) => {
    const window = Math.floor(cluster / WINDOW_CLUSTERS);
    const within = (cluster % WINDOW_CLUSTERS) + 1;
    if (within > (windows.get(window) ?? 0)) windows.set(window, within);
  };
  blocks.forEach((_, index) => {
    const last = (index + 1) * clustersPerBlock - 1;
    for (let c = index * clustersPerBlock; c < last; c += WINDOW_CLUSTERS) reach(c);
    reach(last);
  });
  references.visitAll(
    (offset, bytes, weight) => {
      if (bytes === 0) return;
      if (!insideFile(image, offset, bytes)) result.corruptions += weight;
      else reach(Math.floor((offset + bytes - 1) / clusterSize));
    },
    (_, table) => countTable(image, table, result),
  );
  if (windows.size > MAX_WINDOWS) {
    throw new UserError(
      printable(
        `${image.file.path}: clusters are spread too wide to be checked in bounded memory.`,
      ),
    );
  }
  for (const [window, length] of [...windows].sort((a, b) => a[0] - b[0])) {
    checkWindow(image, references, blocks, window * WINDOW_CLUSTERS, length, result);
  }
  result.corruptions += wrongCopiedFlags(image, blocks);
  result.freeClusters = Math.ceil(result.imageEndOffset / clusterSize) - result.usedClusters;
  return result;
}

function insideFile(image: Qcow2File, offset: number, bytes: number): boolean {
  return offset + bytes < image.file.size + image.shape.clusterSize;
}

/** Refcount blocks by index -> offset in the file; an impossible offset is a corruption. */
function refcountBlocks(image: Qcow2File, result: CheckResult): Map<number, number> {
  const { header, shape, file } = image;
  const bytes = header.refcountTableClusters * shape.clusterSize;
  const view = new DataView(file.read(header.refcountTableOffset, bytes).buffer);
  const blocks = new Map<number, number>();
  for (let i = 0; i * 8 < bytes; i++) {
    const offset = Math.floor(readU64(view, i * 8) / 512) * 512;
    if (offset === 0) continue;
    if (offset % shape.clusterSize !== 0 || offset >= file.size) result.corruptions++;
    else blocks.set(i, offset);
  }
  return blocks;
}

/** Allocated, fragmented, compressed and zeroed clusters of one table of the active state (rule R21). */
function countTable(image: Qcow2File, table: DataView, result: CheckResult): void {
  const { clusterSize, entryBytes, extended } = image.shape;
  result.l2Tables++;
  let next = 0;
  for (let at = 0; at < clusterSize; at += entryBytes) {
    const high = table.getUint32(at);
    const low = table.getUint32(at + 4);
    if (high & COMPRESSED_FLAG) {
      // A compressed cluster is allocated, and counts as fragmented by its nature.
      result.allocatedClusters++;
      result.compressedClusters++;
      result.fragmentedClusters++;
      continue;
    }
    const offset = (high & OFFSET_HIGH_MASK) * 0x1_0000_0000 + ((low & OFFSET_LOW_MASK) >>> 0);
    if (offset === 0) continue;
    result.allocatedClusters++;
    if (next !== 0 && offset !== next) result.fragmentedClusters++;
    next = offset + clusterSize;
    const zeroed = extended ? table.getUint32(at + 12) === 0 : (low & 1) === 1;
    if (zeroed) result.zeroedClusters++;
  }
}

/** Counts the references to clusters start to start + length - 1 and compares them with what is stored. */
function checkWindow(
  image: Qcow2File,
  references: References,
  blocks: Map<number, number>,
  start: number,
  length: number,
  result: CheckResult,
): void {
  const { clusterSize } = image.shape;
  const counts = new Uint32Array(length);
  const end = start + length;
  const mark = (offset: number, bytes: number, weight: number, active: boolean) => {
    if (bytes === 0 || !insideFile(image, offset, bytes)) return;
    const last = Math.floor((offset + bytes - 1) / clusterSize);
    for (let c = Math.floor(offset / clusterSize); c <= last; c++) {
      if (c < start || c >= end) continue;
      counts[c - start] = (counts[c - start]! + weight) | (active ? ACTIVE : 0);
    }
  };
  references.visitAll(mark);
  for (const offset of blocks.values()) mark(offset, clusterSize, 1, true);
  const stored = new StoredRefcounts(image, blocks);
  for (let i = 0; i < length; i++) {
    const computed = counts[i]! & 0x7fff_ffff;
    const found = stored.of(start + i);
    if (found > computed) result.leaks++;
    else if (found < computed) result.corruptions++;
    if (found === 0 && computed === 0) continue;
    result.imageEndOffset = (start + i + 1) * clusterSize;
    if (found > 0) result.usedClusters++;
    result.refcountSum += found;
    result.largestRefcount = Math.max(result.largestRefcount, found);
    if (computed > 0 && counts[i]! < ACTIVE) result.snapshotOnlyClusters++;
  }
}
