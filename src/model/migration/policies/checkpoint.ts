import { PAGE_BYTES } from '../../../kernels/migration/replay-input.ts';
import { uniquePages } from '../dirty.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from '../plan-types.ts';
import { guestPages } from '../scenario.ts';
import { onePassBytes } from './cold.ts';

export interface CheckpointTarget {
  /** Where memory is written, bytes/s. */
  writeBytesPerS: number;
  /** Freezing and forking the disks: a new overlay per disk. */
  diskSnapshotMs: number;
  /** How a running guest's pages are kept while they are written. */
  mode: 'stopped' | 'copy-on-write';
  /** Cost of one write fault that copies a page before the guest changes it, ns. */
  copyFaultNs: number;
}

export interface Checkpoint {
  bytes: number;
  totalS: number;
  blackoutS: number;
  /** Pages copied because the guest wrote to them first, and what their faults cost it. */
  copiedPages: number;
  guestStallS: number;
}

/**
 * Memory + CPU + disk snapshot of one instant. Stopped: the guest waits for all of it. Copy-on-write:
 * it waits for the disks and the write protection only, then pays a fault per page it writes first.
 */
export function checkpoint(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  target: CheckpointTarget,
): Checkpoint {
  const bytes = onePassBytes(guest, settings);
  const writeS = bytes / target.writeBytesPerS;
  const freezeS = (target.diskSnapshotMs + host.syncMs) / 1000;
  if (target.mode === 'stopped') {
    const blackoutS = writeS + freezeS;
    return { bytes, totalS: blackoutS, blackoutS, copiedPages: 0, guestStallS: 0 };
  }
  const protectS = (guestPages(guest) * host.syncNsPerPage) / 1e9;
  // A page already written out is no longer copied: on average half of the time counts.
  const copiedPages = uniquePages(guest.dirty, writeS / 2);
  const guestStallS = (copiedPages * target.copyFaultNs) / 1e9;
  const blackoutS = freezeS + protectS;
  return { bytes, totalS: writeS + blackoutS, blackoutS, copiedPages, guestStallS };
}

/** Checkpoints every `intervalS` keep a standby alive; each sends the pages dirtied since the last. */
export function continuousCheckpoint(
  guest: MigratingGuest,
  intervalS: number,
  linkBytesPerS: number,
): { bytesPerCheckpoint: number; pausePerCheckpointMs: number; guestShare: number } {
  const bytesPerCheckpoint = uniquePages(guest.dirty, intervalS) * PAGE_BYTES;
  const pauseS = (bytesPerCheckpoint + guest.deviceStateBytes) / linkBytesPerS;
  return {
    bytesPerCheckpoint,
    pausePerCheckpointMs: 1000 * pauseS,
    guestShare: intervalS / (intervalS + pauseS),
  };
}
