// Memory of the dedup kernel; everything else is placed by the caller, who passes pointers.
//
//   1024  SECRET   192 bytes, the default secret of XXH3, written by the binding at set-up
//   1344  STORE    state of the page store: see store.ts
//   1408  PRINTS   fingerprints of the group of units in hand, one u64 each
//   1536  SUMS     128 bytes, the sums of the `sums` fingerprint
//   1664  TALLY    state of the table of contents: see tally.ts
//   2048  SUM_KEYS 1088 bytes, its keys, written by the binding at set-up
//   4096  free     pages, keys, tables

export const SECRET: usize = 1024;
export const STORE: usize = 1344;
export const PRINTS: usize = 1408;
export const SUMS: usize = 1536;
export const TALLY: usize = 1664;
export const SUM_KEYS: usize = 2048;
export const FREE: usize = 4096;

export const PRIME64_1: u64 = 0x9e3779b185ebca87;
export const PRIME64_2: u64 = 0xc2b2ae3d27d4eb4f;
export const PRIME64_3: u64 = 0x165667b19e3779f9;
export const PRIME64_4: u64 = 0x85ebca77c2b2ae63;
export const PRIME64_5: u64 = 0x27d4eb2f165667c5;
export const PRIME32_1: u64 = 0x9e3779b1;
export const PRIME32_2: u64 = 0x85ebca77;
export const PRIME32_3: u64 = 0xc2b2ae3d;

/**
 * XXH64, whose multiplications leave loads to spare, also loads the same place of the next page, for nothing but its
 * arrival in the cache (the others: touch.ts). Whoever lays out memory leaves this much behind the last block.
 */
export const TOUCH_AHEAD: usize = 4096;
