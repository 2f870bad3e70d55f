/** A set-associative LRU structure; `ways === entries` is fully associative. */
export interface Sets {
  entries: number;
  ways: number;
}

/** Page-walk caches, entries per level; 0 = none. Fully associative but for the directory's where it says so. */
export interface WalkCaches {
  pml5: number;
  pml4: number;
  pdpt: number;
  pd: number;
  pdWays?: number;
}

/** Level of the leaf entry: 1 = page table (4K), 2 = page directory (2M), 3 = PDPT (1G). */
export type LeafLevel = 1 | 2 | 3;

export interface TranslationConfig {
  mode: 'native' | 'nested';
  guestLevels: 4 | 5;
  hostLevels: 4 | 5;
  guestLeaf: LeafLevel;
  hostLeaf: LeafLevel;
  /** The first-level data TLB of the entry's page size. */
  l1Tlb: Sets;
  /** Null where the second level does not hold entries of this size. */
  l2Tlb: Sets | null;
  guestWalkCaches: WalkCaches | null;
  hostWalkCaches: WalkCaches | null;
  nestedTlbEntries: number;
  /** Default: fully associative. */
  nestedTlbWays?: number;
  /** Data caches in 64-byte lines through which walk references go; null: not simulated. */
  caches: { l1d: Sets; l2: Sets; l3: Sets } | null;
  /** Data references go through the caches too. */
  dataReferences: boolean;
  /**
   * Guest-physical frames in first-touch order: of one region touched in ascending order before the
   * run (computed, nothing stored), or of the accesses as they come.
   */
  frames: { base: number; bytes: number } | 'first-touch';
}

export interface ByKind {
  data: number;
  guest: number;
  host: number;
}

export interface TranslationCounts {
  accesses: number;
  l1Misses: number;
  walks: number;
  guestRefs: number;
  hostRefs: number;
  nestedTlbHits: number;
  firstTouches: number;
  /** References by the level that held the line; null without caches. */
  served: { l1d: ByKind; l2: ByKind; l3: ByKind; dram: ByKind } | null;
}

/** One TLB of pages of leaf level `leaf` and nothing else: no walk caches, no data caches. */
export function oneTlb(
  tlb: NonNullable<TranslationConfig['l1Tlb']>,
  leaf: TranslationConfig['guestLeaf'],
  frames: TranslationConfig['frames'],
): TranslationConfig {
  return {
    mode: 'native',
    guestLevels: 4,
    hostLevels: 4,
    guestLeaf: leaf,
    hostLeaf: leaf,
    l1Tlb: tlb,
    l2Tlb: null,
    guestWalkCaches: null,
    hostWalkCaches: null,
    nestedTlbEntries: 0,
    caches: null,
    dataReferences: false,
    frames,
  };
}
