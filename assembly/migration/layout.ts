// Memory of the migration kernel; src/kernels/migration/memory.ts writes and reads it.
//
//   0x0000  parameters   f64 x 64
//   0x0200  results      f64 x 64
//   0x0400  segments     64 x { endPage u32, zero u32 }
//   0x0800  writers      32 x 64 bytes, see guest.ts
//   0x1000  lateness     1024 x u32 ns
//   0x2000  generators   guest, thread
//   0x2100  rounds       4096 x 5 f64
//   0x2b000 batch        page numbers drawn ahead, 256 x u32
//   0x30000 arena        bitmaps, caches, lists: laid out by the caller

export const PARAMETERS: usize = 0x0000;
export const RESULTS: usize = 0x0200;
export const SEGMENTS: usize = 0x0400;
export const WRITERS: usize = 0x0800;
export const LATENESS: usize = 0x1000;
export const GUEST_RNG: usize = 0x2000;
export const THREAD_RNG: usize = 0x2040;
export const ROUNDS: usize = 0x2100;
export const BATCH: usize = 0x2b000;
export const ARENA: usize = 0x30000;

export const MAX_ROUNDS: u32 = 4096;
export const ROUND_BYTES: usize = 40;
/** Pages drawn and fetched in one go: their lines fit the first cache, the loops over them end seldom. */
export const BATCH_PAGES: u32 = 128;
export const WRITER_BYTES: usize = 64;
export const MAX_SEGMENTS: u32 = 64;
export const MAX_WRITERS: u32 = 32;
export const MAX_LATENESS: u32 = 1024;
/** Chunks of the clear bitmap that can be told apart, a byte each. */
export const MAX_CHUNKS: usize = 4096;
/** Entry of the delta cache: page + 1 (0 = empty) | age in syncs | version sent last. */
export const CACHE_ENTRY_BYTES: usize = 12;

export function parameter(index: usize): f64 {
  return load<f64>(PARAMETERS + (index << 3));
}

export function result(index: usize, value: f64): void {
  store<f64>(RESULTS + (index << 3), value);
}
