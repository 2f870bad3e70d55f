// Dirty bitmaps: one bit per page, 64 pages per word, page 0 in bit 0 of word 0.
import { drawBelow } from '../lib/rng';
import { BATCH, BATCH_PAGES } from './layout';

/** Sets the bits of `count` page numbers (u32) listed at `list`. */
export function setPages(bitmap: usize, list: usize, count: u32): void {
  const end = list + ((<usize>count) << 2);
  for (const pairs = list + ((<usize>(count & ~1)) << 2); list < pairs; list += 8) {
    setPage(bitmap, load<u32>(list));
    setPage(bitmap, load<u32>(list, 4));
  }
  if (list < end) setPage(bitmap, load<u32>(list));
}

export function setPage(bitmap: usize, page: u32): void {
  const at = bitmap + ((<usize>(page >>> 5)) << 2);
  store<u32>(at, load<u32>(at) | (1 << page));
}

/** Sets one bit; returns 1 if it was set. The word is turned so that the bit is the lowest: one shift count serves both. */
export function testAndSetPage(bitmap: usize, page: u32): u32 {
  const at = bitmap + ((<usize>(page >>> 5)) << 2);
  const turned = rotr<u32>(load<u32>(at), page);
  store<u32>(at, rotl<u32>(turned | 1, page));
  return turned & 1;
}

/** Sets bits and returns how many were clear before: the first writes. */
export function testAndSetPages(bitmap: usize, list: usize, count: u32): u32 {
  const end = list + ((<usize>count) << 2);
  let known: u32 = 0;
  for (const pairs = list + ((<usize>(count & ~1)) << 2); list < pairs; list += 8) {
    known += testAndSetPage(bitmap, load<u32>(list));
    known += testAndSetPage(bitmap, load<u32>(list, 4));
  }
  if (list < end) known += testAndSetPage(bitmap, load<u32>(list));
  return count - known;
}

/** Bitmaps up to so many pages stay in the second cache: fetching ahead would only cost. */
export const CACHED_PAGES: u32 = 1 << 21;

/** Keeps the loads alive that fetch words ahead of their use. */
let fetched: u32 = 0;

/** Fetches the words of the listed pages: loads that wait for nothing overlap further than writes do. */
export function fetchPages(bitmap: usize, list: usize, count: u32): void {
  const end = list + ((<usize>count) << 2);
  let any: u32 = 0;
  for (; list + 16 <= end; list += 16) {
    any |= load<u32>(bitmap + ((<usize>(load<u32>(list) >>> 5)) << 2));
    any |= load<u32>(bitmap + ((<usize>(load<u32>(list, 4) >>> 5)) << 2));
    any |= load<u32>(bitmap + ((<usize>(load<u32>(list, 8) >>> 5)) << 2));
    any |= load<u32>(bitmap + ((<usize>(load<u32>(list, 12) >>> 5)) << 2));
  }
  fetched |= any;
}

/** Draws the pages of the next writes to BATCH and fetches their words; returns how many, at most `count`. */
export function drawBatch(bitmap: usize, rng: usize, pages: u32, count: u32): u32 {
  const size = min(count, BATCH_PAGES);
  drawBelow(rng, pages, size, BATCH);
  if (pages > CACHED_PAGES) fetchPages(bitmap, BATCH, size);
  return size;
}

export function countDirty(bitmap: usize, words: u32): u32 {
  const end = bitmap + ((<usize>words) << 3);
  let total: u64 = 0;
  for (; bitmap < end; bitmap += 8) total += popcnt<u64>(load<u64>(bitmap));
  return <u32>total;
}

/** Writes to random pages below `pages`, without looking at what was there. */
export function setRandom(bitmap: usize, rng: usize, pages: u32, count: u32): void {
  while (count > 0) {
    const size = drawBatch(bitmap, rng, pages, count);
    setPages(bitmap, BATCH, size);
    count -= size;
  }
}

/** Writes to random pages below `pages`; returns the first writes. */
export function testAndSetRandom(bitmap: usize, rng: usize, pages: u32, count: u32): u32 {
  let fresh: u32 = 0;
  while (count > 0) {
    const size = drawBatch(bitmap, rng, pages, count);
    fresh += testAndSetPages(bitmap, BATCH, size);
    count -= size;
  }
  return fresh;
}

/**
 * Test-and-set with a summary: one bit per 512 pages, so that an untouched bitmap is scanned in no
 * time. Pays for clustered dirtying only: each write touches a second line.
 */
export function testAndSetSummary(
  bitmap: usize,
  summary: usize,
  rng: usize,
  pages: u32,
  count: u32,
): u32 {
  let fresh: u32 = 0;
  while (count > 0) {
    const size = drawBatch(bitmap, rng, pages, count);
    fresh += size;
    const end = BATCH + ((<usize>size) << 2);
    for (let at = BATCH; at < end; at += 4) {
      const page = load<u32>(at);
      fresh -= testAndSetPage(bitmap, page);
      setPage(summary, page >>> 9);
    }
    count -= size;
  }
  return fresh;
}

