// Memory of the KSM simulator. Everything is addressed by byte pointers; 0 is "none".
//
//   1024  STATE    counters, knobs, roots: one u32 each
//   1536  ROOTS    of the stable tree of each memory node, and of the unstable one: one u32 each
//   2048  PARAMS   population: one u64 each
//   2304  PREFIXES hashes begun: 16 bytes a tag, see population.ts
//   2560  BEGINS   where searches of the stable tree go on that were begun ahead: 16 bytes each
//   3584  AHEAD    searches of the next pages: 16 bytes each
//   4096  VMS      64 bytes a VM
//         REGIONS  per VM and 2 MiB of guest memory: which huge page it is, and how many of its pages are still mapped
//         PLACES   per VM and guest page: index of its virtual page, once mremap has moved any
//         HOMES    per VM and place for moved pages: its guest page
//         PAGES    64 bytes a virtual page and the item KSM keeps for it: places for moved pages included, in address order
//         NODES    64 bytes a stable node
//         ENTRIES  32 bytes an entry of the unstable tree, in the order of insertion: the top of the tree stays together
//
// Tree links have the same offsets in nodes and entries, so that one set of tree functions serves both.

export const STATE: usize = 1024;
export const MAX_NODES: u32 = 64;
export const STABLE_ROOTS: usize = 1536;
export const UNSTABLE_ROOTS: usize = 1792;
export const PARAMS: usize = 2048;
export const PREFIXES: usize = 2304;
/** Searches of the stable tree begun ahead: page, STABLE_CHANGES then, node it came to, comparisons before it; u32 each. */
export const AHEAD_BEGINS: usize = 2560;
/** Pages looked at together, a power of two. */
export const PAGES_AHEAD: u32 = 16;
/** Searches ahead: 16 bytes each, see ahead.ts. */
export const AHEAD_LANES: usize = 3584;
export const VMS: usize = 4096;
export const RECORD_SHIFT: u32 = 6;

// STATE
export const FULL_SCANS: usize = STATE;
export const SHARED: usize = STATE + 4;
export const SHARING: usize = STATE + 8;
export const UNSHARED: usize = STATE + 12;
export const SCANNED: usize = STATE + 16;
export const SKIPPED: usize = STATE + 20;
export const ZERO_PAGES: usize = STATE + 24;
export const CHAINS: usize = STATE + 28;
export const DUPS: usize = STATE + 32;
export const ITEMS: usize = STATE + 36;
export const COMPARES: usize = STATE + 40;
export const CHECKSUMS: usize = STATE + 44;
export const MERGED_VISITS: usize = STATE + 48;
export const MERGES: usize = STATE + 52;
export const COW_BREAKS: usize = STATE + 56;
/** Merges refused because a page waits in the LRU add batch. */
export const REFUSED: usize = STATE + 60;
/** 0 where pages of different memory nodes are kept apart (merge_across_nodes), and whether that was just changed. */
export const ACROSS_NODES: usize = STATE + 64;
export const ACROSS_CHANGED: usize = STATE + 68;
export const CURSOR: usize = STATE + 72;
export const POSITION: usize = STATE + 76;
export const ORDER: usize = STATE + 80;
/** Pages in the LRU add batch, and the number of the batch: a page remembers in which it was. */
export const BATCH_COUNT: usize = STATE + 84;
export const BATCH_NUMBER: usize = STATE + 164;
export const FREE_NODES: usize = STATE + 88;
export const VM_COUNT: usize = STATE + 96;
export const LAST_HUGE_PAGE: usize = STATE + 188;
export const NEXT_ENTRY: usize = STATE + 112;
/** End of the entries that were inserted one after another, with nothing else done to their tree: see unstable.ts. */
export const LOG_END: usize = STATE + 120;
/** 1 while this scan's tree is not built: it would be that of the log up to NEXT_ENTRY. */
export const REPLAYING: usize = STATE + 124;
/** 1 once something else was done to this scan's tree. */
export const LOG_CLOSED: usize = STATE + 160;
/** Counts changes of the stable tree that a search could notice; never 0. */
export const STABLE_CHANGES: usize = STATE + 116;
export const USE_ZERO_PAGES: usize = STATE + 128;
export const MAX_PAGE_SHARING: usize = STATE + 132;
export const SMART_SCAN: usize = STATE + 136;
export const PRUNE_ALWAYS: usize = STATE + 140;
export const STABLE_FIRST: usize = STATE + 144;
export const HAS_SMART_SCAN: usize = STATE + 148;
export const SPLIT_DROPS_ZEROS: usize = STATE + 152;
export const LRU_BATCH: usize = STATE + 156;

