import { num } from '../../elements.ts';
import type { Host, HostMemory } from '../../hosts/host.ts';
import { type Sourced, weakest } from '../../sourced.ts';
import type { Technique } from '../../techniques/technique.ts';
import { priced, type TranslationCase, type TranslationResult } from '../translation/simulate.ts';

/** What touching memory costs in a case, cycles per data access, nothing overlapped. */
export interface MemoryCost {
  /** TLB hits of the second level and page walks. */
  translation: Sourced;
  /** Waiting for data beyond the first-level cache: paid on bare metal too. */
  dataStalls: Sourced;
}

/**
 * Tables the hardware walks under a technique: one dimension where the guest's own (registered) or a
 * shadow table is loaded, two where guest and host tables are. A software MMU is priced with the
 * interpreted or translated instruction, so its accesses add no walk of their own.
 */
export function translationMode(technique: Technique): TranslationCase['mode'] {
  return technique.mmu === 'nested' ? 'nested' : 'native';
}

/** Latencies at one end of their intervals. */
function atEnd(memory: HostMemory, end: 'low' | 'high'): HostMemory {
  const at = (number: Sourced): Sourced => ({ ...number, value: number[end] });
  const { l1d, l2, l3 } = memory.caches;
  return {
    ...memory,
    l2Tlb: { ...memory.l2Tlb, hitCycles: at(memory.l2Tlb.hitCycles) },
    caches: {
      l1d: { ...l1d, latencyCycles: at(l1d.latencyCycles) },
      l2: { ...l2, latencyCycles: at(l2.latencyCycles) },
      l3: { ...l3, latencyCycles: at(l3.latencyCycles) },
    },
    dramCycles: at(memory.dramCycles),
  };
}

/** Cycles per access a load waits beyond a first-level hit, which instructions already include. */
function stallsPerAccess({ served, accesses }: TranslationResult, memory: HostMemory): number {
  if (!served || accesses === 0) return 0;
  const { l1d, l2, l3 } = memory.caches;
  const beyond = (latency: Sourced) => Math.max(0, latency.value - l1d.latencyCycles.value);
  return (
    (served.l2.data * beyond(l2.latencyCycles) +
      served.l3.data * beyond(l3.latencyCycles) +
      served.dram.data * beyond(memory.dramCycles)) /
    accesses
  );
}

/** Prices the counts of a simulation at a host's latencies, with the interval they leave open. */
export function memoryCost(
  counts: TranslationResult,
  host: Host,
  technique: Technique,
): MemoryCost {
  const { memory } = host;
  const { l1d, l2, l3 } = memory.caches;
  const latencies = [
    memory.l2Tlb.hitCycles,
    l1d.latencyCycles,
    l2.latencyCycles,
    l3.latencyCycles,
    memory.dramCycles,
  ];
  const known = {
    unit: 'cycles/access',
    status: weakest(['derived', ...latencies.map((latency) => latency.status)]),
  };
  const walked = translationMode(technique) === 'nested' ? 'guest and host tables' : 'one table';
  const interval = (per: (memory: HostMemory) => number) => {
    const ends = [per(memory), per(atEnd(memory, 'low')), per(atEnd(memory, 'high'))];
    return { value: num(ends, 0), low: Math.min(...ends), high: Math.max(...ends) };
  };
  return {
    translation: {
      ...interval((at) => priced(counts, at).cyclesPerAccess?.total ?? 0),
      ...known,
      source: `translation simulator walking ${walked}; latencies of host ${host.id}`,
    },
    dataStalls: {
      ...interval((at) => stallsPerAccess(counts, at)),
      ...known,
      source: `cache simulator; latencies of host ${host.id}`,
    },
  };
}
