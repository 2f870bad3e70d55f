import type { KsmCounters } from '../../../kernels/ksm/machine.ts';
import { type Sourced, sourced } from '../../../sourced.ts';

const recorded =
  'ksmd schedstat of 650 recorded scans (data linux-ksm/cost.json, kernel 6.18.44, EPYC Zen 3)';

/** CPU time of ksmd by what it does. The fit over whole scans was within 19 % (median), 45 % (90 of 100). */
export const ksmdCost = {
  checksum: sourced(
    1335,
    'ns',
    'measured',
    `visit and checksum of an unmerged page: ${recorded}`,
    0.25,
  ),
  compare: sourced(
    235,
    'ns',
    'measured',
    `tree compare, pages differ in the first bytes: ${recorded}`,
    0.15,
  ),
  mergedVisit: sourced(451, 'ns', 'measured', `visit of a merged page: ${recorded}`, 0.2),
  skip: sourced(376, 'ns', 'measured', `skipped page (smart_scan): ${recorded}`, 0.2),
  merge: sourced(2962, 'ns', 'measured', `merge: ${recorded}`, 0.15),
} as const;

/** What the first write to a shared page costs the guest: the copy and the fault; 1,570 to 8,100 ns seen. */
export const cowBreakCost: Sourced = {
  ...sourced(
    1590,
    'ns',
    'measured',
    'ksmlab, first writes to merged pages, kernel 6.18.44: best 1,570, up to 8,100 ns on a busy host',
  ),
  low: 1570,
  high: 8100,
};

export interface CpuEstimate {
  ns: number;
  lowNs: number;
  highNs: number;
}

/** CPU time of ksmd between two readings of the counters. */
export function ksmdCpu(before: KsmCounters, after: KsmCounters): CpuEstimate {
  const parts: [Sourced, number][] = [
    [ksmdCost.checksum, after.checksums - before.checksums],
    [ksmdCost.compare, after.compares - before.compares],
    [ksmdCost.mergedVisit, after.mergedVisits - before.mergedVisits],
    [ksmdCost.skip, after.skipped - before.skipped],
    [ksmdCost.merge, after.merges - before.merges],
  ];
  const sum = (of: (cost: Sourced) => number) =>
    parts.reduce((all, [cost, times]) => all + of(cost) * times, 0);
  return { ns: sum((c) => c.value), lowNs: sum((c) => c.low), highNs: sum((c) => c.high) };
}

/**
 * Time between two wake-ups of ksmd, less its CPU time: the sleep is rounded up to whole timer ticks and one tick more
 * passes before the timer fires. A busy host adds up to half as much again (recorded: 26 ms for a sleep of 20).
 */
export function wakePeriodMs(sleepMs: number, hz: number): { ms: number; highMs: number } {
  const tick = 1000 / hz;
  const ms = (Math.ceil(sleepMs / tick) + 1) * tick;
  return { ms, highMs: 1.5 * ms };
}
