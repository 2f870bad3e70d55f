import { printable, UserError } from '../../errors.ts';
import type { CheckResult } from './check-result.ts';
import { ClusterCounts } from './cluster-counts.ts';
import type { Qcow2File } from './image-file.ts';
import { References, type Visitor, visitEntries } from './references.ts';
import { refcountBlocks, StoredRefcounts } from './stored-refcounts.ts';

/** Clusters judged at once: 4 bytes each bound the memory. */
const WINDOW_CLUSTERS = 2 ** 25;
/** A sound image never spreads wider; a forged one could make the passes endless. */
const MAX_WINDOWS = 64;

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
  const { blocks, impossible } = refcountBlocks(image);
  result.corruptions += impossible;
  const { clusterSize } = image.shape;
  const stored = new StoredRefcounts(image, blocks);
  const end = Math.ceil(image.file.size / clusterSize);
  const windows =
    end <= WINDOW_CLUSTERS ? [[0, end] as const] : usedWindows(references, blocks, stored.perBlock);
  for (const [number, [window, length]] of windows.entries()) {
    const counts = new ClusterCounts(image, window * WINDOW_CLUSTERS, length, stored);
    // Entries are judged once, in the first pass over the tables.
    if (number === 0) counts.judge(result);
    references.visitAll(counts);
    for (const offset of blocks.values()) counts.range(offset, clusterSize, 1, true);
    const found = counts.compare();
    result.leaks += found.leaks;
    result.corruptions += found.corruptions;
    result.usedClusters += found.used;
    result.refcountSum += found.sum;
    result.largestRefcount = Math.max(result.largestRefcount, found.largest);
    result.snapshotOnlyClusters += found.snapshotOnly;
    if (found.last >= 0) result.imageEndOffset = (counts.start + found.last + 1) * clusterSize;
  }
  result.freeClusters = Math.ceil(result.imageEndOffset / clusterSize) - result.usedClusters;
  return result;
}

/** Windows of clusters anything refers to or a refcount block covers: [window, length]. */
function usedWindows(
  references: References,
  blocks: Map<number, number>,
  perBlock: number,
): (readonly [number, number])[] {
  const { image } = references;
  const { clusterSize } = image.shape;
  const fileEnd = Math.ceil(image.file.size / clusterSize);
  const windows = new Map<number, number>();
  const reach = (cluster: number) => {
    const window = Math.floor(cluster / WINDOW_CLUSTERS);
    const within = (cluster % WINDOW_CLUSTERS) + 1;
    if (within > (windows.get(window) ?? 0)) windows.set(window, within);
    if (windows.size <= MAX_WINDOWS) return;
    const problem = 'clusters are spread too wide to be checked in bounded memory';
    throw new UserError(printable(`${image.file.path}: ${problem}.`));
  };
  for (const index of blocks.keys()) {
    // Refcounts of clusters beyond the end of the file are not judged, as the driver does not.
    const last = Math.min((index + 1) * perBlock, fileEnd) - 1;
    for (let c = index * perBlock; c < last; c += WINDOW_CLUSTERS) reach(c);
    if (last >= index * perBlock) reach(last);
  }
  const visitor: Visitor = {
    range(offset, bytes) {
      const reaches = bytes > 0 && offset + bytes < image.file.size + clusterSize;
      if (reaches) reach(Math.floor((offset + bytes - 1) / clusterSize));
    },
    table: (view, use) => visitEntries(image, view, use, visitor),
  };
  references.visitAll(visitor);
  return [...windows].sort((a, b) => a[0] - b[0]);
}
