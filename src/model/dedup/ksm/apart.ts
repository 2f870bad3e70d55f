import { visitsOfUnmerged } from './fast.ts';

/** A page that has never merged is visited once in so many scans, in the end. */
export const SETTLED_PERIOD = 9;
/** Scans after which a page is visited every SETTLED_PERIOD scans: its last shorter gap ends here. */
const SETTLED_AFTER = 13;

/**
 * Scans that two equal, unchanging pages need to merge, counted by the later one, which becomes mergeable `apart` full
 * scans after the earlier; null where they never do. A page that is skipped is in no tree during that scan, so two pages meet
 * in a scan that visits both, from the second visit of each on (the first takes the checksum). Once both are visited
 * every 9 scans, those that have not met never will. Source: the rules of mm/ksm.c as simulated (kernels/ksm), which the test drives, and
 * Linux 6.18 itself (findings/ksm-twins-apart.sh).
 */
export function scansUntilMerged(apart: number, smartScan: boolean): number | null {
  const horizon = SETTLED_AFTER + SETTLED_PERIOD + 1;
  const visits = visitsOfUnmerged(apart + horizon, smartScan);
  for (let scan = 1; scan < horizon; scan++) {
    if (visits[scan] && visits[apart + scan]) return scan + 1;
  }
  return null;
}

/**
 * Share of what so many machines hold alike, started at times far apart and independent, that smart_scan never merges: no two
 * of them meet. One pair that merges is found by all others.
 */
export function neverMerged(machines: number): number {
  const met = Array.from(
    { length: SETTLED_PERIOD },
    (_, phase) => scansUntilMerged(SETTLED_PERIOD * SETTLED_AFTER + phase, true) !== null,
  );
  /** Ways to start the rest after machines in these phases so that none meets any. */
  const apartWays = (phases: readonly number[], left: number): number => {
    if (left === 0) return 1;
    let ways = 0;
    for (let phase = 0; phase < SETTLED_PERIOD; phase++) {
      const alone = phases.every(
        (before) => !met[(phase - before + SETTLED_PERIOD) % SETTLED_PERIOD],
      );
      if (alone) ways += apartWays([...phases, phase], left - 1);
    }
    return ways;
  };
  return apartWays([0], machines - 1) / SETTLED_PERIOD ** (machines - 1);
}
