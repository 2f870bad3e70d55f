import { plus, type Sourced, sourced, times, unverified } from '../sourced.ts';
import { assumedCycles, cache, undisclosedWalkCache } from './geometry.ts';
import type { CacheLevel, Host, HostAnchors, HostMemory } from './host.ts';

/** The other two anchors of a machine whose smallest exit alone is known or guessed. */
export function anchorsFrom(smallestExitCycles: Sourced): HostAnchors {
  const guess = (factor: number, what: string) =>
    unverified(
      smallestExitCycles.value * factor,
      'cycles',
      `${factor} smallest exits, as on the kvmperf server (${what})`,
    );
  return {
    smallestExitCycles,
    userExitCycles: guess(5.6, 'port write to user space'),
    ipiWakeCycles: guess(12.7, 'IPI to a halted vCPU'),
  };
}

/** The smallest exit of a generation that nobody was seen measuring. */
export const exitGuess = {
  intel: unverified(1150, 'cycles', 'as on Cascade Lake (PVM, SOSP 2023); not measured here', 0.5),
  amd: unverified(1360, 'cycles', 'VMRUN window on an AMD host of 2020; not measured here', 0.5),
  arm: unverified(
    3000,
    'cycles',
    'assumed: between 1300 (KVM x86) and 6500 (KVM on Armv8.0), both recalled (Dall, ISCA 2016)',
    0.6,
  ),
} as const;

/** What is known of a microarchitecture; the rest is filled in the same way for all, marked unverified. */
export interface Part {
  id: string;
  title: string;
  /** Nominal frequency, recalled. */
  ghz: number;
  cores: number;
  threadsPerCore?: number;
  numaNodes?: number;
  pml?: Host['pml'];
  l1Dtlb: HostMemory['l1Dtlb'];
  l2Tlb: HostMemory['l2Tlb'];
  walkCache?: HostMemory['walkCache'];
  caches: { l1d: CacheLevel; l2: CacheLevel; l3?: CacheLevel };
  dram?: Sourced;
  remoteDram?: Sourced;
  smallestExit: Sourced;
}

/** A memory latency from nanoseconds that were recalled. */
export const recalledNs = (ns: number, ghz: number): Sourced =>
  assumedCycles(ns * ghz, `recalled: ${ns} ns`);

/** Latency in core cycles plus nanoseconds, the form in which 7-cpu.com prints memory. */
export const cyclesPlusNs = (cycles: number, ns: number, ghz: number, source: string): Sourced =>
  plus(
    sourced(cycles, 'cycles', 'published', source),
    sourced(ns * ghz, 'cycles', 'derived', `${source}: ${ns} ns x ${ghz} GHz (recalled)`, 0.1),
  );

/** A host profile of a part of which the memory side is known better than the exits. */
export function part(known: Part): Host {
  const { id, title, ghz, cores, threadsPerCore = 2, numaNodes = 2, l1Dtlb, l2Tlb } = known;
  const dram = known.dram ?? recalledNs(90, ghz);
  const remote =
    numaNodes === 1
      ? { ...times(dram, 1), source: `${dram.source}; one node: remote equals local` }
      : unverified(dram.value * 1.8, 'cycles', 'assumed: 1.8 times local', 0.3);
  return {
    id,
    title,
    clockGhz: unverified(ghz, 'GHz', 'nominal frequency recalled', 0.2),
    kpti: false,
    cores,
    threadsPerCore,
    numaNodes,
    ...(known.pml === undefined ? {} : { pml: known.pml }),
    memory: {
      l1Dtlb,
      l2Tlb,
      walkCache: known.walkCache ?? undisclosedWalkCache,
      nestedTlbEntries: 64,
      caches: { l3: assumedL3(ghz), ...known.caches },
      dramCycles: dram,
      remoteDramCycles: known.remoteDram ?? remote,
    },
    anchors: anchorsFrom(known.smallestExit),
    measured: {},
  };
}

/** A last level of 32 MiB where the profile says nothing of it. */
function assumedL3(ghz: number): CacheLevel {
  return cache(
    32_768,
    16,
    assumedCycles(18 * ghz, 'assumed: 18 ns'),
    'estimated',
    'assumed: the profile names no third level',
  );
}
