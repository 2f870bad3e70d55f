import { f64, u32 } from '../../elements.ts';
import { ImageScan } from '../../kernels/dedup/image-scan.ts';
import type { CheckResult } from './check-result.ts';
import { COMPRESSED_FLAG, type Qcow2File } from './image-file.ts';
import { compressedRange, type TableUse, type Visitor } from './references.ts';
import type { StoredRefcounts } from './stored-refcounts.ts';

/** Set in the count of a cluster the active state refers to. */
export const ACTIVE = 0x8000_0000;
const COPIED_FLAG = 0x8000_0000;
const OFFSET_HIGH_MASK = 0x00ff_ffff;
const OFFSET_LOW_MASK = 0xffff_fe00;

/** References to the clusters start to start + length - 1, counted as the image is gone over. */
export class ClusterCounts implements Visitor {
  readonly counts: Uint32Array;
  readonly start: number;
  readonly length: number;
  private readonly image: Qcow2File;
  /** Present where the stored refcounts have 16 bits, as almost everywhere. */
  private readonly scan: ImageScan | null;
  private readonly coversFile: boolean;
  /** Where entries are judged: in one pass of several only. */
  private result: CheckResult | null = null;
  private readonly stored: StoredRefcounts;

  constructor(image: Qcow2File, start: number, length: number, stored: StoredRefcounts) {
    this.image = image;
    this.start = start;
    this.length = length;
    this.stored = stored;
    const { clusterSize, entryBytes } = image.shape;
    const fileEnd = Math.ceil(image.file.size / clusterSize);
    this.coversFile = start === 0 && length >= fileEnd;
    const sixteen = image.header.refcountBits === 16;
    this.scan = sixteen ? new ImageScan({ clusterSize, entryBytes, start, length, fileEnd }) : null;
    this.counts = this.scan?.counts ?? new Uint32Array(length);
    if (this.scan) stored.copyTo(this.scan.stored, start, length);
  }

  /** Compares what was counted with what is stored. */
  compare(): WindowResult {
    if (!this.scan) return compareSlowly(this, this.stored);
    const [leaks, corruptions, used, sum, largest, snapshotOnly, last] =
      this.scan.compare() as unknown as [number, number, number, number, number, number, number];
    return { leaks, corruptions, used, sum, largest, snapshotOnly, last };
  }

  /** From now on entries of the active state are counted in `result`, and impossible ones as corruptions. */
  judge(result: CheckResult): void {
    this.result = result;
    this.judgeL1();
  }

  range(offset: number, bytes: number, weight: number, active: boolean): void {
    if (bytes === 0) return;
    const { file, shape } = this.image;
    if (offset + bytes >= file.size + shape.clusterSize) {
      if (this.result) this.result.corruptions += weight;
      return;
    }
    const first = Math.max(this.start, Math.floor(offset / shape.clusterSize));
    const end = this.start + this.length;
    const last = Math.min(end - 1, Math.floor((offset + bytes - 1) / shape.clusterSize));
    for (let c = first; c <= last; c++) this.add(c - this.start, weight, active);
  }

  private add(index: number, weight: number, active: boolean): void {
    this.counts[index] = (u32(this.counts, index) + weight) | (active ? ACTIVE : 0);
  }

  table(view: DataView, use: TableUse): void {
    if (this.image.header.externalData) this.externalEntries(view, use);
    else if (!this.scanned(view, use)) this.eachEntry(view, use);
  }

  /** Clusters of a data file have no refcounts: they are allocated or not, that is all. */
  private externalEntries(view: DataView, use: TableUse): void {
    const { clusterSize, entryBytes } = this.image.shape;
    const result = use.active ? this.result : null;
    if (!result) return;
    result.l2Tables++;
    let next = 0;
    for (let at = 0; at < clusterSize; at += entryBytes) {
      const high = view.getUint32(at);
      const low = (view.getUint32(at + 4) & OFFSET_LOW_MASK) >>> 0;
      const offset = (high & OFFSET_HIGH_MASK) * 0x1_0000_0000 + low;
      if (offset === 0 && high < COPIED_FLAG) continue;
      result.allocatedClusters++;
      if (next !== 0 && offset !== next) result.fragmentedClusters++;
      next = offset + clusterSize;
    }
  }

  /** A table of plain clusters goes through the kernel, if the window covers what it refers to. */
  private scanned(view: DataView, use: TableUse): boolean {
    const { scan, result } = this;
    if (!scan || (result && !this.coversFile)) return false;
    scan.table.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    const judged = use.active && result !== null;
    const found = scan.scan(use.weight, use.active, judged);
    if (!found) return false;
    const [allocated, fragmented, wrong, zeroed, outside] = found as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    if (result) result.corruptions += outside * use.weight;
    if (!judged || !result) return true;
    result.l2Tables++;
    result.allocatedClusters += allocated;
    result.fragmentedClusters += fragmented;
    result.zeroedClusters += zeroed;
    result.corruptions += wrong;
    return true;
  }

