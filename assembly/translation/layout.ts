// Memory layout of the translation kernel.
// Header: configuration words written by the binding, then counters, then structure descriptors.
export const BATCH: u32 = 1024;

// Configuration, u32 unless said otherwise.
export const NESTED: usize = 0;
export const GUEST_LEVELS: usize = 4;
export const HOST_LEVELS: usize = 8;
export const GUEST_LEAF: usize = 12; // level of the leaf entry: 1 = PT (4K), 2 = PD (2M), 3 = PDPT (1G)
export const HOST_LEAF: usize = 16;
export const ENTRY_SHIFT: usize = 20; // log2 of the TLB entry's page, bytes
export const WITH_CACHES: usize = 24;
export const WITH_DATA: usize = 28;
export const EXPLICIT: usize = 32; // 1: tables built at first touch; 0: one populated region, computed
export const RESIDUE: usize = 36; // every segment keeps its page number modulo this
export const HASH_BASE: usize = 40;
export const HASH_SLOTS: usize = 44; // power of two
export const HASH_USED: usize = 48;
export const NEXT_FRAME: usize = 52;
export const FAULT: usize = 56; // 0 none, 1 address space too scattered, 2 no guest frame left
export const SEGMENT_COUNT: usize = 60;
export const BASE_PAGE: usize = 64; // u64, first 4K page of the populated region
export const KEY_DELTA: usize = 72; // u64, page number of key 0 in the populated region, entry pages
export const HOST_TABLE_LINES: usize = 80; // u64 x 6: line of the flat table of each host level
export const LAST_PAGE: usize = 128; // u64, entry page of the last access
export const NEXT_KEY: usize = 136; // u64, first free key for a new segment, entry pages
export const LAST_SEGMENT: usize = 144; // u64
export const LAST_DELTA: usize = 152; // u64
export const LAST_DATA_PAGE: usize = 160; // u64
export const LAST_DATA_FRAME: usize = 168; // u64
export const FRAME_BIAS: usize = 176; // u64: levels - first page - tables before it, modulo 2^64
/** u32; what was read of rows only to bring them in, so that the compiler keeps it. */
export const SEEN: usize = 184;

// Counters, u64.
export const ACCESSES: usize = 192;
export const L1_MISSES: usize = 200;
export const WALKS: usize = 208;
export const GUEST_REFS: usize = 216;
export const FIRST_TOUCHES: usize = 224;
/** What is counted up to here is the guest's side, the same with any second level. */
export const GUEST_COUNTERS_END: usize = 232;
export const HOST_REFS: usize = 232;
export const NESTED_TLB_HITS: usize = 240;
/** [structure l1d, l2, l3][kind data, guest, host]: references that missed. */
export const CACHE_MISSES: usize = 328;

// Generator state.
export const PATTERN: usize = 448;
export const PATTERN_KIND: usize = 452;
export const PATTERN_BASE: usize = 456; // u64
export const PATTERN_BYTES: usize = 464; // u64
export const PATTERN_STATE: usize = 472; // u64
export const PATTERN_STEP: usize = 480; // u64
export const PATTERN_PAGES: usize = 488; // u32
export const PATTERN_MASK: usize = 492; // u32
export const PATTERN_WINDOW: usize = 496; // u32, pages per phase
export const PATTERN_PHASE: usize = 500; // u32, accesses per phase
export const PATTERN_BINS: usize = 504; // u32
export const PATTERN_TABLE: usize = 508; // u32
export const RNG: usize = 512;

// Descriptors of set-associative structures, 32 bytes each:
// base u32, sets u32, mask u32 (0xffffffff when sets is no power of two), row u32, last way u32,
// shift u32, inverse u64. The tag of a key is key >> shift; where sets are no power of two key * inverse >> shift, or
// little more: keys below 2^35 do not overflow. Row: vectors of 16 bytes, or one of these forms. Where sets are a power
// of two there is no inverse: its low word is the limit of a lookup (rows.ts), in longer rows the last way.
/** Added to the vectors of a row of u16 tags: twice the ways to a vector, where tags are that short. */
export const NARROW: u32 = 0x100;
/** Added where sets are no power of two, so that the usual rows need one test. */
export const MODULO: u32 = 0x200;
/** Fully associative, kept as a list: see assembly/translation/list.ts. */
export const LIST: u32 = 0x400;
/** What such a structure takes, bytes, and how many ways it can have. */
export const LIST_BYTES: usize = 5120;
export const LIST_WAYS_MIN: u32 = 16;
export const LIST_WAYS_MAX: u32 = 128;
export const DESCRIPTORS: usize = 576;
export const DESCRIPTOR_BYTES: usize = 32;
export const LIMIT: usize = 24;
export const L1_TLB: u32 = 0;
export const L2_TLB: u32 = 1;
export const GUEST_PWC: u32 = 0; // + level 2..5
export const HOST_PWC: u32 = 4; // + level 2..5
export const NESTED_TLB: u32 = 10;
export const L1D: u32 = 11;
export const L2: u32 = 12;
export const L3: u32 = 13;

// Which ways move when way p becomes the youngest: the first p + 1. For each p a row of 16 ways of u32, all ones or zero.
export const MASKS: usize = 1088;
// The same for ways of u16.
export const NARROW_MASKS: usize = 2112;
// Segments: direct-mapped cache of (segment + 1, delta), 256 x 16 bytes.
export const SEGMENTS: usize = 2624;
export const SEGMENT_SLOTS: u32 = 4096;
export const WORDS: usize = 68160;
export const LIST_A: usize = 76352;
export const LIST_B: usize = 84544;
export const WALK_LIST: usize = 92736;
export const LINES_A: usize = 100928;
export const LINE_LIST_BYTES: usize = 303104; // 1024 x (36 references + 1)
export const LINES_B: usize = 404032;
/** Walk references and data of the guest, at most 5 + 1 an access: line | kind << 62. */
export const GUEST_LINES: usize = 707136;
export const GUEST_LINES_BYTES: usize = 49152;
// Of the same entries: level at which the host's walk starts, u8, 0 = none; keys on their way through its caches.
export const HOST_STARTS: usize = 756288;
export const HOST_KEYS_A: usize = 762432;
export const HOST_KEYS_B: usize = 811584;
/** What of this memory, from 0, is one simulation's own; and that of its companion (pair.ts), while it is not its turn. */
export const HEADER_BYTES: usize = 1088;
export const COMPANION: usize = 860736;
export const PAIR_ENDED: usize = 861824; // u32, 1: no row is kept once any more
export const PAIR_FLAGS: usize = 861828; // u32 x 3: address of the flags of L1D, L2, L3, u8 a set: 1 = two rows
export const PAIR_PARTED: usize = 861840; // u32 x 3, flags that are 1
export const PAIR_LOOKED_UP: usize = 861852; // u32, of PAIR_SEEN references those that L1D was asked for twice
export const PAIR_SEEN: usize = 861856; // u32
export const PAIR_HOST_REFS: usize = 861864; // u64, the companion's HOST_REFS when they were last looked at
// What missed in L1D, L2, L3, as many entries as at GUEST_LINES.
export const PAIR_MISSES: usize = 861888;
export const PAIR_MISSES_BYTES: usize = 49152;
export const ARENA: usize = 1009344;
