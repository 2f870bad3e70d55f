import type { DirtyStream } from './dirty.ts';

/** A guest about to move. */
export interface MigratingGuest {
  ramBytes: number;
  /** Share of RAM that was never touched or is zero. */
  zeroShare: number;
  dirty: readonly DirtyStream[];
  /** 1 where it is not said. What slows or limits writes acts on each of them. */
  vcpus?: number;
  /** Bytes of device state sent while the guest is stopped. */
  deviceStateBytes: number;
}

export interface MigrationSettings {
  /** max-bandwidth, bytes/s; 0 = unlimited. */
  maxBandwidth: number;
  /** What the link carries for this migration, bytes/s; 0 = faster than the sender. */
  linkBandwidth: number;
  downtimeLimitMs: number;
  /** The trigger is 50 %, the tail not slow, where they are not said. */
  autoConverge: {
    initialPct: number;
    incrementPct: number;
    maxPct: number;
    triggerPct?: number;
    tailslow?: boolean;
  } | null;
  /** vcpu-dirty-limit in bytes/s of each vCPU; 0 = off. */
  dirtyLimit: number;
  /** Post-copy is started after this many seconds of pre-copy; null = never. */
  postcopyAfterS: number | null;
  /** Whether somebody may start post-copy; says nothing about when. */
  postcopyAllowed: boolean;
  /** max-postcopy-bandwidth, bytes/s; 0 = unlimited. */
  maxPostcopyBandwidth: number;
  /** avail-switchover-bandwidth (QEMU 8.2), bytes/s: decides the stop instead of the last window; 0 = off. */
  switchoverBandwidth: number;
  xbzrle: { cacheBytes: number; deltaBytes: number } | null;
  multifdChannels: number;
  /** Zero pages are found by the channels and cost no marker (zero-page-detection=multifd, QEMU 9.0). */
  multifdZeroPages: boolean;
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
  /** From one moment to the next the rate lies up to this factor below and above; 1 = always the same. */
  copySpread: number;
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
