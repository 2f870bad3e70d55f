// Memory of the KSM simulator. Everything is addressed by byte pointers; 0 is "none".
//
//   1024  STATE    counters, knobs, roots: one u32 each
//   1536  BATCH    pages in the LRU add batch
//   2048  PARAMS   population: one u64 each
//   2304  PREFIXES hashes begun: 16 bytes a tag, see population.ts
//   4096  VMS      64 bytes a VM
//         REGIONS  one byte per 2 MiB of a VM
//         PAGES    64 bytes a page: the virtual page and the item KSM keeps for it
//         NODES    64 bytes a stable node
//         ENTRIES  32 bytes an entry of the unstable tree, in the order of insertion: the top of the tree stays together
//
// Tree links have the same offsets in nodes and entries, so that one set of tree functions serves both.

export const STATE: usize = 1024;
export const BATCH: usize = 1536;
export const PARAMS: usize = 2048;
export const PREFIXES: usize = 2304;
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
export const STABLE_ROOT: usize = STATE + 64;
export const UNSTABLE_ROOT: usize = STATE + 68;
export const CURSOR: usize = STATE + 72;
export const POSITION: usize = STATE + 76;
export const ORDER: usize = STATE + 80;
export const BATCH_COUNT: usize = STATE + 84;
export const FREE_NODES: usize = STATE + 88;
export const NEXT_NODE: usize = STATE + 92;
export const VM_COUNT: usize = STATE + 96;
export const PAGES_PER_VM: usize = STATE + 100;
export const REGIONS: usize = STATE + 104;
export const ENTRIES: usize = STATE + 108;
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
/** ABSENT, PRIVATE, ZERO, KSM_ZERO, or the pointer of a stable node. */
export const MAPPING: usize = 16;
export const CHECKSUM: usize = 24;
/** Stable node of a merged page, entry of a page in the unstable tree. */
export const NODE: usize = 32;
export const NEXT_SITE: usize = 36;
export const PREV_SITE: usize = 40;
export const HAS_ITEM: usize = 44;
export const PLACE: usize = 45;
export const AGE: usize = 46;
export const SKIPS: usize = 47;
export const SEEN_IN: usize = 48;
export const VERSION: usize = 52;
export const CLASS: usize = 56;
export const IN_BATCH: usize = 57;
export const HAS_CHECKSUM: usize = 58;
export const VM: usize = 60;

export const ABSENT: u32 = 0;
export const PRIVATE: u32 = 1;
export const ZERO: u32 = 2;
export const KSM_ZERO: u32 = 3;

export const NOWHERE: u8 = 0;
export const UNSTABLE: u8 = 1;
export const STABLE: u8 = 2;

// Stable node
export const MAPPED: usize = 16;
export const FIRST_SITE: usize = 24;
export const SITES: usize = 28;
export const FIRST_DUP: usize = 32;
export const NEXT_DUP: usize = 36;
export const PREV_DUP: usize = 40;
export const CHAIN: usize = 44;
export const IS_CHAIN: usize = 48;

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
export const VM_ID: usize = 28;
export const VM_REGIONS: usize = 32;

export function add(counter: usize, amount: i32): void {
  store<i32>(counter, load<i32>(counter) + amount);
}
