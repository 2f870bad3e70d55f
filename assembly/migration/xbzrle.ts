// QEMU's delta cache: direct-mapped by page number, pages younger than two syncs stay.

import { CACHE_ENTRY_BYTES } from './layout';

const LIFETIME: u32 = 2;

let cache: usize = 0;
let cachePages: u32 = 0;
let deltaBytes: f64 = 0;

export function startCache(ptr: usize, pages: u32, delta: f64): void {
  cache = ptr;
  cachePages = pages;
  deltaBytes = delta;
  memory.fill(ptr, 0, <usize>pages * CACHE_ENTRY_BYTES);
}

/** save_xbzrle_page: bytes of the delta, 0 for an unchanged page, -1 when the whole page must go. */
export function deltaOf(page: u32, version: u32, syncs: u32, lastStage: bool): f64 {
  const entry = cache + <usize>(page % cachePages) * CACHE_ENTRY_BYTES;
  const cached = load<u32>(entry);
  if (cached !== page + 1) {
    const fresh = cached !== 0 && load<u32>(entry, 4) + LIFETIME > syncs;
    if (!lastStage && !fresh) {
      store<u32>(entry, page + 1);
      store<u32>(entry, syncs, 4);
      store<u32>(entry, version, 8);
    }
    return -1;
  }
  store<u32>(entry, syncs, 4);
  if (load<u32>(entry, 8) === version) return 0;
  if (!lastStage) store<u32>(entry, version, 8);
  return deltaBytes === 0 ? -1 : 11 + deltaBytes;
}
