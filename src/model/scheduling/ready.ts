import { UserError } from '../../errors.ts';
import { unverified } from '../../sourced.ts';

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

const practice = 'rule of practitioners per vCPU, recalled; no source printing it was read';

/** Percent ready per vCPU from which to look, and from which it is contention. */
export const readyThresholds = {
  look: unverified(5, '%', practice),
  contention: unverified(10, '%', practice),
} as const;

/** Below the first threshold healthy, between them look, above the second contention. */
export function contentionOf(percentPerVcpu: number): Contention {
  if (percentPerVcpu < readyThresholds.look.value) return 'healthy';
  return percentPerVcpu <= readyThresholds.contention.value ? 'investigate' : 'contention';
}
