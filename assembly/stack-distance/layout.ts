// Memory layout of the stack-distance kernel.
export const BATCH: u32 = 4096;

// Header, written by the binding unless said otherwise.
export const PAGE_SHIFT: usize = 0; // u32, log2 of the page in bytes, + 2 for the kind bits of a word
export const FAMILIES: usize = 4; // u32
export const REGION_PAGES: usize = 8; // u64, pages of one region: a multiple of every number of sets
export const REGION_INVERSE: usize = 16; // f64, 1 / REGION_PAGES
export const LAST_PAGE: usize = 24; // u64, page of the last access (kernel)
export const LAST_START: usize = 32; // u64, first page of the region of LAST_PAGE (kernel)
export const LAST_KEY: usize = 40; // u32, key of that page (kernel)
export const REGION_COUNT: usize = 44; // u32 (kernel)
export const FAULT: usize = 48; // u32, 1: more regions than keys (kernel)

// Families, 64 bytes each, set counts ascending.
export const DESCRIPTORS: usize = 64;
export const DESCRIPTOR_BYTES: usize = 64;
export const MAX_FAMILIES: u32 = 256;
export const ROWS: usize = 0; // u32, address of the rows
export const SETS: usize = 4; // u32
export const MAGIC: usize = 8; // u32: key / sets = key * magic >> shift for keys below 2^31
export const SHIFT: usize = 12; // u32
export const VECTORS: usize = 16; // u32, v128 per row
export const NARROW: usize = 20; // u32, 1: tags of u16
export const SOURCE: usize = 24; // u32, family whose list this one reads; itself = the list of changed pages
export const LIST: usize = 28; // u32, address of its own list
export const LIST_COUNT: usize = 32; // u32 (kernel)
export const DEPTHS: usize = 36; // u32, address of u64 counters, one per depth and one for deeper

// 33 lanes of ones, then zeros: masks that keep the first p + 1 ways.
export const WIDE_MASKS: usize = 16448; // 68 x 4 bytes
export const NARROW_MASKS: usize = 16720; // 68 x 2 bytes
// Open-addressed table of regions: number + 1 (u64), first key (u64).
export const REGIONS: usize = 16896;
export const REGION_SLOTS: u32 = 16384;
export const KEY_LIMIT: u64 = 0x8000_0000;
export const WORDS: usize = 279040;
export const CHANGED: usize = 311808;
export const ARENA: usize = 328192;
