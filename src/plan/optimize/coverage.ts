import { quantileSorted } from '../../statistics.ts';
import { confidenceStars } from '../rules/azure-migrate.ts';

const DAY_S = 86_400;
/** A spacing this many times the typical one is a gap. */
const GAP = 1.5;

/** How much load there is of a machine. */
export interface Coverage {
  samples: number;
  /** Days the samples stand for. */
  days: number;
  /** Seconds between samples, the median. */
  stepS: number;
  /** Share of the samples the window could have. */
  share: number;
  gaps: number;
  longestGapHours: number;
  /** 1 to 5: 0-20, 21-40, 41-60, 61-80, 81-100 % of the samples, as Azure Migrate grades. */
  stars: number;
}

export const noCoverage: Coverage = {
  samples: 0,
  days: 0,
  stepS: 0,
  share: 0,
  gaps: 0,
  longestGapHours: 0,
  stars: 1,
};

/**
 * Coverage by the times of samples, s, in order, of a window of so many days; all of them lie in the window. A time
 * without a sample at the window's start or end counts as missing, not as a gap between samples.
 */
export function coverageOf(times: ArrayLike<number>, windowDays: number): Coverage {
  const samples = times.length;
  if (samples === 0) return noCoverage;
  const spacings = Float64Array.from(
    { length: samples - 1 },
    (_, i) => (times[i + 1] ?? 0) - (times[i] ?? 0),
  );
  const sorted = Float64Array.from(spacings).sort();
  const stepS = samples > 1 ? quantileSorted(sorted as unknown as number[], 0.5) : 300;
  const gaps = spacings.filter((spacing) => spacing > GAP * stepS);
  const possible = Math.max(1, Math.round((windowDays * DAY_S) / Math.max(1, stepS)));
  const share = Math.min(1, samples / possible);
  return {
    samples,
    days: (samples * stepS) / DAY_S,
    stepS,
    share,
    gaps: gaps.length,
    longestGapHours: gaps.reduce((most, gap) => Math.max(most, gap), 0) / 3600,
    stars: confidenceStars(100 * share),
  };
}
