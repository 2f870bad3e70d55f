import type { Sourced } from '../sourced.ts';

export type PageSize = '4K' | '2M' | '1G';

/** A set-associative structure; `ways === entries` is fully associative. */
export interface Geometry {
  entries: number;
  ways: number;
  status: Sourced['status'];
  source: string;
  unverified?: true;
}

export interface CacheLevel extends Geometry {
  /** Total size; entries are 64-byte lines. */
  kib: number;
  /** Load-to-use latency. */
  latencyCycles: Sourced;
}

/** The parts of a host that decide what an address translation costs. */
export interface HostMemory {
  /** First-level data TLB per page size; a size that is absent shares the 4K array. */
  l1Dtlb: { '4K': Geometry; '2M'?: Geometry; '1G'?: Geometry };
  /** Second-level TLB and the page sizes that may live in it. */
  l2Tlb: Geometry & { pages: readonly PageSize[]; hitCycles: Sourced };
  /** Page-walk caches, fully associative, entries per level; no vendor publishes sizes. */
  walkCache: { pml5: number; pml4: number; pdpt: number; pd: number; source: string };
  /** Nested TLB (guest-physical to host-physical) entries, fully associative. */
  nestedTlbEntries: number;
  caches: { l1d: CacheLevel; l2: CacheLevel; l3: CacheLevel };
  /** DRAM access from a core, local and remote node, cycles. */
  dramCycles: Sourced;
  remoteDramCycles: Sourced;
}

/** Three measured anchors fix what exits cost on a host; every other exit is derived from them. */
export interface HostAnchors {
  /** Smallest exit round trip: world switch plus the smallest in-kernel handler (vmcall). */
  smallestExitCycles: Sourced;
  /** A port write answered by the user-space VMM, whole round trip. */
  userExitCycles: Sourced;
  /** IPI to a halted vCPU: send, wake, run. */
  ipiWakeCycles: Sourced;
}

/** A host profile: data only. A new host is one file and one line in `hosts/index.ts`. */
export interface Host {
  id: string;
  title: string;
  /** The clock cycles are counted in: the constant-rate time-stamp counter, usually the nominal frequency. */
  clockGhz: Sourced;
  /** What the cores really ran at while the anchors were measured, when it is known to differ. */
  coreGhz?: Sourced;
  /** Whether the anchors were measured with kernel page-table isolation. */
  kpti: boolean;
  cores: number;
  threadsPerCore: number;
  numaNodes: number;
  /** Whether the processor logs which guest pages are written (page-modification logging); absent where it cannot. */
  pml?: Pick<Sourced, 'status' | 'source'> | undefined;
  memory: HostMemory;
  anchors: HostAnchors;
  /**
   * Costs of single events measured on this very host, which win over derivation. Keyed `event/cpu`,
   * for events the MMU axis decides `event/cpu+mmu`, for device requests `event/cpu+io`.
   */
  measured: Readonly<Record<string, Sourced>>;
}
