import { writeRate } from './dirty.ts';
import { criticalFactor, quickPrediction } from './expected.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings, Verdict } from './plan-types.ts';

export interface MapPoint {
  bandwidthBytesPerS: number;
  writesPerS: number;
  verdict: Verdict;
  totalS: number;
}

export interface VerdictMap {
  points: MapPoint[];
  /** Write rate at which the verdict changes, per bandwidth; null where no rate does. */
  critical: { bandwidthBytesPerS: number; writesPerS: number | null }[];
}

const logSteps = (low: number, high: number, count: number) =>
  Array.from({ length: count }, (_, i) => low * (high / low) ** (i / Math.max(1, count - 1)));

/** The closed form over bandwidth and write rate, both on logarithmic scales around the question's own. */
export function verdictMap(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  columns: number,
  rows: number,
): VerdictMap {
  const own = settings.maxBandwidth || host.copyBytesPerS;
  const rate = Math.max(10, writeRate(guest.dirty));
  const bandwidths = logSteps(own / 8, own * 8, columns);
  const factors = logSteps(1 / 16, 16, rows);
  const points: MapPoint[] = [];
  const critical: VerdictMap['critical'] = [];
  for (const bandwidth of bandwidths) {
    const at = { ...settings, maxBandwidth: bandwidth };
    for (const factor of factors) {
      const dirty = guest.dirty.map((part) => ({ ...part, writesPerS: part.writesPerS * factor }));
      const { verdict, totalS } = quickPrediction({ ...guest, dirty }, at, host);
      points.push({ bandwidthBytesPerS: bandwidth, writesPerS: rate * factor, verdict, totalS });
    }
    const factor = criticalFactor(guest, at, host);
    const finite = Number.isFinite(factor) && factor > 0;
    critical.push({ bandwidthBytesPerS: bandwidth, writesPerS: finite ? factor * rate : null });
  }
  return { points, critical };
}