/**
 * Lists and clears the 64-page words of `base` that `used` names, a bit each. Two bits of a word are stored without
 * asking whether they are there, because sparse bits make every question a misprediction; more go eight at a time.
 */
function listWords(words: usize, base: u32, used: u64, out: usize): usize {
  for (; used !== 0; used &= used - 1) {
    const index = <usize>ctz<u64>(used);
    const place = words + (index << 3);
    const first = base + <u32>(index << 6);
    let word = load<u64>(place);
    store<u64>(place, 0);
    const end = out + ((<usize>popcnt<u64>(word)) << 2);
    store<u32>(out, first + <u32>ctz<u64>(word));
    word &= word - 1;
    store<u32>(out, first + <u32>ctz<u64>(word), 4);
    word &= word - 1;
    for (let at = out + 8; at < end; at += 32) {
      for (let k: usize = 0; k < 32; k += 4) {
        store<u32>(at + k, first + <u32>ctz<u64>(word));
        word &= word - 1;
      }
    }
    out = end;
  }
  return out;
}

/** Which of the two words at `at` are clean, all ones in their lane. */
function cleanPair(at: usize): v128 {
  return i64x2.eq(v128.load(at), i64x2.splat(0));
}

function cleanFour(at: usize): v128 {
  return i32x4.shuffle(cleanPair(at), cleanPair(at + 16), 0, 2, 4, 6);
}

/** One bit for each of the 16 words at `at`, set where it has dirty pages. */
function usedWords(at: usize): u64 {
  const low = i16x8.narrow_i32x4_s(cleanFour(at), cleanFour(at + 32));
  const high = i16x8.narrow_i32x4_s(cleanFour(at + 64), cleanFour(at + 96));
  return <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)) ^ 0xffff);
}

function lineOf(at: usize): v128 {
  return v128.or(
    v128.or(v128.load(at), v128.load(at, 16)),
    v128.or(v128.load(at, 32), v128.load(at, 48)),
  );
}

function fourLines(at: usize): v128 {
  return v128.or(v128.or(lineOf(at), lineOf(at + 64)), v128.or(lineOf(at + 128), lineOf(at + 192)));
}

/**
 * Scan, list, clear: dirty page numbers (u32, ascending) to `out`, which needs room for 10 more than there are; returns
 * their count. Clean lines are skipped four at a time, at the speed of memory. Which of the 32 words of the others are used
 * is one number, made without a branch: sparse bits, unpredictable one by one, then cost one misprediction in 256 bytes.
 */
export function harvest(bitmap: usize, words: u32, out: usize): u32 {
  const start = out;
  const end = bitmap + ((<usize>words) << 3);
  let base: u32 = 0;
  for (const whole = end - 256; bitmap <= whole; bitmap += 256, base += 2048) {
    if (!v128.any_true(fourLines(bitmap))) continue;
    out = listWords(bitmap, base, usedWords(bitmap) | (usedWords(bitmap + 128) << 16), out);
  }
  for (; bitmap < end; bitmap += 8, base += 64) {
    if (load<u64>(bitmap) !== 0) out = listWords(bitmap, base, 1, out);
  }
  return <u32>((out - start) >>> 2);
}

/** Harvest through the summary of testAndSetSummary: only lines whose summary bit is set are read. */
export function harvestSummary(bitmap: usize, summary: usize, words: u32, out: usize): u32 {
  const start = out;
  const summaryEnd = summary + (((<usize>words + 511) >>> 9) << 3);
  let region: usize = 0;
  for (; summary < summaryEnd; summary += 8, region += 64) {
    let tops = load<u64>(summary);
    if (tops === 0) continue;
    store<u64>(summary, 0);
    while (tops !== 0) {
      const line = region + <usize>ctz<u64>(tops);
      tops &= tops - 1;
      out = listWords(bitmap + (line << 6), <u32>(line << 9), 0xff, out);
    }
  }
  return <u32>((out - start) >>> 2);
}

/** KVM_CLEAR_DIRTY_LOG: copies `words` words to `out` and clears them; returns the set bits. */
export function clearChunk(bitmap: usize, words: u32, out: usize): u32 {
  let total: u64 = 0;
  const end = bitmap + ((<usize>words) << 3);
  for (; bitmap < end; bitmap += 8, out += 8) {
    const word = load<u64>(bitmap);
    store<u64>(out, word);
    if (word === 0) continue;
    total += popcnt<u64>(word);
    store<u64>(bitmap, 0);
  }
  return <u32>total;
}
