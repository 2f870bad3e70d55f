// A map from block number to u32 in pages of 4096 entries, made when first written; 0 = nothing.
// Record: 0 root pointer, 4 number of pages.

import { allocate } from './arena';

const PAGE_BITS: u32 = 12;
const PAGE_BYTES: usize = 16384;

export function createPages(entries: f64): usize {
  const pages = <usize>(<u64>entries >> PAGE_BITS) + 1;
  const map = allocate(64);
  store<u32>(map, <u32>allocate(pages << 2), 0);
  store<u32>(map, <u32>pages, 4);
  return map;
}

export function get(map: usize, index: u32): u32 {
  const page = <usize>load<u32>(<usize>load<u32>(map) + ((<usize>(index >> PAGE_BITS)) << 2));
  return page ? load<u32>(page + ((<usize>(index & 4095)) << 2)) : 0;
}

export function set(map: usize, index: u32, value: u32): void {
  const slot = <usize>load<u32>(map) + ((<usize>(index >> PAGE_BITS)) << 2);
  let page = <usize>load<u32>(slot);
  if (!page) {
    page = allocate(PAGE_BYTES);
    store<u32>(slot, <u32>page);
  }
  store<u32>(page + ((<usize>(index & 4095)) << 2), value);
}
