import { unverified } from '../sourced.ts';
import { clx } from './clx.ts';
import type { CacheLevel, Host, HostMemory } from './host.ts';

const assumed = 'assumed: as on Cascade Lake; the configuration that was read names none';

/** A cache the simulator's configuration does not describe. */
const borrowed = (level: CacheLevel): CacheLevel => ({
  ...level,
  latencyCycles: unverified(level.latencyCycles.value, 'cycles', assumed, 0.3),
  status: 'estimated',
  source: assumed,
  unverified: true,
});

/** What a peer simulator models of memory; the rest, and the exits, as on Cascade Lake. */
export interface SimulatorMemory
  extends Pick<HostMemory, 'l1Dtlb' | 'l2Tlb' | 'walkCache' | 'nestedTlbEntries'> {
  caches?: Partial<HostMemory['caches']>;
  dramCycles?: HostMemory['dramCycles'];
}

/** A host profile with the memory geometry of a peer simulator, for runs beside it. */
export function simulator(id: string, title: string, known: SimulatorMemory): Host {
  const { l1d, l2, l3 } = clx.memory.caches;
  return {
    ...clx,
    id,
    title: `${title}; exits as on Cascade Lake`,
    memory: {
      l1Dtlb: known.l1Dtlb,
      l2Tlb: known.l2Tlb,
      walkCache: known.walkCache,
      nestedTlbEntries: known.nestedTlbEntries,
      caches: { l1d: borrowed(l1d), l2: borrowed(l2), l3: borrowed(l3), ...known.caches },
      dramCycles: known.dramCycles ?? unverified(197, 'cycles', assumed, 0.3),
      remoteDramCycles: unverified((known.dramCycles?.value ?? 197) * 1.83, 'cycles', assumed, 0.3),
    },
  };
}
