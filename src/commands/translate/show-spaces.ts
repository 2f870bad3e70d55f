import type { SpacesResult } from '../../model/translation/spaces.ts';
import type { TagRow } from '../../model/translation/tag-policies.ts';
import { cycleRows, eventRows, tagTable } from '../../report/sections/spaces.ts';

type Rows = Record<string, string | number>[];

/** Tables of a run: counts, what tags save, events and cycles. */
export function showSpaces(
  result: SpacesResult,
  tags: readonly TagRow[],
  withoutEvents?: SpacesResult,
): Rows[] {
  const { accesses, l1Misses, walks, guestRefs, hostRefs, nestedTlbHits, firstTouches } = result;
  const { switches, vmSwitches, cr3Loads, exits, invalidations, dropped, tableWrites } = result;
  const counts = {
    accesses,
    'L1 TLB misses': l1Misses,
    walks,
    'guest references': guestRefs,
    'host references': hostRefs,
    'nested TLB hits': nestedTlbHits,
    'first touches': firstTouches,
    'address-space switches': switches,
    'of these to another VM': vmSwitches,
    'CR3 loads': cr3Loads,
    'VM exits': exits,
    invalidations,
    'translations dropped': dropped,
    'guest-table accesses as writes': tableWrites,
    'logging rounds': result.rounds,
  };
  const optional = new Set(Object.keys(counts).slice(6));
  const rows = Object.entries(counts)
    .filter(([what, n]) => n > 0 || !optional.has(what))
    .map(([what, n]) => ({ what, count: n, 'per access': (n / Math.max(1, accesses)).toFixed(4) }));
  const tables: Rows[] = [rows];
  if (tags.length > 1) tables.push(tagTable(tags));
  if (result.bill.length > 0) tables.push(eventRows(result));
  if (result.cyclesPerAccess) tables.push(cycleRows(result, withoutEvents));
  return tables;
}
