// The cache of L2 slices: exact LRU over slice numbers. Record:
//
//   0 capacity   4 used   8 newest   12 oldest   16 nodes   20 index   24 hits (f64)   32 loads (f64)   40 slices
//
// nodes: capacity + 1 records of { slice, older, newer }, node 0 unused. index: slice -> node, 0 = not cached.

import { allocate } from './arena';
import { CACHE_HITS, CACHE_LOADS } from './layout';

export function createCache(slices: u32, capacity: u32): usize {
  const cache = allocate(64);
  store<u32>(cache, capacity, 0);
  store<u32>(cache, <u32>allocate((<usize>capacity + 1) * 12), 16);
  store<u32>(cache, <u32>allocate(<usize>slices * 4), 20);
  store<u32>(cache, slices, 40);
  return cache;
}

export function emptyCache(cache: usize): void {
  store<u32>(cache, 0, 4);
  store<u32>(cache, 0, 8);
  store<u32>(cache, 0, 12);
  store<f64>(cache, 0, CACHE_HITS);
  store<f64>(cache, 0, CACHE_LOADS);
  memory.fill(<usize>load<u32>(cache, 20), 0, (<usize>load<u32>(cache, 40)) << 2);
}

/** Looks a slice up and makes it the newest; 1 if it had to be loaded. */
export function touch(cache: usize, slice: u32): u32 {
  const index = <usize>load<u32>(cache, 20) + ((<usize>slice) << 2);
  const node = load<u32>(index);
  if (node) {
    store<f64>(cache, load<f64>(cache, CACHE_HITS) + 1, CACHE_HITS);
    if (node != load<u32>(cache, 8)) {
      unlink(cache, node);
      pushNewest(cache, node);
    }
    return 0;
  }
  store<f64>(cache, load<f64>(cache, CACHE_LOADS) + 1, CACHE_LOADS);
  const nodes = <usize>load<u32>(cache, 16);
  let fresh = load<u32>(cache, 4) + 1;
  if (fresh > load<u32>(cache, 0)) {
    fresh = load<u32>(cache, 12);
    unlink(cache, fresh);
    store<u32>(<usize>load<u32>(cache, 20) + ((<usize>load<u32>(nodes + fresh * 12)) << 2), 0);
  } else {
    store<u32>(cache, fresh, 4);
  }
  store<u32>(nodes + fresh * 12, slice);
  store<u32>(index, fresh);
  pushNewest(cache, fresh);
  return 1;
}

function unlink(cache: usize, node: u32): void {
  const nodes = <usize>load<u32>(cache, 16);
  const at = nodes + node * 12;
  const older = load<u32>(at, 4);
  const newer = load<u32>(at, 8);
  if (older) store<u32>(nodes + older * 12, newer, 8);
  else store<u32>(cache, newer, 12);
  if (newer) store<u32>(nodes + newer * 12, older, 4);
  else store<u32>(cache, older, 8);
}

function pushNewest(cache: usize, node: u32): void {
  const nodes = <usize>load<u32>(cache, 16);
  const newest = load<u32>(cache, 8);
  store<u32>(nodes + node * 12, newest, 4);
  store<u32>(nodes + node * 12, 0, 8);
  if (newest) store<u32>(nodes + newest * 12, node, 8);
  else store<u32>(cache, node, 12);
  store<u32>(cache, node, 8);
}