// Layout, one u32 each in this order, set by the binding. SPARE_PLACES are those for moved pages, which every VM has below or
// above its guest memory; PLACES_PER_VM are both together.
export const PAGES_PER_VM: usize = STATE + 192;
export const SPARE_PLACES: usize = STATE + 196;
export const PLACES_PER_VM: usize = STATE + 200;
export const REGIONS: usize = STATE + 204;
export const PLACES: usize = STATE + 208;
export const HOMES: usize = STATE + 212;
export const PAGES: usize = STATE + 216;
export const NEXT_NODE: usize = STATE + 220;
export const ENTRIES: usize = STATE + 224;
export const RECLAIMS_TABLES: usize = STATE + 228;
/** 1 where the guests' memory is advised to be huge. */
export const ADVISED_HUGE: usize = STATE + 232;
/** Regions without a page table. */
export const EMPTY_REGIONS: usize = STATE + 236;
export const MEMORY_NODES: usize = STATE + 248;
/** Place of guest page 0, and of the first spare place: one of them is 0. */
export const FIRST_GUEST_PLACE: usize = STATE + 240;
export const FIRST_SPARE_PLACE: usize = STATE + 244;

// Offsets shared by nodes and entries; a page has its key there too
export const KEY: usize = 0;
export const LEFT: usize = 8;
export const RIGHT: usize = 12;
/** Parent pointer; bit 0 set = red. */
export const PARENT: usize = 20;

// Page
/** STABLE_CHANGES when its contents were last looked for in the stable tree in vain, 0 = not since they changed. */
export const SEARCHED_AT: usize = 8;
/** Comparisons that search took. */
export const SEARCH_COMPARES: usize = 12;
/** What is mapped: ABSENT to PRIVATE, or the pointer of a stable node. */
export const MAPPING: usize = 16;
/** Ring of the pages that map the same memory after a fork, 0 = alone. */
export const SHARER: usize = 20;
export const CHECKSUM: usize = 24;
/** Stable node of a merged page, entry of a page in the unstable tree. */
export const NODE: usize = 32;
export const NEXT_SITE: usize = 36;
export const PREV_SITE: usize = 40;
export const HAS_ITEM: usize = 44;
export const PLACE: usize = 45;
export const AGE: usize = 46;
export const SKIPS: usize = 47;
/** In the unstable tree only. */
export const SEEN_IN: usize = 36;
/** Number of the LRU add batch it was put into: while that is the present one, it cannot be write-protected. */
export const BATCHED: usize = 48;
export const VERSION: usize = 52;
export const CLASS: usize = 56;
export const FLAGS: usize = 57;
export const HAS_CHECKSUM: usize = 58;
export const VM: usize = 60;

export const ABSENT: u32 = 0;
export const ZERO: u32 = 1;
export const KSM_ZERO: u32 = 2;
// Private memory. HIDDEN from ksmd, for the mapping is not mergeable; ORPHANED or FORKED as in FLAGS, which these follow.
export const HIDDEN: u32 = 3;
export const ORPHANED_MEMORY: u32 = 4;
export const FORKED_MEMORY: u32 = 5;
export const PRIVATE: u32 = 6;

export const NOWHERE: u8 = 0;
export const UNSTABLE: u8 = 1;
export const STABLE: u8 = 2;

// FLAGS. Of the memory it maps: write-protected by a fork; no longer mergeable since a merge of another sharer failed; part
// of a huge page. Of its place: mapped read-only; not in a mergeable mapping; not mapped at all.
export const FORKED: u8 = 1;
export const ORPHANED: u8 = 2;
export const LARGE: u8 = 4;
export const READ_ONLY: u8 = 8;
export const UNMERGEABLE: u8 = 16;
export const UNMAPPED: u8 = 32;
export const OF_MEMORY: u8 = FORKED | ORPHANED | LARGE;

