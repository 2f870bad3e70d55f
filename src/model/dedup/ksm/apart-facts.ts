import { neverMerged, scansUntilMerged } from './apart.ts';

/** Until a page is visited at its last, longest interval, and once around that interval. */
const STARTS = 31;

/** What smart_scan leaves out where machines do not start together, as pages and terminal tell it. */
export interface ApartFacts {
  /** Share of equal pages that never merge, of two machines and of three. */
  never: { two: number; three: number };
  /** By scans between the starts, from one: scans of the later until they merge; null where they never do. */
  untilMerged: readonly (number | null)[];
}

export const apartFacts = (): ApartFacts => ({
  never: { two: neverMerged(2), three: neverMerged(3) },
  untilMerged: Array.from({ length: STARTS }, (_, i) => scansUntilMerged(i + 1, true)),
});
