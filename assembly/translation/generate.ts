// Synthetic address streams; twins in src/workloads.

import { nextBelow, nextU32 } from '../lib/rng';
import { wordOf } from '../lib/trace-word';
import {
  PATTERN,
  PATTERN_BASE,
  PATTERN_BINS,
  PATTERN_BYTES,
  PATTERN_KIND,
  PATTERN_MASK,
  PATTERN_PAGES,
  PATTERN_PHASE,
  PATTERN_STATE,
  PATTERN_STEP,
  PATTERN_TABLE,
  PATTERN_WINDOW,
  RNG,
  WORDS,
} from './layout';

/** 0 sequential and strided, 1 uniform, 2 zipf, 3 gups, 4 pointer chase, 5 working-set phases. */
export function generateBatch(count: u32): void {
  const pattern = load<u32>(PATTERN);
  if (pattern == 0) stride(count);
  else if (pattern == 1) uniform(count);
  else if (pattern == 2) zipf(count);
  else if (pattern == 3) gups(count);
  else if (pattern == 4) chase(count);
  else phases(count);
}

function put(i: u32, offset: u64): void {
  const word = wordOf(load<u64>(PATTERN_BASE) + offset, load<u32>(PATTERN_KIND));
  store<u64>(WORDS + ((<usize>i) << 3), word);
}

function stride(count: u32): void {
  const bytes = load<u64>(PATTERN_BYTES);
  const step = load<u64>(PATTERN_STEP);
  const base = load<u64>(PATTERN_BASE);
  const kind = <u64>load<u32>(PATTERN_KIND);
  let offset = load<u64>(PATTERN_STATE);
  for (let i: u32 = 0; i < count; i++) {
    store<u64>(WORDS + ((<usize>i) << 3), wordOf(base + offset, kind));
    offset += step;
    if (offset >= bytes) offset -= bytes;
  }
  store<u64>(PATTERN_STATE, offset);
}

function wordInPage(page: u64): u64 {
  return (page << 12) | ((<u64>(nextU32(RNG) & 511)) << 3);
}

function uniform(count: u32): void {
  const pages = load<u32>(PATTERN_PAGES);
  for (let i: u32 = 0; i < count; i++) put(i, wordInPage(<u64>nextBelow(RNG, pages)));
}

/** Rank by the alias method over bins (threshold, alias, first rank, ranks: u32 each), rank -> page by an odd multiplier. */
function zipf(count: u32): void {
  const bins = load<u32>(PATTERN_BINS);
  const table = <usize>load<u32>(PATTERN_TABLE);
  const pages = load<u32>(PATTERN_PAGES);
  const mask = load<u32>(PATTERN_MASK);
  for (let i: u32 = 0; i < count; i++) {
    let bin = nextBelow(RNG, bins);
    let slot = table + ((<usize>bin) << 4);
    if (nextU32(RNG) > load<u32>(slot)) {
      bin = load<u32>(slot, 4);
      slot = table + ((<usize>bin) << 4);
    }
    let page = load<u32>(slot, 8) + nextBelow(RNG, load<u32>(slot, 12));
    // Cycle walking keeps the permutation inside the footprint.
    do page = (page * 0x9e37_79b1 + 0x7f4a_7c15) & mask;
    while (page >= pages);
    put(i, wordInPage(<u64>page));
  }
}

/** Marsaglia's xorshift64 (13, 7, 17), advanced before each use. */
function gups(count: u32): void {
  let x = load<u64>(PATTERN_STATE);
  const mask = (load<u64>(PATTERN_BYTES) >> 3) - 1;
  const base = load<u64>(PATTERN_BASE);
  const kind = <u64>load<u32>(PATTERN_KIND);
  for (let i: u32 = 0; i < count; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    store<u64>(WORDS + ((<usize>i) << 3), wordOf(base + ((x & mask) << 3), kind));
  }
  store<u64>(PATTERN_STATE, x);
}

/** A full-period congruential generator visits every page once per round: a chain without a stored chain. */
function chase(count: u32): void {
  const pages = load<u32>(PATTERN_PAGES);
  const mask = load<u32>(PATTERN_MASK);
  let page = load<u32>(PATTERN_STATE);
  for (let i: u32 = 0; i < count; i++) {
    put(i, <u64>((page << 6) & 0xfc0) | ((<u64>page) << 12));
    do page = (page * 0x2c9277b5 + 0x7f4a_7c15) & mask;
    while (page >= pages);
  }
  store<u32>(PATTERN_STATE, page);
}

/** Uniform inside a window that moves to a new place every phase. State: access number in the phase, window start. */
function phases(count: u32): void {
  const pages = load<u32>(PATTERN_PAGES);
  const window = load<u32>(PATTERN_WINDOW);
  const length = load<u32>(PATTERN_PHASE);
  let done = load<u32>(PATTERN_STATE);
  let start = load<u32>(PATTERN_STATE + 4);
  for (let i: u32 = 0; i < count; i++) {
    if (done == 0) start = nextBelow(RNG, pages);
    done = done + 1 == length ? 0 : done + 1;
    let page = <u64>start + <u64>nextBelow(RNG, window);
    if (page >= <u64>pages) page -= <u64>pages;
    put(i, wordInPage(page));
  }
  store<u32>(PATTERN_STATE, done);
  store<u32>(PATTERN_STATE + 4, start);
}
