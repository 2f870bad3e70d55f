// Memory of the kernel of many address spaces, behind the part it shares with the translation kernel.
export const SPACES: usize = 707136; // behind LINES_B of the translation kernel

// Configuration, u32 unless said otherwise.
/** Running address space; NO_SPACE before the first access. */
export const CURRENT: usize = 707136;
export const NO_SPACE: u32 = 0xffff_ffff;
export const MAX_SPACES: u32 = 64;
/** 1: the top six bits of a word name its address space. */
export const WORD_SPACES: usize = 707140;
export const VMS: usize = 707144;
/** Address spaces of each VM. */
export const PROCESSES: usize = 707148;
export const TAGS: usize = 707152;
export const TAG_PCID: u32 = 1;
export const TAG_VPID: u32 = 2;
/** 1: CR3 is loaded with the no-flush bit. */
export const KEEP_ON_LOAD: usize = 707156;
/** 0 EPT, 1 EPT with accessed and dirty flags, 2 NPT. */
export const NESTED_KIND: usize = 707160;
/** 1: violations, misconfigurations and splits are counted. */
export const EVENTS: usize = 707164;
export const COLD_HOST: usize = 707168;
export const LOGGING: usize = 707172;
export const MERGED: usize = 707176; // u64, share of merged 4K frames x 2^32
export const DEVICE: usize = 707184; // u64, share of 4K frames of emulated devices x 2^32
export const GLOBAL: usize = 707192; // u64, share of global regions x 2^32
export const VM_FRAMES: usize = 707200; // 4K frames of one VM, a multiple of 2^18
export const PROCESS_FRAMES: usize = 707204; // of one process in a computed mapping
export const VM_LINES: usize = 707208; // u64, cache lines of one VM and its host tables
export const FLAT: usize = 707216; // 1: computed mapping of mixed sizes, data in one run, tables behind
export const STALE: usize = 707220; // 1: a violation dropped the translation of the frame
export const REFILL: usize = 707224; // 1: a split flushed in the middle of a walk
export const DIRECTORY: usize = 707228; // address, u8 per 2M of all VMs: host leaf, 0x10 backed
export const GIANTS: usize = 707232; // address, u8 per 1G: 1 whole, 2 broken by sharing, 3 by logging, 0x10 backed
export const STATE: usize = 707236; // address, u8 per 4K frame
export const LAST_V: usize = 707240; // u64, 4K page of the last access
export const LAST_FRAME: usize = 707248; // u64
export const LAST_REGION: usize = 707256; // u64, 2M region of the last page
export const LAST_LEAF: usize = 707264;
export const LAST_GLOBAL: usize = 707268;
/** Descriptor of the TLB of each entry size 1..3; 0 = none. */
export const L1_OF: usize = 707272; // u32 x 4
export const L2_OF: usize = 707288; // u32 x 4
// Rules of page sizes: share x 2^32 of 1G (u64), of 2M in the rest (u64), regions, salt, address of the regions.
export const GUEST_RULE: usize = 707312;
export const HOST_RULE: usize = 707344;
export const RULE_1G: usize = 0;
export const RULE_2M: usize = 8;
export const RULE_COUNT: usize = 16;
export const RULE_SALT: usize = 20;
export const RULE_REGIONS: usize = 24;
/** First 2M number, end, leaf: u64 each. */
export const REGION_BYTES: usize = 24;
export const MAX_REGIONS: u32 = 64;
export const NEXT_FRAMES: usize = 707392; // u32 x 64, next free frame of each VM
export const ROOTS: usize = 707648; // u32 x 64, root frame + 1 of each address space
export const LAST_PROCESS: usize = 707904; // u32 x 64, address space a VM ran last, + 1
export const FLAT_START: usize = 708160; // u64 x 6, first frame of the tables of each level
export const FLAT_FIRST: usize = 708208; // u64, page of frame 0
export const FLAT_BASE: usize = 708216; // u64, first page of the region

// Counters, u64.
export const SWITCHES: usize = 708224;
export const VM_SWITCHES: usize = 708232;
export const CR3_LOADS: usize = 708240;
export const DROPPED: usize = 708248;
export const FIRST_VIOLATIONS: usize = 708256;
export const WRITE_VIOLATIONS: usize = 708264;
export const SHARING_VIOLATIONS: usize = 708272;
export const MISCONFIGURATIONS: usize = 708280;
export const LOG_SPLITS: usize = 708288;
export const SHARE_SPLITS: usize = 708296;
export const TABLE_WRITES: usize = 708304;

// Of the running address space: its VM, tag word, block of a computed mapping, first frame and line of its VM; u64 but the VM.
export const CURRENT_VM: usize = 708312;
export const CURRENT_TAG: usize = 708320;
export const CURRENT_BLOCK: usize = 708328;
export const VM_BASE: usize = 708336;
export const VM_LINE: usize = 708344;

// State of a 4K frame.
export const TOUCHED: u32 = 1;
export const WRITTEN: u32 = 2;
export const UNSHARED: u32 = 4;
export const ACCESSED: u32 = 8;
export const DIRTY: u32 = 16;
export const BACKED: u32 = 16; // of a directory or giant byte

/** Structures beside those of the translation kernel: first-level TLBs of 2M and 1G entries. */
export const L1_TLB_2M: u32 = 14;
export const L1_TLB_1G: u32 = 15;
export const GUEST_REGIONS: usize = 708416;
export const HOST_REGIONS: usize = 709952;
export const SPACES_ARENA: usize = 711488;
