// Memory of the dedup kernel; everything else is placed by the caller, who passes pointers.
//
//   1024  SECRET   192 bytes, the default secret of XXH3, written by the door at set-up
//   1280  TABLE    state of the contents table: see table.ts
//   1344  STORE    state of the page store: see store.ts
//   4096  free     pages, keys, tables

export const SECRET: usize = 1024;
export const TABLE: usize = 1280;
export const STORE: usize = 1344;

export const PRIME64_1: u64 = 0x9e3779b185ebca87;
export const PRIME64_2: u64 = 0xc2b2ae3d27d4eb4f;
export const PRIME64_3: u64 = 0x165667b19e3779f9;
export const PRIME64_4: u64 = 0x85ebca77c2b2ae63;
export const PRIME64_5: u64 = 0x27d4eb2f165667c5;
export const PRIME32_1: u64 = 0x9e3779b1;
export const PRIME32_2: u64 = 0x85ebca77;
export const PRIME32_3: u64 = 0xc2b2ae3d;

/**
 * Hash loops also load the same place of the next page, for nothing but its arrival in the cache: WebAssembly has no
 * prefetch, and the hardware's stops at page ends. Whoever lays out memory leaves this much behind the last block.
 */
export const TOUCH_AHEAD: usize = 4096;
