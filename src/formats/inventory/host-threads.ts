import type { Collected } from './findings.ts';

/** Threads of a core of x86 servers as they are delivered: SMT is on unless somebody turned it off. */
const ASSUMED_THREADS_PER_CORE = 2;

/** Cores of a host that a tool counts in threads without saying how many a core has; `how`: what would say it. */
export function coresOfThreads(threads: number, into: Collected, how: string): number {
  // A core of two threads cannot leave one over: then there is one thread a core.
  if (threads % ASSUMED_THREADS_PER_CORE !== 0) return threads;
  if (threads > 0) {
    into.finding(
      'assumed',
      `hosts whose CPUs are counted in threads: ${ASSUMED_THREADS_PER_CORE} threads a core are assumed. ${how}`,
    );
  }
  return threads / ASSUMED_THREADS_PER_CORE;
}
