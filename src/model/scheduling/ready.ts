import { UserError } from '../../errors.ts';

/** Summation interval of vCenter's real-time charts. */
export const REAL_TIME_INTERVAL_MS = 20_000;

/** Ready time summed over vCPUs in an interval, as percent of one vCPU. */
export function readyPercent(
  readyMs: number,
  vcpus: number,
  intervalMs = REAL_TIME_INTERVAL_MS,
): number {
  if (!(vcpus >= 1)) throw new UserError(`expected 1 or more vCPUs, found ${vcpus}.`);
  return (100 * readyMs) / (vcpus * intervalMs);
}

export type Contention = 'healthy' | 'investigate' | 'contention';

/** Practitioners' thresholds per vCPU: below 5 percent healthy, 5 to 10 look, above 10 contention. */
export function contentionOf(percentPerVcpu: number): Contention {
  if (percentPerVcpu < 5) return 'healthy';
  return percentPerVcpu <= 10 ? 'investigate' : 'contention';
}