  /** One entry after the other, compressed and impossible ones included. */
  private eachEntry(view: DataView, use: TableUse): void {
    const { shape, file } = this.image;
    const { clusterSize, entryBytes, extended } = shape;
    const { counts, start, length } = this;
    const result = use.active ? this.result : null;
    const stored = this.stored;
    const highClusters = 2 ** 32 / clusterSize;
    const shift = Math.log2(clusterSize);
    const unaligned = (clusterSize - 1) & OFFSET_LOW_MASK;
    const fileEnd = Math.ceil(file.size / clusterSize);
    const { weight } = use;
    const active = use.active ? ACTIVE : 0;
    let allocated = 0;
    let fragmented = 0;
    let wrong = 0;
    let zeroed = 0;
    let next = 0;
    for (let at = 0; at < clusterSize; at += entryBytes) {
      const high = view.getUint32(at);
      const low = view.getUint32(at + 4);
      if (high === 0 && low === 0) continue;
      if (high & COMPRESSED_FLAG) {
        this.compressed(high, low, use);
        continue;
      }
      const cluster = (high & OFFSET_HIGH_MASK) * highClusters + (low >>> shift);
      if ((low & unaligned) !== 0) {
        const offset = cluster * clusterSize + (low & unaligned);
        this.range(offset, clusterSize, weight, use.active);
        if (result) result.corruptions++;
        continue;
      }
      if (cluster === 0) continue;
      if (cluster >= fileEnd) {
        if (this.result) this.result.corruptions += weight;
      } else {
        const index = cluster - start;
        if (index >= 0 && index < length) counts[index] = (u32(counts, index) + weight) | active;
      }
      if (!result) continue;
      allocated++;
      if (next !== 0 && cluster !== next) fragmented++;
      next = cluster + 1;
      // The copied flag says "refcount is exactly 1".
      if (high >= COPIED_FLAG !== (stored.of(cluster) === 1)) wrong++;
      if (extended ? view.getUint32(at + 12) === 0 : (low & 1) === 1) zeroed++;
    }
    if (!result) return;
    result.l2Tables++;
    result.allocatedClusters += allocated;
    result.fragmentedClusters += fragmented;
    result.zeroedClusters += zeroed;
    result.corruptions += wrong;
  }

  private compressed(high: number, low: number, use: TableUse): void {
    const { offset, bytes } = compressedRange(high, low, this.image.shape.clusterSize);
    this.range(offset, bytes, use.weight, use.active);
    if (!use.active || !this.result) return;
    // A compressed cluster is allocated, counts as fragmented by its nature, and is never "copied".
    this.result.allocatedClusters++;
    this.result.compressedClusters++;
    this.result.fragmentedClusters++;
    if (high >= COPIED_FLAG) this.result.corruptions++;
  }

  private judgeL1(): void {
    const { header, l1, file } = this.image;
    const view = new DataView(file.read(header.l1Offset, l1.length * 8).buffer);
    for (let i = 0; i < l1.length; i++) {
      if (l1[i] === 0) continue;
      const copied = view.getUint32(i * 8) >= COPIED_FLAG;
      if (copied !== (this.stored.of(f64(l1, i)) === 1)) this.result!.corruptions++;
    }
  }
}

/** What comparing the counts of a window with the stored refcounts found; `last`: index of the last in use, or -1. */
export interface WindowResult {
  leaks: number;
  corruptions: number;
  used: number;
  sum: number;
  largest: number;
  snapshotOnly: number;
  last: number;
}

function compareSlowly(
  { counts, start, length }: ClusterCounts,
  stored: StoredRefcounts,
): WindowResult {
  const found = {
    leaks: 0,
    corruptions: 0,
    used: 0,
    sum: 0,
    largest: 0,
    snapshotOnly: 0,
    last: -1,
  };
  for (let i = 0; i < length; i++) {
    const count = u32(counts, i);
    const computed = count & 0x7fff_ffff;
    const refcount = stored.of(start + i);
    if (refcount === 0 && computed === 0) continue;
    if (refcount > computed) found.leaks++;
    else if (refcount < computed) found.corruptions++;
    found.last = i;
    if (refcount > 0) found.used++;
    found.sum += refcount;
    if (refcount > found.largest) found.largest = refcount;
    if (computed > 0 && count < ACTIVE) found.snapshotOnly++;
  }
  return found;
}
