import { sourced } from '../../sourced.ts';
import type { Collected } from './findings.ts';

/** SMT is on unless somebody turned it off. */
const ASSUMED_THREADS_PER_CORE = sourced(
  2,
  'threads',
  'estimated',
  'x86 servers as they are delivered',
);

/** Cores of a host that a tool counts in threads without saying how many a core has; `how`: what would say it. */
export function coresOfThreads(threads: number, into: Collected, how: string): number {
  const perCore = ASSUMED_THREADS_PER_CORE.value;
  // Cores of two threads leave no odd one over: then a core is one.
  if (threads % perCore !== 0) return threads;
  if (threads > 0) {
    into.finding(
      'assumed',
      `hosts whose CPUs are counted in threads: ${perCore} threads a core are assumed. ${how}`,
    );
  }
  return threads / perCore;
}
