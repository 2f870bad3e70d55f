import { migrationDefaults } from './defaults.ts';
import { criticalFactor, expected, quickPrediction } from './expected.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from './plan-types.ts';

/** One change of one setting and what it does to the verdict. */
export interface Advice {
  setting: string;
  /** The value at which the verdict becomes `completes`; null when no value of this setting does. */
  value: number | null;
  unit: string;
  text: string;
}

/** Smallest value in [low, high] at which `works`, by bisection on a logarithmic scale; null if none. */
function smallest(low: number, high: number, works: (value: number) => boolean): number | null {
  if (!works(high)) return null;
  if (works(low)) return low;
  let [bad, good] = [low, high];
  for (let step = 0; step < 30; step++) {
    const middle = Math.sqrt(bad * good);
    if (works(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

const sure = (guest: MigratingGuest, settings: MigrationSettings, host: MigrationHost) =>
  quickPrediction(guest, settings, host).verdict === 'completes';

/** What would make a migration finish that does not, one setting at a time. */
export function advise(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
): Advice[] {
  const advice: Advice[] = [];
  const now = settings.maxBandwidth || host.copyBytesPerS;
  const ceiling = Math.min(
    settings.linkBandwidth || Number.POSITIVE_INFINITY,
    host.copyBytesPerS * Math.max(1, settings.multifdChannels),
  );
  const bandwidth =
    ceiling > now
      ? smallest(now, ceiling, (value) => sure(guest, { ...settings, maxBandwidth: value }, host))
      : null;
  advice.push({
    setting: 'max-bandwidth',
    value: bandwidth,
    unit: 'byte/s',
    text:
      bandwidth === null
        ? 'no bandwidth this link and sender can carry makes it finish'
        : bandwidth === now
          ? 'enough as it is'
          : `finishes from ${(bandwidth / 2 ** 20).toFixed(0)} MiB/s`,
  });
  const downtime = smallest(Math.max(1, settings.downtimeLimitMs), 2_000_000, (value) =>
    sure(guest, { ...settings, downtimeLimitMs: value }, host),
  );
  advice.push({
    setting: 'downtime-limit',
    value: downtime,
    unit: 'ms',
    text:
      downtime === null
        ? 'no downtime limit QEMU accepts makes it finish'
        : downtime === Math.max(1, settings.downtimeLimitMs)
          ? 'enough as it is'
          : `finishes from ${downtime.toFixed(0)} ms; the pause is then about ${expected(
              guest,
              { ...settings, downtimeLimitMs: downtime },
              host,
            ).blackoutMs.toFixed(0)} ms`,
  });
  const factor = criticalFactor(guest, settings, host);
  const most = migrationDefaults.throttleMaxPct.value;
  const throttle = Number.isFinite(factor) && factor > 0 ? Math.ceil(100 * (1 - factor)) : 0;
  const reachable = factor > 0 && throttle <= most;
  advice.push({
    setting: 'auto-converge',
    value: reachable ? Math.max(0, throttle) : null,
    unit: '%',
    text: reachable
      ? throttle <= 0
        ? 'not needed'
        : `finishes once the guest is slowed down by about ${Math.max(0, throttle)} %`
      : `throttling by ${most} % is not enough`,
  });
  advice.push({
    setting: 'postcopy-ram',
    value: 1,
    unit: '',
    text: 'always finishes; the guest waits for pages it touches, and dies if the link does',
  });
  return advice;
}

/** What one more step in the wrong direction would change: how far the verdict is from turning. */
export function margin(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
): { writeRateFactor: number; text: string } {
  const factor = criticalFactor(guest, settings, host);
  const text =
    factor === Number.POSITIVE_INFINITY
      ? 'no write rate prevents it: the working set fits into the allowed pause'
      : factor === 0
        ? 'no write rate above zero lets it finish'
        : factor >= 1
          ? `the guest could write ${factor.toFixed(2)} times as fast and it would still finish`
          : `the guest would have to write at ${(100 * factor).toFixed(0)} % of its rate`;
  return { writeRateFactor: factor, text };
}
