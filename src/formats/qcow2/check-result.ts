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
