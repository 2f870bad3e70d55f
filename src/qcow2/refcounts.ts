import type { Geometry } from './geometry.ts';

/**
 * Refcounts of the clusters of one image file with the driver's first-fit allocator (rules R3 to R5).
 * Clusters are numbers counted from the start of the file.
 */
export class Refcounts {
  /** Next cluster to look at; 0 after each opening of the image (R2). */
  hint = 0;
  /** Refcount blocks: index of the block -> the cluster it lies in. */
  readonly blocks = new Map<number, number>();
  private counts = new Uint32Array(64);
  /** Clusters of the refcount table, and the first of them. */
  tableClusters = 1;
  private tableCluster = 1;
  private readonly clustersPerBlock: number;
  private readonly entriesPerTableCluster: number;

  constructor(shape: Geometry) {
    this.clustersPerBlock = shape.clustersPerRefcountBlock;
    this.entriesPerTableCluster = shape.clusterSize / 8;
  }

  of(cluster: number): number {
    return this.counts[cluster] ?? 0;
  }

  /** One past the highest cluster in use. */
  end(): number {
    let end = this.counts.length;
    while (end > 0 && this.counts[end - 1] === 0) end--;
    return end;
  }

  /** A fresh file: header, refcount table and the first refcount block in clusters 0 to 2 (R1). */
  reset(): void {
    this.counts = new Uint32Array(64);
    this.blocks.clear();
    this.blocks.set(0, 2);
    this.tableCluster = 1;
    this.tableClusters = 1;
    this.hint = 0;
    this.raise(0, 3);
  }

  /** `count` consecutive clusters at the first place from the hint on. */
  allocate(count: number): number {
    for (;;) {
      const start = this.firstFit(count);
      if (this.raise(start, count)) return start;
    }
  }

  /** As many of `count` clusters as are free exactly from `start` on; does not move the hint. */
  allocateAt(start: number, count: number): number {
    for (;;) {
      let free = 0;
      while (free < count && this.of(start + free) === 0) free++;
      if (free === 0 || this.raise(start, free)) return free;
    }
  }

  /** One more reference on a cluster in use. */
  reference(cluster: number): void {
    this.set(cluster, this.of(cluster) + 1);
  }

  /** One reference less; a cluster that becomes free pulls the hint back to it (R4). */
  release(cluster: number): void {
    const count = this.of(cluster);
    if (count === 0) throw new Error(`refcount of free cluster ${cluster} dropped`);
    this.set(cluster, count - 1);
    if (count === 1) this.hint = Math.min(this.hint, cluster);
  }

  releaseRun(start: number, count: number): void {
    for (let i = 0; i < count; i++) this.release(start + i);
  }

  private set(cluster: number, count: number): void {
    if (cluster >= this.counts.length) {
      const grown = new Uint32Array(Math.max(cluster + 1, this.counts.length * 2));
      grown.set(this.counts);
      this.counts = grown;
    }
    this.counts[cluster] = count;
  }

  private firstFit(count: number): number {
    for (let run = 0; run < count; ) run = this.of(this.hint++) === 0 ? run + 1 : 0;
    return this.hint - count;
  }

  /** Adds one reference to a range; false if a refcount block had to be made first (R4). */
  private raise(start: number, count: number): boolean {
    for (let cluster = start; cluster < start + count; cluster++) {
      if (!this.blocks.has(this.blockOf(cluster))) {
        this.makeBlock(cluster);
        for (let undo = start; undo < cluster; undo++) this.set(undo, this.of(undo) - 1);
        this.hint = Math.min(this.hint, start);
        return false;
      }
      this.set(cluster, this.of(cluster) + 1);
    }
    return true;
  }

  private blockOf(cluster: number): number {
    return Math.floor(cluster / this.clustersPerBlock);
  }

  /** The block for the counts of `wanted` takes one cluster and counts itself (R5). */
  private makeBlock(wanted: number): void {
    const block = this.blockOf(wanted);
    const cluster = this.firstFit(1);
    if (this.blockOf(cluster) === block) this.set(cluster, 1);
    else if (!this.raise(cluster, 1)) return;
    if (block >= this.tableClusters * this.entriesPerTableCluster) {
      this.growTable(this.blockOf(Math.max(wanted, cluster - 1)) + 1);
    }
    this.blocks.set(block, cluster);
  }

  /**
   * A longer refcount table: an area that starts where the range of block `first` starts holds the blocks
   * that count the area itself, then the table; the old table is freed.
   */
  private growTable(first: number): void {
    const spare = Math.ceil(this.sizeFrom(first * this.clustersPerBlock).table / 2);
    const { blocks } = this.sizeFrom(first * this.clustersPerBlock + spare);
    const start = first * this.clustersPerBlock;
    const table = start + blocks - first;
    const clusters = Math.ceil((blocks + Math.ceil(blocks / 2)) / this.entriesPerTableCluster);
    for (let block = first; block < blocks; block++) this.blocks.set(block, start + block - first);
    for (let cluster = start; cluster < table + clusters; cluster++) this.set(cluster, 1);
    const [oldTable, oldClusters] = [this.tableCluster, this.tableClusters];
    this.tableCluster = table;
    this.tableClusters = clusters;
    this.releaseRun(oldTable, oldClusters);
  }

  /** Refcount blocks of a file whose other clusters are `clusters`, and clusters of a table of those blocks. */
  private sizeFrom(clusters: number): { blocks: number; table: number } {
    for (let blocks = 0, table = 0; ; ) {
      const needed = Math.ceil((clusters + blocks + table) / this.clustersPerBlock);
      if (needed === blocks) return { blocks, table };
      blocks = needed;
      table = Math.ceil(blocks / this.entriesPerTableCluster);
    }
  }

  /** [clusters in use, sum of refcounts, largest refcount]. */
  summary(): [number, number, number] {
    let used = 0;
    let sum = 0;
    let largest = 0;
    for (const count of this.counts) {
      if (count === 0) continue;
      used++;
      sum += count;
      if (count > largest) largest = count;
    }
    return [used, sum, largest];
  }
}
