// The clear bitmap: after a sync the log of a chunk is cleared (and its pages protected again) only when
// the first page of the chunk is sent, so that fewer pages are dirtied twice (KVM, manual protect).

import { MAX_CHUNKS } from './layout';

let flags: usize = 0;
let log: usize = 0;
let chunkPages: u32 = 0;
let pages: u32 = 0;

/** `chunk` pages, a multiple of 64; 0 = the whole log is cleared at the sync. */
export function startChunks(flagsPtr: usize, logPtr: usize, chunk: u32, pageCount: u32): void {
  flags = flagsPtr;
  log = logPtr;
  chunkPages = chunk;
  pages = pageCount;
  memory.fill(flags, 0, MAX_CHUNKS);
}

export function lateClearing(): bool {
  return chunkPages !== 0;
}

/** After a sync: every chunk waits for its first page. */
export function leaveChunks(): void {
  memory.fill(flags, 1, MAX_CHUNKS);
}

export function clearChunkOf(page: u32): void {
  const flag = flags + <usize>(page / chunkPages);
  if (load<u8>(flag) === 0) return;
  store<u8>(flag, 0);
  const from = (page / chunkPages) * chunkPages;
  const length = min<u32>(chunkPages, pages - from);
  memory.fill(log + (<usize>from >>> 3), 0, (<usize>length + 7) >>> 3);
}
