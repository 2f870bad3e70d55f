import type { HostMemory } from '../../hosts/host.ts';
import type { EmptyWays, TranslationCounts } from '../../kernels/translation/index.ts';
import { priced } from './simulate.ts';

/** What a sample estimates, per access. */
export interface SampleQuantities {
  /** Cycles of translation; 0 without caches. */
  cycles: number;
  l1Misses: number;
  walks: number;
  walkRefs: number;
  /** Walk references that no cache holds. */
  dramRefs: number;
}

/** Bounds of one window: structures that had held everything, or nothing, of what came before its warm-up. */
export interface WindowBounds {
  lower: SampleQuantities;
  upper: SampleQuantities;
}

const walkRefsOf = ({ guest, host }: { guest: number; host: number }) => guest + host;

/**
 * Bounds of a measured window from its counts and the ways it filled for the first time since the structures were
 * emptied. A reference that fills an empty way may have been a hit with the state of the full run (Wood, Hill and
 * Kessler 1991: unknown references); one that finds its set full has missed in any case, and a hit is a hit. The
 * simulated counts are the upper bound, those without the unknown misses the lower one.
 */
export function windowBounds(
  counts: TranslationCounts,
  filled: EmptyWays,
  host: HostMemory,
  hasL2Tlb: boolean,
): WindowBounds {
  const { accesses, l1Misses, walks, served } = counts;
  const per = (n: number) => Math.max(0, n) / Math.max(1, accesses);
  const refs = counts.guestRefs + counts.hostRefs;
  const dram = served ? walkRefsOf(served.dram) : 0;
  const cycles = priced(counts, host).cyclesPerAccess;
  const upper = {
    cycles: cycles?.total ?? 0,
    l1Misses: per(l1Misses),
    walks: per(walks),
    walkRefs: per(refs),
    dramRefs: per(dram),
  };
  const unknownWalks = Math.min(walks, hasL2Tlb ? filled.l2Tlb : filled.l1Tlb);
  // A walk cache or nested TLB that had known an address spares at most the references of a whole walk.
  const refsPerWalk = walks > 0 ? refs / walks : 0;
  const unknownRefs = Math.min(refs, (unknownWalks + filled.walkCaches) * refsPerWalk);
  const unknownDram = Math.min(dram, filled.l3 + unknownRefs);
  let spared = 0;
  if (served && cycles) {
    const { l1d, l2, l3 } = host.caches;
    const known = (unknown: number, from: number, to: number) => unknown * Math.max(0, from - to);
    const beyondL1 = refs - walkRefsOf(served.l1d);
    const beyondL2 = dram + walkRefsOf(served.l3);
    const dramCycles = host.dramCycles.value;
    spared =
      known(Math.min(dram, filled.l3), dramCycles, l3.latencyCycles.value) +
      known(Math.min(beyondL2, filled.l2), dramCycles, l2.latencyCycles.value) +
      known(Math.min(beyondL1, filled.l1d), dramCycles, l1d.latencyCycles.value) +
      (refs > 0 ? (unknownRefs / refs) * cycles.walk * accesses : 0) +
      Math.min(l1Misses, filled.l1Tlb) * host.l2Tlb.hitCycles.value;
  }
  return {
    upper,
    lower: {
      cycles: Math.max(0, upper.cycles - per(spared)),
      l1Misses: per(l1Misses - filled.l1Tlb),
      walks: per(walks - unknownWalks),
      walkRefs: per(refs - unknownRefs),
      dramRefs: per(dram - unknownDram),
    },
  };
}
