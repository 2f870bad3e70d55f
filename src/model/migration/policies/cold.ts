import {
  PAGE_BYTES,
  PAGE_HEADER_BYTES,
  ZERO_PAGE_BYTES,
} from '../../../kernels/migration/replay-input.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from '../plan-types.ts';
import { effectiveBandwidth, guestPages } from '../scenario.ts';

export interface Outage {
  totalS: number;
  /** The guest does not run. */
  blackoutS: number;
  transferredBytes: number;
}

/** Bytes of one pass over the guest's memory. */
export function onePassBytes(guest: MigratingGuest, settings: MigrationSettings): number {
  const pages = guestPages(guest);
  const zero = settings.skipZeroPages ? Math.round(pages * guest.zeroShare) : 0;
  const normal = (pages - zero) * (PAGE_BYTES + PAGE_HEADER_BYTES) * settings.compressionRatio;
  return normal + zero * ZERO_PAGE_BYTES + guest.deviceStateBytes;
}

/** Stop-and-copy: the guest is down for the whole of one pass, whatever it would have dirtied. */
export function coldMigration(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
): Outage {
  const transferredBytes = onePassBytes(guest, settings);
  const zeroS = guestPages(guest) * guest.zeroShare * host.zeroPageNs * 1e-9;
  const copyS = transferredBytes / effectiveBandwidth(settings, host) + zeroS;
  const blackoutS = copyS + host.switchMs / 1000;
  return { totalS: blackoutS + host.setupMs / 1000, blackoutS, transferredBytes };
}
