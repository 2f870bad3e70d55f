import { PAGE_BYTES, PAGE_HEADER_BYTES } from '../../../kernels/migration/replay-input.ts';
import { uniquePages } from '../dirty.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from '../plan-types.ts';
import { copyRate, guestPages } from '../scenario.ts';

export interface PostcopyTail {
  /** Pages still at home when the guest starts on the destination. */
  pages: number;
  /** Until the last page has arrived; the source can go only then. */
  tailS: number;
  /** Pages the guest touched before they came, each a round trip. */
  faults: number;
  /** vCPU time spent waiting for them. */
  stallS: number;
}

/**
 * The time after the switch to post-copy. Pages come in order without a rate limit; a page the guest
 * touches first costs a round trip. With unique touches u(t) and pages arriving evenly over T, a
 * touched page is still missing with probability 1 - t/T, so faults are the integral of u'(t)(1 - t/T).
 */
export function postcopyTail(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  pages: number,
  roundTripMs: number,
): PostcopyTail {
  const link = settings.linkBandwidth || Number.POSITIVE_INFINITY;
  const rate = Math.min(link, copyRate(settings, host)) / settings.compressionRatio;
  const tailS = (pages * (PAGE_BYTES + PAGE_HEADER_BYTES)) / rate;
  const share = pages / guestPages(guest);
  const STEPS = 64;
  let faults = 0;
  for (let i = 0; i < STEPS; i++) {
    const [from, to] = [(i * tailS) / STEPS, ((i + 1) * tailS) / STEPS];
    const touched = uniquePages(guest.dirty, to) - uniquePages(guest.dirty, from);
    faults += touched * share * (1 - (i + 0.5) / STEPS);
  }
  faults = Math.min(faults, pages);
  return { pages, tailS, faults, stallS: (faults * roundTripMs) / 1000 };
}
