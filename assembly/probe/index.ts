// Pointer chases through caches and TLBs, and a chain of dependent additions for the clock. The rings are
// random, so that no prefetcher helps; memory is 4 KiB pages of 64 lines of 64 bytes.
//
//   1024  RNG    state of the generator
//   1088  LINES  order of the lines of one page, 64 u32

import { nextBelow, seedRng } from '../lib/rng';

const RNG: usize = 1024;
const LINES: usize = 1088;
const LINES_PER_PAGE: u32 = 64;
const LINE_SHIFT: u32 = 6;
const PAGE_SHIFT: u32 = 12;

/** 0 to count - 1 in random order (Fisher-Yates) as u32 at `ptr`. */
function shuffle(ptr: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const j = nextBelow(RNG, i + 1);
    store<u32>(ptr + ((<usize>i) << 2), load<u32>(ptr + ((<usize>j) << 2)));
    store<u32>(ptr + ((<usize>j) << 2), i);
  }
}

/**
 * A ring through the first `lines` lines of `arena`: pages in random order, all lines of a page in random
 * order before the next, so that one access in 64 needs a new page. `order` has room for the pages.
 */
export function layLines(order: usize, arena: usize, lines: u32, seed: u32): usize {
  seedRng(RNG, seed);
  const pages = (lines + LINES_PER_PAGE - 1) >>> 6;
  shuffle(order, pages);
  let first: usize = 0;
  let last: usize = 0;
  for (let i: u32 = 0; i < pages; i++) {
    const page = load<u32>(order + ((<usize>i) << 2));
    const count = min(LINES_PER_PAGE, lines - page * LINES_PER_PAGE);
    shuffle(LINES, count);
    for (let j: u32 = 0; j < count; j++) {
      const line = load<u32>(LINES + ((<usize>j) << 2));
      const at = arena + ((<usize>page) << PAGE_SHIFT) + ((<usize>line) << LINE_SHIFT);
      if (last) store<u32>(last, <u32>at);
      else first = at;
      last = at;
    }
  }
  store<u32>(last, <u32>first);
  return first;
}

/** A ring through one line of each of `pages` pages in random order; the lines spread over all cache sets. */
export function layPages(order: usize, arena: usize, pages: u32, seed: u32): usize {
  seedRng(RNG, seed);
  shuffle(order, pages);
  let first: usize = 0;
  let last: usize = 0;
  for (let i: u32 = 0; i < pages; i++) {
    const page = load<u32>(order + ((<usize>i) << 2));
    const line = page & (LINES_PER_PAGE - 1);
    const at = arena + ((<usize>page) << PAGE_SHIFT) + ((<usize>line) << LINE_SHIFT);
    if (last) store<u32>(last, <u32>at);
    else first = at;
    last = at;
  }
  store<u32>(last, <u32>first);
  return first;
}

/** Follows a ring for 16 x `rounds` hops; where it ends. */
export function chase(start: usize, rounds: u32): usize {
  let at = start;
  for (let i: u32 = 0; i < rounds; i++) {
    at = load<u32>(load<u32>(load<u32>(load<u32>(at))));
    at = load<u32>(load<u32>(load<u32>(load<u32>(at))));
    at = load<u32>(load<u32>(load<u32>(load<u32>(at))));
    at = load<u32>(load<u32>(load<u32>(load<u32>(at))));
  }
  return at;
}

/** 16 x `rounds` operations of which each needs the one before: one cycle each on every processor of note. */
export function spin(rounds: u32, a: u32, b: u32): u32 {
  let x = a;
  for (let i: u32 = 0; i < rounds; i++) {
    x = (((((((x ^ b) + a) ^ b) + a) ^ b) + a) ^ b) + a;
    x = (((((((x ^ b) + a) ^ b) + a) ^ b) + a) ^ b) + a;
  }
  return x;
}
