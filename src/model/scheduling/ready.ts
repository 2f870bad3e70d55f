import { UserError } from '../../errors.ts';
import { readyThresholds } from './ready-thresholds.ts';

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

/** Below the first threshold healthy, between them look, above the second contention. */
export function contentionOf(percentPerVcpu: number): Contention {
  if (percentPerVcpu < readyThresholds.look.value) return 'healthy';
  return percentPerVcpu <= readyThresholds.contention.value ? 'investigate' : 'contention';
}
