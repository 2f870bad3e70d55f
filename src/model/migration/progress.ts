/** One look at a running migration: query-migrate, info migrate, domjobinfo or a line of a log. */
export interface ProgressSample {
  seconds: number;
  transferredBytes: number;
  /** Null where the source does not say, as in the log of Proxmox. */
  remainingBytes: number | null;
  totalBytes: number;
  /** dirty-sync-count or iteration; 0 where it is not reported. */
  syncs: number;
  /** Pages sent so far, normal and zero; null when not reported. */
  pagesSent: number | null;
  /** Rate the source itself reports (mbps, throughput, memory bandwidth). */
  sentBytesPerS?: number | null;
  /** Distinct memory the guest dirties per second between two syncs, as the source reports it. */
  dirtiedBytesPerS?: number | null;
  /** In QEMU's words. */
  status?: string;
}
