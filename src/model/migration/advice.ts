import type { Message } from '../../message.ts';
import { migrateWords } from '../../messages/migrate.ts';
import { migrationDefaults } from './defaults.ts';
import { criticalFactor, expected, quickPrediction } from './expected.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from './plan-types.ts';

/** One change of one setting and what it does to the verdict. */
export interface Advice {
  setting: string;
  /** The value at which the verdict becomes `completes`; null when no value of this setting does. */
  value: number | null;
  unit: string;
  text: Message;
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

/** Three digits, never less than it takes. */
function roundedUp(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 2);
  return Math.ceil(value / step) * step;
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
        ? migrateWords.noBandwidth()
        : bandwidth === now
          ? migrateWords.enough()
          : migrateWords.fromBandwidth({ mib: (bandwidth / 2 ** 20).toFixed(0) }),
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
        ? migrateWords.noDowntime()
        : downtime === Math.max(1, settings.downtimeLimitMs)
          ? migrateWords.enough()
          : migrateWords.fromDowntime({
              limit: roundedUp(downtime),
              pause: expected(guest, { ...settings, downtimeLimitMs: downtime }, host).blackoutMs,
            }),
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
        ? migrateWords.notNeeded()
        : migrateWords.onceSlowed({ percent: Math.max(0, throttle) })
      : migrateWords.throttleShort({ percent: most }),
  });
  advice.push({
    setting: 'postcopy-ram',
    value: 1,
    unit: '',
    text: migrateWords.postcopyAlways(),
  });
  return advice;
}

/** What one more step in the wrong direction would change: how far the verdict is from turning. */
export function margin(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
): { writeRateFactor: number; text: Message } {
  const factor = criticalFactor(guest, settings, host);
  const text =
    factor === Number.POSITIVE_INFINITY
      ? migrateWords.marginAlways()
      : factor === 0
        ? migrateWords.marginNever()
        : factor >= 1
          ? migrateWords.marginRoom({ factor: factor.toFixed(2) })
          : migrateWords.marginShort({ percent: (100 * factor).toFixed(0) });
  return { writeRateFactor: factor, text };
}
