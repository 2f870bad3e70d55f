import { PAGE_BYTES, PAGE_HEADER_BYTES } from '../../../kernels/migration/replay-input.ts';
import { uniquePages } from '../dirty.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from '../plan-types.ts';
import { effectiveBandwidth, guestPages } from '../scenario.ts';

/** Options `live_migration_*` of nova.conf, section libvirt. */
export interface NovaOptions {
  /** Pause that is allowed in the end. */
  downtimeMs: number;
  downtimeSteps: number;
  /** Seconds from one step to the next, for each GiB to be moved. */
  downtimeDelayS: number;
  /** Seconds until the migration is aborted, for each GiB to be moved. */
  completionTimeoutS: number;
}

/** Defaults of Nova 26.2.2 (nova/conf/libvirt.py of Debian's python3-nova 2:26.2.2-1~deb12u5). */
export const novaDefaults: NovaOptions = {
  downtimeMs: 500,
  downtimeSteps: 10,
  downtimeDelayS: 75,
  completionTimeoutS: 800,
};

/** A smaller guest counts as one of 2 GiB. */
const LEAST_GIB = 2;
/** Nova looks every half second; until then the limit is the one QEMU starts with. */
const FIRST_LOOK_S = 0.5;
const QEMU_LIMIT_MS = 300;

/**
 * When Nova raises the downtime limit: seconds after the start, and the limit from then on, ms. Linear from downtimeMs /
 * downtimeSteps up to downtimeMs, cut to whole numbers (downtime_steps of nova/virt/libvirt/migration.py, 26.2.2).
 */
export function novaSteps(gib: number, options: NovaOptions = novaDefaults) {
  const { downtimeMs, downtimeSteps, downtimeDelayS } = options;
  const delayS = Math.trunc(downtimeDelayS * gib);
  const base = downtimeMs / downtimeSteps;
  const more = (downtimeMs - base) / downtimeSteps;
  return Array.from({ length: downtimeSteps + 1 }, (_, i) => ({
    afterS: delayS * i,
    limitMs: Math.trunc(base + more * i),
  }));
}

/** How a migration that Nova looks after ends. */
export interface NovaEnd {
  completes: boolean;
  rounds: number;
  totalS: number;
  /** Null where it is aborted: the guest stays where it is and was not paused. */
  blackoutS: number | null;
  transferredBytes: number;
  /** Downtime limit at the end, ms. */
  limitMs: number;
}

/** Two rounds this near each other are the same: from there on only the limit changes. */
const SAME_ROUND = 1e-6;

/**
 * Whole rounds of pre-copy under Nova's rising downtime limit and its completion timeout, action `abort`: what is left after a round is sent in
 * the pause once that takes no longer than the limit of that moment.
 */
export function underNova(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  options: NovaOptions = novaDefaults,
): NovaEnd {
  const rate = effectiveBandwidth(settings, host) / (PAGE_BYTES + PAGE_HEADER_BYTES);
  const gib = Math.max(LEAST_GIB, guest.ramBytes / 2 ** 30);
  const steps = novaSteps(gib, options);
  const timeoutS = Math.trunc(options.completionTimeoutS * gib);
  const limitAt = (s: number) =>
    s < FIRST_LOOK_S ? QEMU_LIMIT_MS : (steps.findLast((step) => s > step.afterS)?.limitMs ?? 0);
  let todo = guestPages(guest) * (1 - (settings.skipZeroPages ? guest.zeroShare : 0));
  let seconds = host.setupMs / 1000;
  let sent = 0;
  let rounds = 0;
  for (;;) {
    const tookS = todo / rate;
    if (seconds + tookS > timeoutS) {
      sent += (timeoutS - seconds) * rate;
      return end(null);
    }
    seconds += tookS;
    sent += todo;
    rounds++;
    const left = uniquePages(guest.dirty, tookS, 1);
    if ((1000 * left) / rate <= limitAt(seconds)) return end(left);
    if (Math.abs(left - todo) <= SAME_ROUND * todo) passTo(tookS);
    todo = left;
  }

  /** Equal rounds until the limit rises or the time is over. */
  function passTo(roundS: number): void {
    const next = steps.find(({ afterS }) => afterS >= seconds)?.afterS ?? timeoutS;
    const passed = Math.max(0, Math.floor((Math.min(next, timeoutS) - seconds) / roundS));
    rounds += passed;
    sent += passed * roundS * rate;
    seconds += passed * roundS;
  }

  function end(left: number | null): NovaEnd {
    const blackoutS = left === null ? null : left / rate + host.switchMs / 1000;
    return {
      completes: left !== null,
      rounds,
      totalS: left === null ? timeoutS : seconds + (blackoutS ?? 0),
      blackoutS,
      transferredBytes: (sent + (left ?? 0)) * (PAGE_BYTES + PAGE_HEADER_BYTES),
      limitMs: limitAt(left === null ? timeoutS : seconds),
    };
  }
}
