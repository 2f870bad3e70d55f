import type { DirtyStream } from './dirty.ts';

/** A guest about to move. */
export interface MigratingGuest {
  ramBytes: number;
  /** Share of RAM that was never touched or is zero. */
  zeroShare: number;
  dirty: readonly DirtyStream[];
  /** Bytes of device state sent while the guest is stopped. */
  deviceStateBytes: number;
}

export interface MigrationSettings {
  /** max-bandwidth, bytes/s; 0 = unlimited. */
  maxBandwidth: number;
  /** What the link carries for this migration, bytes/s; 0 = faster than the sender. */
  linkBandwidth: number;
  downtimeLimitMs: number;
  autoConverge: { initialPct: number; incrementPct: number; maxPct: number } | null;
  /** vcpu-dirty-limit in bytes/s; 0 = off. */
  dirtyLimit: number;
  /** Post-copy is started after this many seconds of pre-copy; null = never. */
  postcopyAfterS: number | null;
  xbzrle: { cacheBytes: number; deltaBytes: number } | null;
  multifdChannels: number;
  /** Bytes sent per byte of page, 1 = no compression; costs `compressionBytesPerS` of CPU. */
  compressionRatio: number;
  compressionBytesPerS: number;
  skipZeroPages: boolean;
  returnPath: boolean;
  /** Given up after this; null = the horizon of the model. */
  timeoutS: number | null;
}

/** What the host contributes. */
export interface MigrationHost {
  copyBytesPerS: number;
  zeroPageNs: number;
  setupMs: number;
  /** One bitmap sync: fixed part and the part per page of guest memory. */
  syncMs: number;
  syncNsPerPage: number;
  /** Device state, resume on the destination and announcement. */
  switchMs: number;
  socketBytes: number;
  ackWaitMs: number;
  clearChunkPages: number;
}

export type Verdict = 'completes' | 'never' | 'too-close';

export interface Interval {
  value: number;
  low: number;
  high: number;
}
