import type { Population, WriteMode } from './population.ts';

/** Knobs of /sys/kernel/mm/ksm that change what a scan does. */
export interface KsmKnobs {
  useZeroPages: boolean;
  maxPageSharing: number;
  smartScan: boolean;
  /** True: chains are pruned at every walk (stable_node_chains_prune_millisecs 0); false: never within a run. */
  pruneAlways: boolean;
  /** False: pages of different memory nodes are never merged. Default true. */
  mergeAcrossNodes?: boolean;
}

/** How kernels differ. */
export interface KsmRules {
  /** Before 6.11 the stable tree is searched ahead of the checksum gate. */
  stableFirst: boolean;
  /** Whether the kernel has smart_scan at all (6.7 and later). */
  hasSmartScan: boolean;
  /** Whether splitting a huge page drops its zero-filled subpages (6.12 and later). */
  splitDropsZeros: boolean;
  /** Whether madvise(DONTNEED) of 2 MiB or more frees a page table it empties: the next write brings a huge page (6.14). */
  reclaimsTables: boolean;
  /** Pages a per-CPU LRU add batch holds: 15 on 6.1, 31 on 6.12 and later; 0 = not modelled. */
  lruBatch: number;
}

export interface KsmCounters {
  fullScans: number;
  shared: number;
  sharing: number;
  unshared: number;
  volatile: number;
  scanned: number;
  skipped: number;
  zeroPages: number;
  chains: number;
  dups: number;
  /** rmap_items in use. */
  items: number;
  profitBytes: number;
  /** What the work consisted of, since the start: page comparisons in the trees, checksums, visits of merged pages. */
  compares: number;
  checksums: number;
  mergedVisits: number;
  merges: number;
  /** First writes to shared pages. */
  cowBreaks: number;
  /** Merges refused because a page waits in an LRU add batch. */
  refused: number;
}

export interface VmCounters {
  items: number;
  zeroPages: number;
  merging: number;
  exited: boolean;
}

/**
 * What a VM's process does to some of its memory: munmap; madvise DONTNEED, UNMERGEABLE, MERGEABLE; mprotect; mremap to a
 * new place; madvise COLLAPSE of whole 2 MiB regions to huge pages.
 */
export type MemoryChange =
  | 'unmap'
  | 'drop'
  | 'unmergeable'
  | 'mergeable'
  | 'read-only'
  | 'writable'
  | 'move'
  | 'collapse';

/** Memory that operations of a run will need beyond the population: forks, and pages moved by mremap. */
export interface KsmRoom {
  forks: number;
  movedPages: number;
  /** Where mremap puts pages: above the guest's memory, or below. The kernel takes what gap there is. */
  above: boolean;
}

/** A host with KSM over one population: the kernel and its reference answer alike. */
export interface KsmMachine {
  readonly population: Population;
  /** VMs so far, those forked and those that exited included. */
  readonly vmCount: number;
  /** Rewrites the volatile pages due before `step`; returns how many pages were written. */
  rewriteVolatile(step: number): number;
  /** Writes `share24` of the pages whose class bit is in `mask`; returns how many. */
  write(mode: WriteMode, share24: number, salt: number, mask: number): number;
  exit(vm: number): void;
  /** The VM's process forks: the child is the next VM, with the pages of its parent. */
  fork(vm: number): void;
  /** A change of guest pages [first, first + pages) of a VM; those that are unmapped are left out. */
  change(change: MemoryChange, vm: number, first: number, pages: number): void;
  /** Writing 2 to `run`: everything is unmerged and forgotten, scans are counted anew. */
  unmergeAll(): void;
  /** One wake-up of ksmd: at most `pages` visits, less when the full scan ends. */
  wake(pages: number): void;
  setKnobs(knobs: Partial<KsmKnobs>): void;
  counters(): KsmCounters;
  vmCounters(vm: number): VmCounters;
}

/** Bytes of an rmap_item on 64-bit kernels; general_profit in every recorded sample confirms it. */
export const RMAP_ITEM_BYTES = 64;
export const PAGE_BYTES = 4096;

/** pages_volatile and general_profit follow from the other counters. */
export function derived(raw: Omit<KsmCounters, 'volatile' | 'profitBytes'>): KsmCounters {
  return {
    ...raw,
    volatile: Math.max(0, raw.items - raw.shared - raw.sharing - raw.unshared),
    profitBytes: (raw.sharing + raw.zeroPages) * PAGE_BYTES - raw.items * RMAP_ITEM_BYTES,
  };
}