// Stable node
export const MAPPED: usize = 16;
export const FIRST_SITE: usize = 24;
export const SITES: usize = 28;
export const FIRST_DUP: usize = 32;
export const NEXT_DUP: usize = 36;
export const PREV_DUP: usize = 40;
export const CHAIN: usize = 44;
export const IS_CHAIN: usize = 48;
/** Address of the root of its tree. */
export const TREE: usize = 52;

// Entry of the unstable tree: a copy of what a search needs of its page
/** 1 while the page is not anonymous memory: a search that meets it ends. */
export const DEAD: usize = 16;
export const PAGE: usize = 24;
/** Comparisons its insertion took. */
export const INSERT_COMPARES: usize = 28;
export const ENTRY_BYTES: u32 = 32;

// VM
export const FIRST_PAGE: usize = 0;
export const VM_ITEMS: usize = 4;
export const VM_MERGING: usize = 8;
export const VM_ZERO_PAGES: usize = 12;
export const EXITED: usize = 16;
export const NEXT_VM: usize = 20;
export const PREV_VM: usize = 24;
/** Memory node. */
export const VM_NODE: usize = 28;
export const VM_REGIONS: usize = 32;
/** 1 while ksmd has it on its list. */
export const LISTED: usize = 36;
export const VM_MERGEABLE: usize = 40;
export const VM_PLACES: usize = 44;
export const VM_HOMES: usize = 48;
/** Places for moved pages in use, from the last downwards. */
export const VM_MOVED: usize = 52;
/** Addresses of the roots of its pages' trees. */
export const VM_STABLE: usize = 56;
export const VM_UNSTABLE: usize = 60;

// Region. HUGE_PAGE is the number of a huge page, 0, or NO_TABLE: nothing is mapped there, not even a page table
export const NO_TABLE: u32 = 0xffff_ffff;
export const HUGE_PAGE: usize = 0;
export const HUGE_COUNT: usize = 4;
export const REGION_SHIFT: u32 = 3;
export const PAGES_PER_REGION: u32 = 512;

export function add(counter: usize, amount: i32): void {
  store<i32>(counter, load<i32>(counter) + amount);
}

export function hasFlag(page: usize, flag: u8): bool {
  return (load<u8>(page, FLAGS) & flag) != 0;
}

export function setFlag(page: usize, flag: u8): void {
  store<u8>(page, load<u8>(page, FLAGS) | flag, FLAGS);
}

export function clearFlag(page: usize, flag: u8): void {
  store<u8>(page, load<u8>(page, FLAGS) & ~flag, FLAGS);
}

/** Whether a mapping is memory that KSM does not share. */
export function isOwnMemory(mapping: u32): bool {
  return mapping >= HIDDEN && mapping <= PRIVATE;
}

/** Whether a mapping is a page shared by KSM. */
export function isSharedPage(mapping: u32): bool {
  return mapping > PRIVATE;
}

/** Whether ksmd can get at a page: anonymous memory in a mergeable mapping. */
export function isReachable(page: usize): bool {
  return !isHidden(page, load<u32>(page, MAPPING));
}

/**
 * Whether ksmd passes over a page with this mapping: nothing, a zero page, or memory whose mapping is not mergeable. That
 * can be a shared page too, where a fork shared it before it was merged for the other process.
 */
export function isHidden(page: usize, mapping: u32): bool {
  return mapping <= HIDDEN || (mapping > PRIVATE && hasFlag(page, UNMERGEABLE));
}

/** Maps own memory, of the kind that the flags of the page say. */
export function mapOwnMemory(page: usize): void {
  let kind = PRIVATE;
  if (hasFlag(page, UNMERGEABLE)) kind = HIDDEN;
  else if (hasFlag(page, ORPHANED)) kind = ORPHANED_MEMORY;
  else if (hasFlag(page, FORKED)) kind = FORKED_MEMORY;
  store<u32>(page, kind, MAPPING);
}
