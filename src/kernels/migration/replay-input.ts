/** A stretch of guest RAM in migration order; zero pages cost a 9-byte marker on the wire. */
export interface Segment {
  pages: number;
  zero: boolean;
}

/** One stream of page writes of the guest; several of them make hot/cold sets, phases, scans. */
export interface Writer {
  kind: 'uniform' | 'sequential';
  startPage: number;
  pages: number;
  writesPerS: number;
  /** Next page of a sequential writer, relative to `startPage`, at the start of the migration. */
  position: number;
  /** Active while (t mod periodMs) lies in [fromMs, toMs); always when periodMs is 0. */
  fromMs: number;
  toMs: number;
  periodMs: number;
}

export interface AutoConverge {
  triggerPct: number;
  initialPct: number;
  incrementPct: number;
  maxPct: number;
  tailslow: boolean;
  /** Longest stretch of missed work a throttled guest makes up after each sleep. */
  makeUpMs: number;
  /** How late a throttled vCPU wakes up: running time lost on a busy host. At most 10. */
  lateMs: number;
}

export interface Xbzrle {
  /** Direct-mapped cache, a power of two of pages. */
  cachePages: number;
  /** Encoded length of a changed page without the 11 bytes around it; 0 = does not fit, sent whole. */
  deltaBytes: number;
}

/**
 * Everything the replay of QEMU's pre-copy loop needs. Times are whole nanoseconds, so that sums are
 * exact and the WebAssembly kernel and its TypeScript twin agree bit for bit.
 */
export interface ReplayInput {
  segments: readonly Segment[];
  writers: readonly Writer[];
  /** max-bandwidth, bytes per second; a window may use a tenth of it. */
  maxBandwidth: number;
  downtimeLimitMs: number;
  /** Bytes per second of the link; 0 when the sender's own copying is the only limit. */
  linkBandwidth: number;
  /** Bytes the sender's socket takes before a write blocks, counted as sent but still on this side. */
  socketBytes: number;
  /** How long a blocked write waits for an acknowledgement, and the share of waits cut short. */
  ackWaitNs: number;
  ackJitter: number;
  copyNsPerPage: number;
  /** The same while the guest stands still: what a moment of a busy host makes of it. */
  lastPhaseNsPerPage: number;
  zeroNsPerPage: number;
  xbzrleNsPerPage: number;
  setupNs: number;
  syncNs: number;
  /** Device state and resume on the destination: what a pause costs beyond its bytes. */
  switchNs: number;
  deviceStateBytes: number;
  /** Equally likely oversleeps of the end of a 100 ms window. Length: a power of two. */
  latenessNs: Uint32Array;
  /** Cancelled after this. */
  horizonNs: number;
  seed: number;
  autoConverge: AutoConverge | null;
  xbzrle: Xbzrle | null;
  /** 0 = off. */
  multifdChannels: number;
  /** Pages one replayed page stands for: their packets are full, and end a turn once. */
  grain: number;
  /** Zero pages travel in the packets of the channels and cost no bytes of their own (QEMU 9.0). */
  multifdZeroPages: boolean;
  /** Bytes per second that decide the stop instead of the last window's; 0 = off (QEMU 8.2). */
  switchoverBandwidth: number;
  /** What a page takes after the switch to post-copy: copying it, or max-postcopy-bandwidth. */
  postcopyNsPerPage: number;
  /** Post-copy is started at the next turn of the loop after this; negative = never. */
  postcopyAfterNs: number;
  returnPath: boolean;
  /** Chunk of the clear bitmap in pages (QEMU on KVM: 2^18); 0 = the log is cleared at the sync. */
  clearChunkPages: number;
}

/** One bitmap sync. */
export interface Round {
  tNs: number;
  newDirtyPages: number;
  pendingPages: number;
  thresholdBytes: number;
  throttlePct: number;
}

export interface ReplayResult {
  finished: boolean;
  postcopy: boolean;
  totalNs: number;
  /** `ram.transferred`: page headers, pages, markers; without section headers. */
  transferredBytes: number;
  normalPages: number;
  zeroPages: number;
  syncCount: number;
  lastPhaseBytes: number;
  lastPhasePages: number;
  /** Bytes sent after the switch to post-copy. */
  postcopyBytes: number;
  stopNs: number;
  /** From the guest's stop on the source to its resumption on the destination. */
  blackoutNs: number;
  /** What query-migrate calls `downtime`. */
  reportedDowntimeNs: number;
  remainingPages: number;
  windows: number;
  throttlePct: number;
  /** Time the guest lost to throttling. */
  throttledNs: number;
  writes: number;
  rounds: Round[];
}

export const PAGE_BYTES = 4096;
/** Header of a page inside the same RAM block. */
export const PAGE_HEADER_BYTES = 8;
export const ZERO_PAGE_BYTES = 9;
/** Rounds kept in a result; later ones are only counted. */
export const MAX_ROUNDS = 4096;
