import { settledKsm } from '../../../kernels/dedup/sharing.ts';
import { type Census, takeCensus } from '../../../kernels/ksm/census.ts';
import {
  derived,
  type KsmCounters,
  type KsmKnobs,
  type KsmRules,
} from '../../../kernels/ksm/machine.ts';
import type { Population } from '../../../kernels/ksm/population.ts';

/** Why the fast mode does not apply, in words; null where it does. */
export function needsExactMode(of: Population): string | null {
  if (of.vol_period > 0 && of.vol24 > 0) return 'volatile pages are rewritten between scans';
  if (of.thp) return 'huge pages are split by the first merge inside them';
  return null;
}

/** Counters the fast mode knows; those that measure work depend on the shape of the trees. */
export type FastCounters = Omit<
  KsmCounters,
  'compares' | 'checksums' | 'mergedVisits' | 'merges' | 'cowBreaks' | 'refused'
>;

/** Visits of a page that never merges, by scan: true = visited, false = skipped by smart_scan. */
export function visitsOfUnmerged(scans: number, smartScan: boolean): boolean[] {
  const visits: boolean[] = [];
  let skips = 0;
  for (let age = 0; age < scans; age++) {
    const seenAge = Math.min(255, age);
    if (!smartScan || seenAge < 3) visits.push(true);
    else if (skips > 0) {
      skips--;
      visits.push(false);
    } else {
      skips = seenAge <= 3 ? 1 : seenAge <= 5 ? 2 : seenAge <= 8 ? 4 : 8;
      visits.push(true);
    }
  }
  return visits;
}

/**
 * Counters after each of `scans` full scans of a population nobody writes to, from a census of its contents. Equal to the
 * exact simulation, integer for integer, because order does not matter there: every content fills shared pages of
 * max_page_sharing sites in the second scan, whoever comes first. Order does matter, and this refuses, where pages are
 * written between or within scans, where huge pages split, and (by its arguments) for anything but whole scans.
 */
export function fastScans(
  of: Population,
  knobs: KsmKnobs,
  rules: KsmRules,
  scans: number,
): FastCounters[] {
  const obstacle = needsExactMode(of);
  if (obstacle !== null) throw new RangeError(`fast mode: ${obstacle}`);
  const census = takeCensus(of, knobs.maxPageSharing);
  return countersOf(census, of, knobs, rules, scans);
}

function countersOf(
  census: Census,
  of: Population,
  knobs: KsmKnobs,
  rules: KsmRules,
  scans: number,
): FastCounters[] {
  const zero = settledKsm([], census.zeroPages, knobs.maxPageSharing, false);
  const zeroMerges = knobs.useZeroPages;
  const mergedZero = zeroMerges ? { pages_shared: 0, pages_sharing: 0, pages_unshared: 0 } : zero;
  const present = of.vms * of.pages - census.unseen;
  const shared = census.shared + mergedZero.pages_shared;
  const sharing = census.sharing + mergedZero.pages_sharing;
  const unshared = census.unshared + mergedZero.pages_unshared;
  const chained = mergedZero.pages_shared > 1;
  const visits = visitsOfUnmerged(scans, knobs.smartScan && rules.hasSmartScan);

  let scanned = 0;
  let skipped = 0;
  return visits.map((visited, i) => {
    const settled = i > 0;
    const zeroPages = settled && zeroMerges ? census.zeroPages : 0;
    // A page merged with the zero page keeps its item until the next scan passes by.
    const items = i > 1 ? present - zeroPages : present;
    scanned += visited ? items : items - unshared;
    skipped += visited ? 0 : unshared;
    const { compares, checksums, mergedVisits, merges, cowBreaks, refused, ...counters } = derived({
      fullScans: i + 1,
      shared: settled ? shared : 0,
      sharing: settled ? sharing : 0,
      unshared: settled && visited ? unshared : 0,
      scanned,
      skipped,
      zeroPages,
      chains: settled ? census.chains + (chained ? 1 : 0) : 0,
      dups: settled ? census.dups + (chained ? mergedZero.pages_shared : 0) : 0,
      items,
      ...{ compares: 0, checksums: 0, mergedVisits: 0, merges: 0, cowBreaks: 0, refused: 0 },
    });
    return counters;
  });
}
