import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { uniquePages } from './dirty.ts';
import type { MigratingGuest, MigrationSettings } from './plan-types.ts';

/** QEMU takes a vCPU's dirty rate over this (softmmu/dirtylimit.c, DIRTYLIMIT_CALC_TIME_MS). */
const PERIOD_S = 1;

/**
 * The share of its writes a guest keeps under vcpu-dirty-limit. What is limited is the distinct memory
 * dirtied per period, on each vCPU: a guest that rewrites few pages is not slowed down, however fast.
 */
export function dirtyLimitShare(guest: MigratingGuest, settings: MigrationSettings): number {
  if (settings.dirtyLimit === 0) return 1;
  const allowed = (settings.dirtyLimit * (guest.vcpus ?? 1) * PERIOD_S) / PAGE_BYTES;
  if (uniquePages(guest.dirty, PERIOD_S) <= allowed) return 1;
  let [kept, toomuch] = [0, 1];
  for (let step = 0; step < 40; step++) {
    const middle = (kept + toomuch) / 2;
    if (uniquePages(guest.dirty, PERIOD_S, middle) <= allowed) kept = middle;
    else toomuch = middle;
  }
  return kept;
}
