// Which page goes next: the migration bitmap, the cyclic scan position, segments of the guest's RAM.
import { SEGMENTS } from './layout';

export const NONE: u32 = 0xffffffff;

let todo: usize = 0;
let words: u32 = 0;
let pages: u32 = 0;
let remaining: u32 = 0;
let scan: u32 = 0;
let passes: u32 = 0;
let segment: usize = SEGMENTS;
let segmentEnd: u32 = 0;
let segmentZero: bool = false;

/** Every page is dirty. `wordCount` 64-page words at `bitmap`; bits past `pageCount` stay clear. */
export function startScan(bitmap: usize, wordCount: u32, pageCount: u32): void {
  todo = bitmap;
  words = wordCount;
  pages = pageCount;
  remaining = pageCount;
  scan = 0;
  passes = 0;
  const whole = <usize>pages >>> 3;
  memory.fill(todo, 0xff, whole);
  memory.fill(todo + whole, 0, ((<usize>words) << 3) - whole);
  const tail: u32 = ((<u32>1) << (pages & 7)) - 1;
  if (tail !== 0) store<u8>(todo + whole, <u8>tail);
  segment = SEGMENTS;
  enterSegment();
}

export function pagesLeft(): u32 {
  return remaining;
}

/** True for a zero page at the position nextDirty found. */
export function atZeroPage(): bool {
  return segmentZero;
}

/** True once the scan has been through all of RAM. */
export function passedOnce(): bool {
  return passes > 0;
}

function enterSegment(): void {
  segmentEnd = load<u32>(segment);
  segmentZero = load<u32>(segment, 4) !== 0;
}

function wrap(): u32 {
  passes++;
  segment = SEGMENTS;
  enterSegment();
  return 0;
}

/** Next dirty page from the scan position on, cyclic, or NONE. Moves the segment along. */
export function nextDirty(): u32 {
  if (remaining === 0) {
    passes++;
    return NONE;
  }
  let page = scan;
  if (page === pages) page = wrap();
  let word = load<u64>(todo + ((<usize>(page >>> 6)) << 3)) >>> (page & 63);
  while (word === 0) {
    page = (page | 63) + 1;
    if (page >= pages) page = wrap();
    word = load<u64>(todo + ((<usize>(page >>> 6)) << 3));
  }
  page += <u32>ctz<u64>(word);
  while (page >= segmentEnd) {
    segment += 8;
    enterSegment();
  }
  return page;
}

/** Next dirty page from the scan position to the end of the segment, or NONE. Moves nothing. */
export function nextInSegment(): u32 {
  let page = scan;
  if (page >= segmentEnd) return NONE;
  let word = load<u64>(todo + ((<usize>(page >>> 6)) << 3)) >>> (page & 63);
  while (word === 0) {
    page = (page | 63) + 1;
    if (page >= segmentEnd) return NONE;
    word = load<u64>(todo + ((<usize>(page >>> 6)) << 3));
  }
  page += <u32>ctz<u64>(word);
  return page < segmentEnd ? page : NONE;
}

/** Clears up to `limit` dirty pages of the word of `page` inside its segment; returns how many. */
export function takePages(page: u32, limit: u32): u32 {
  const at = todo + ((<usize>(page >>> 6)) << 3);
  const word = load<u64>(at);
  let mask: u64 = (<u64>-1) << (page & 63);
  const wordEnd = (page | 63) + 1;
  if (segmentEnd < wordEnd) mask &= ((<u64>1) << (segmentEnd & 63)) - 1;
  let take = word & mask;
  let count = <u32>popcnt<u64>(take);
  if (count > limit) {
    let rest = take;
    for (let i: u32 = 0; i < limit; i++) rest &= rest - 1;
    take &= ~rest;
    count = limit;
  }
  store<u64>(at, word & ~take);
  scan = (page & ~63) + (64 - <u32>clz<u64>(take));
  remaining -= count;
  return count;
}

/** Adds the pages noted in `log` (cleared if `clear`); returns how many were not dirty already. */
export function mergeLog(log: usize, clear: bool): u32 {
  let fresh: u64 = 0;
  const end = todo + ((<usize>words) << 3);
  for (let at = todo; at < end; at += 8, log += 8) {
    const noted = load<u64>(log);
    if (noted === 0) continue;
    const known = load<u64>(at);
    fresh += popcnt<u64>(noted & ~known);
    store<u64>(at, known | noted);
    if (clear) store<u64>(log, 0);
  }
  remaining += <u32>fresh;
  return <u32>fresh;
}
