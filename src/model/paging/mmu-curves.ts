import { present } from '../../elements.ts';
import { entryPage, leafLevels, simulate } from '../translation/simulate.ts';
import { churning } from './activity.ts';
import {
  compareMmuModes,
  type MmuComparison,
  type MmuResult,
  mmuResults,
  walkCase,
} from './compare.ts';
import { crossing } from './interactions.ts';
import { pagingMode } from './modes.ts';
import { patternVisits } from './visits.ts';
import {
  type WalkCacheBandPoint,
  type WalkCacheStep,
  type WalkReferences,
  walkCacheBand,
  walkCacheSteps,
  walkReferences,
} from './walk-caches.ts';

const ACCESSES = 40_000;
const uniform = (bytes: number) => ({ pattern: { pattern: 'uniform', bytes }, accesses: ACCESSES });

const compared = ['native', 'shadow', 'direct', 'nested', 'agile'].map(pagingMode);

/** Cycles per access of one mode at one point of a curve. */
export interface ModeCost {
  mode: MmuResult['mode'];
  title: string;
  cycles: number;
}

const costOf = ({ mode, title, total }: MmuResult): ModeCost => ({ mode, title, cycles: total });

/** What a TLB of a host reaches, bytes. */
export interface TlbReach {
  tlb: string;
  bytes: number;
}

/** The reach of each TLB of the host with entries of the pages that nested translation caches. */
function tlbReaches(input: MmuComparison): TlbReach[] {
  const page = entryPage({ mode: 'nested', ...input });
  const { l1Dtlb, l2Tlb } = input.host.memory;
  const pageBytes = 2 ** (3 + 9 * leafLevels[page]);
  return [
    { tlb: 'L1 TLB', bytes: (l1Dtlb[page] ?? l1Dtlb['4K']).entries * pageBytes },
    ...(l2Tlb.pages.includes(page) ? [{ tlb: 'L2 TLB', bytes: l2Tlb.entries * pageBytes }] : []),
  ];
}

/** Random accesses to footprints from 64 KiB to 64 GiB, and to the reaches of the TLBs. */
function costsByFootprint(input: MmuComparison): (ModeCost & { bytes: number })[] {
  const fixed = [16, 20, 24, 28, 32, 36].map((bits) => 2 ** bits);
  const sizes = new Set([...fixed, ...tlbReaches(input).map(({ bytes }) => bytes)]);
  return [...sizes]
    .sort((a, b) => a - b)
    .flatMap((bytes) =>
      compareMmuModes(input, () => uniform(bytes), compared).map((result) => ({
        bytes,
        ...costOf(result),
      })),
    );
}

const CHURNS = [0, 0.1, 0.3, 1, 3, 10, 30, 100];

/** Costs as page tables change more often, per 1000 visits of pages. */
export interface ChurnCosts {
  points: (ModeCost & { churn: number })[];
  /** Churn from which nested paging costs less than shadow paging; null if shadow stays ahead. */
  crossing: number | null;
}

/** 1 GiB of random accesses beside more and more page-table changes. */
function costsByChurn(input: MmuComparison): ChurnCosts {
  const source = uniform(2 ** 30);
  const cycles = (mode: 'native' | 'nested') =>
    present(simulate(walkCase(mode, input), source).cyclesPerAccess).total;
  // Walks do not depend on the activity: simulated once.
  const walks = { native: cycles('native'), nested: cycles('nested') };
  const visits = patternVisits(source.pattern, input.seed);
  const points = CHURNS.flatMap((churn) =>
    mmuResults({ ...input, visits, activity: churning(churn) }, walks, compared).map((result) => ({
      churn,
      ...costOf(result),
    })),
  );
  const cost = (churn: number, id: string) =>
    present(points.find((point) => point.churn === churn && point.mode === id)).cycles;
  const pairs = CHURNS.map((churn) => ({
    churn,
    shadow: cost(churn, 'shadow'),
    nested: cost(churn, 'nested'),
  }));
  return { points, crossing: crossing(pairs) };
}

/** Everything around a comparison of MMU modes: what other footprints, churns, pages and walk caches would cost. */
export interface MmuCurves {
  reaches: TlbReach[];
  footprint: (ModeCost & { bytes: number })[];
  churn: ChurnCosts;
  references: WalkReferences[];
  cacheSteps: WalkCacheStep[];
  cacheBand: WalkCacheBandPoint[];
}

export function mmuCurves(input: MmuComparison): MmuCurves {
  return {
    reaches: tlbReaches(input),
    footprint: costsByFootprint(input),
    churn: costsByChurn(input),
    references: walkReferences(input),
    cacheSteps: walkCacheSteps(input),
    cacheBand: walkCacheBand(input),
  };
}
