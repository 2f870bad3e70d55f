import { uniqueOfStream } from '../dirty.ts';
import { quickPrediction } from '../expected.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings, Verdict } from '../plan-types.ts';

/** A disk that moves with its guest: mirrored while it is copied. */
export interface MovingDisk {
  allocatedBytes: number;
  writesPerS: number;
  writeBytes: number;
  /** Distinct bytes the guest writes to again and again. */
  workingSetBytes: number;
  /** Read speed of the source and write speed of the destination, bytes/s. */
  diskBytesPerS: number;
}

export interface StorageMigration {
  verdict: Verdict;
  /** Copy of the disk until the mirror is synchronous. */
  mirrorS: number;
  /** Memory migration that follows while every disk write is mirrored. */
  memoryS: number;
  totalS: number;
  diskBytes: number;
  memoryBytes: number;
  blackoutMs: number;
}

/**
 * Block mirror first, memory after it on what the mirrored writes leave of the link. The mirror
 * converges while the guest writes slower than it copies; blocks written again are sent again.
 */
export function storageMigration(
  guest: MigratingGuest,
  disk: MovingDisk,
  settings: MigrationSettings,
  host: MigrationHost,
): StorageMigration {
  const link = settings.linkBandwidth || host.copyBytesPerS;
  const speed = Math.min(link, disk.diskBytesPerS);
  const guestRate = disk.writesPerS * disk.writeBytes;
  const blocks = {
    kind: 'uniform' as const,
    pages: Math.max(1, disk.workingSetBytes / disk.writeBytes),
    writesPerS: disk.writesPerS,
    activeMs: 0,
    periodMs: 0,
  };
  let seconds = 0;
  let todo = disk.allocatedBytes;
  let diskBytes = 0;
  let converged = false;
  for (let round = 0; round < 100; round++) {
    const tookS = todo / speed;
    seconds += tookS;
    diskBytes += todo;
    const again = uniqueOfStream(blocks, tookS) * disk.writeBytes;
    // Below a second of copying the mirror can hold the guest's writes back and catch up.
    if (again <= speed || again >= 0.999 * todo) {
      converged = again <= speed;
      if (converged) {
        seconds += again / speed;
        diskBytes += again;
      }
      break;
    }
    todo = again;
  }
  const left = Math.max(1, link - guestRate);
  const memory = quickPrediction(guest, { ...settings, linkBandwidth: left }, host);
  const mirrored = guestRate * memory.totalS;
  const verdict: Verdict = !converged || guestRate >= link ? 'never' : memory.verdict;
  return {
    verdict,
    mirrorS: seconds,
    memoryS: memory.totalS,
    totalS: seconds + memory.totalS,
    diskBytes: diskBytes + mirrored,
    memoryBytes: memory.transferredBytes,
    blackoutMs: memory.blackoutMs,
  };
}
