// Memory of the kernel of many address spaces, behind the part it shares with the translation kernel.
export const SPACES: usize = 705792; // behind LINES_B of the translation kernel

// Configuration, u32 unless said otherwise.
/** Running address space; NO_SPACE before the first access. */
export const CURRENT: usize = 705792;
export const NO_SPACE: u32 = 0xffff_ffff;
export const MAX_SPACES: u32 = 64;
/** 1: the top six bits of a word name its address space. */
export const WORD_SPACES: usize = 705796;
export const VMS: usize = 705800;
/** Address spaces of each VM. */
export const PROCESSES: usize = 705804;
export const TAGS: usize = 705808;
export const TAG_PCID: u32 = 1;
export const TAG_VPID: u32 = 2;
/** 1: CR3 is loaded with the no-flush bit. */
export const KEEP_ON_LOAD: usize = 705812;
/** 0 EPT, 1 EPT with accessed and dirty flags, 2 NPT. */
export const NESTED_KIND: usize = 705816;
/** 1: violations, misconfigurations and splits are counted. */
export const EVENTS: usize = 705820;
export const COLD_HOST: usize = 705824;
export const LOGGING: usize = 705828;
export const MERGED: usize = 705832; // u64, share of merged 4K frames x 2^32
export const DEVICE: usize = 705840; // u64, share of 4K frames of emulated devices x 2^32
export const GLOBAL: usize = 705848; // u64, share of global regions x 2^32
export const VM_FRAMES: usize = 705856; // 4K frames of one VM, a multiple of 2^18
export const PROCESS_FRAMES: usize = 705860; // of one process in a computed mapping
export const VM_LINES: usize = 705864; // u64, cache lines of one VM and its host tables
export const FLAT: usize = 705872; // 1: computed mapping of mixed sizes, data in one run, tables behind
export const STALE: usize = 705876; // 1: a violation dropped the translation of the frame
export const REFILL: usize = 705880; // 1: a split flushed in the middle of a walk
export const DIRECTORY: usize = 705884; // address, u8 per 2M of all VMs: host leaf, 0x10 backed
export const GIANTS: usize = 705888; // address, u8 per 1G: 1 whole, 2 broken by sharing, 3 by logging, 0x10 backed
export const STATE: usize = 705892; // address, u8 per 4K frame
export const LAST_V: usize = 705896; // u64, 4K page of the last access
export const LAST_FRAME: usize = 705904; // u64
export const LAST_REGION: usize = 705912; // u64, 2M region of the last page
export const LAST_LEAF: usize = 705920;
export const LAST_GLOBAL: usize = 705924;
/** Descriptor of the TLB of each entry size 1..3; 0 = none. */
export const L1_OF: usize = 705928; // u32 x 4
export const L2_OF: usize = 705944; // u32 x 4
// Rules of page sizes: share x 2^32 of 1G (u64), of 2M in the rest (u64), regions, salt, address of the regions.
export const GUEST_RULE: usize = 705968;
export const HOST_RULE: usize = 706000;
export const RULE_1G: usize = 0;
export const RULE_2M: usize = 8;
export const RULE_COUNT: usize = 16;
export const RULE_SALT: usize = 20;
export const RULE_REGIONS: usize = 24;
/** First 2M number, end, leaf: u64 each. */
export const REGION_BYTES: usize = 24;
export const MAX_REGIONS: u32 = 64;
export const NEXT_FRAMES: usize = 706048; // u32 x 64, next free frame of each VM
export const ROOTS: usize = 706304; // u32 x 64, root frame + 1 of each address space
export const LAST_PROCESS: usize = 706560; // u32 x 64, address space a VM ran last, + 1
export const FLAT_START: usize = 706816; // u64 x 6, first frame of the tables of each level
export const FLAT_FIRST: usize = 706864; // u64, page of frame 0
export const FLAT_BASE: usize = 706872; // u64, first page of the region

// Counters, u64.
export const SWITCHES: usize = 706880;
export const VM_SWITCHES: usize = 706888;
export const CR3_LOADS: usize = 706896;
export const DROPPED: usize = 706904;
export const FIRST_VIOLATIONS: usize = 706912;
export const WRITE_VIOLATIONS: usize = 706920;
export const SHARING_VIOLATIONS: usize = 706928;
export const MISCONFIGURATIONS: usize = 706936;
export const LOG_SPLITS: usize = 706944;
export const SHARE_SPLITS: usize = 706952;
export const TABLE_WRITES: usize = 706960;

// Of the running address space: its VM, tag word, block of a computed mapping, first frame and line of its VM; u64 but the VM.
export const CURRENT_VM: usize = 706968;
export const CURRENT_TAG: usize = 706976;
export const CURRENT_BLOCK: usize = 706984;
export const VM_BASE: usize = 706992;
export const VM_LINE: usize = 707000;

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
export const GUEST_REGIONS: usize = 707072;
export const HOST_REGIONS: usize = 708608;
export const SPACES_ARENA: usize = 710144;
