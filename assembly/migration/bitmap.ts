// Dirty bitmaps: one bit per page, 64 pages per word, page 0 in bit 0 of word 0.
import { nextBelow } from '../lib/rng';

/** Sets the bits of `count` page numbers (u32) listed at `list`. */
export function setPages(bitmap: usize, list: usize, count: u32): void {
  const end = list + ((<usize>count) << 2);
  for (; list < end; list += 4) {
    const page = load<u32>(list);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    store<u32>(at, load<u32>(at) | (1 << (page & 31)));
  }
}

/** Sets bits and returns how many were clear before: the first writes. */
export function testAndSetPages(bitmap: usize, list: usize, count: u32): u32 {
  const end = list + ((<usize>count) << 2);
  let fresh: u32 = 0;
  for (; list < end; list += 4) {
    const page = load<u32>(list);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    fresh += ((word >>> (page & 31)) & 1) ^ 1;
    store<u32>(at, word | (1 << (page & 31)));
  }
  return fresh;
}

export function countDirty(bitmap: usize, words: u32): u32 {
  const end = bitmap + ((<usize>words) << 3);
  let total: u64 = 0;
  for (; bitmap < end; bitmap += 8) total += popcnt<u64>(load<u64>(bitmap));
  return <u32>total;
}

/** Writes to random pages below `pages`, without looking at what was there. */
export function setRandom(bitmap: usize, rng: usize, pages: u32, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const page = nextBelow(rng, pages);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    store<u32>(at, load<u32>(at) | (1 << (page & 31)));
  }
}

/** Writes to random pages below `pages`; returns the first writes. */
export function testAndSetRandom(bitmap: usize, rng: usize, pages: u32, count: u32): u32 {
  let fresh: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const page = nextBelow(rng, pages);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    fresh += ((word >>> (page & 31)) & 1) ^ 1;
    store<u32>(at, word | (1 << (page & 31)));
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
  for (let i: u32 = 0; i < count; i++) {
    const page = nextBelow(rng, pages);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    fresh += ((word >>> (page & 31)) & 1) ^ 1;
    store<u32>(at, word | (1 << (page & 31)));
    const top = summary + ((<usize>(page >>> 14)) << 2);
    store<u32>(top, load<u32>(top) | (1 << ((page >>> 9) & 31)));
  }
  return fresh;
}

/** Lists the set bits of `word`; up to eight stores without a branch, then only what is left. */
function listWord(word: u64, base: u32, out: usize): usize {
  const count = <usize>popcnt<u64>(word);
  const end = out + (count << 2);
  for (let group: usize = 0; group < count; group += 8) {
    for (let k: usize = 0; k < 8; k++) {
      store<u32>(out + (k << 2), base + <u32>ctz<u64>(word));
      word &= word - 1;
    }
    out += 32;
  }
  return end;
}

/**
 * Scan, list, clear: dirty page numbers (u32, ascending) to `out`, which needs room for 8 more than
 * there are; returns their count. 64 bytes are tested at once, so a clean bitmap runs at memory speed.
 */
export function harvest(bitmap: usize, words: u32, out: usize): u32 {
  const start = out;
  const end = bitmap + ((<usize>words) << 3);
  const first = bitmap;
  for (; bitmap < end; bitmap += 64) {
    const any = v128.or(
      v128.or(v128.load(bitmap), v128.load(bitmap, 16)),
      v128.or(v128.load(bitmap, 32), v128.load(bitmap, 48)),
    );
    if (!v128.any_true(any)) continue;
    let base = <u32>((bitmap - first) << 3);
    for (let offset: usize = 0; offset < 64; offset += 8) {
      const word = load<u64>(bitmap + offset);
      if (word !== 0) {
        out = listWord(word, base, out);
        store<u64>(bitmap + offset, 0);
      }
      base += 64;
    }
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
      const at = bitmap + (line << 6);
      for (let offset: usize = 0; offset < 64; offset += 8) {
        const word = load<u64>(at + offset);
        if (word === 0) continue;
        out = listWord(word, <u32>((line << 9) + (offset << 3)), out);
        store<u64>(at + offset, 0);
      }
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
