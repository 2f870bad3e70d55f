// Dirty bitmaps: one bit per page, 64 pages per word, page 0 in bit 0 of word 0.

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

// The loops below keep the generator (sfc32, ../lib/rng.ts) in locals: state in memory costs a store
// forwarded to a load per number, which is twice the time of a write to a cached bitmap.

/** Writes to random pages below `pages`, without looking at what was there. */
export function setRandom(bitmap: usize, rng: usize, pages: u32, count: u32): void {
  let a = load<u32>(rng);
  let b = load<u32>(rng, 4);
  let c = load<u32>(rng, 8);
  let n = load<u32>(rng, 12);
  const end = n + count;
  while (n !== end) {
    const out = a + b + n;
    n++;
    a = b ^ (b >>> 9);
    b = c + (c << 3);
    c = rotl<u32>(c, 21) + out;
    const page = <u32>((<u64>out * <u64>pages) >> 32);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    store<u32>(at, load<u32>(at) | (1 << (page & 31)));
  }
  keepRng(rng, a, b, c, n);
}

export function keepRng(rng: usize, a: u32, b: u32, c: u32, n: u32): void {
  store<u32>(rng, a);
  store<u32>(rng, b, 4);
  store<u32>(rng, c, 8);
  store<u32>(rng, n, 12);
}

/** Writes to random pages below `pages`; returns the first writes. */
export function testAndSetRandom(bitmap: usize, rng: usize, pages: u32, count: u32): u32 {
  let a = load<u32>(rng);
  let b = load<u32>(rng, 4);
  let c = load<u32>(rng, 8);
  let n = load<u32>(rng, 12);
  const end = n + count;
  let known: u32 = 0;
  while (n !== end) {
    const out = a + b + n;
    n++;
    a = b ^ (b >>> 9);
    b = c + (c << 3);
    c = rotl<u32>(c, 21) + out;
    const page = <u32>((<u64>out * <u64>pages) >> 32);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    known += (word >>> (page & 31)) & 1;
    store<u32>(at, word | (1 << (page & 31)));
  }
  keepRng(rng, a, b, c, n);
  return count - known;
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
  let a = load<u32>(rng);
  let b = load<u32>(rng, 4);
  let c = load<u32>(rng, 8);
  let n = load<u32>(rng, 12);
  const end = n + count;
  let known: u32 = 0;
  while (n !== end) {
    const out = a + b + n;
    n++;
    a = b ^ (b >>> 9);
    b = c + (c << 3);
    c = rotl<u32>(c, 21) + out;
    const page = <u32>((<u64>out * <u64>pages) >> 32);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    known += (word >>> (page & 31)) & 1;
    store<u32>(at, word | (1 << (page & 31)));
    const top = summary + ((<usize>(page >>> 14)) << 2);
    store<u32>(top, load<u32>(top) | (1 << ((page >>> 9) & 31)));
  }
  keepRng(rng, a, b, c, n);
  return count - known;
}

/**
 * Lists and clears one line of 64 bytes at `line`; `base` is its first page. Sparse lines have one word
 * that is not zero: it is listed alone. In others two bits of a word are stored without asking whether they are there, because sparse bits make every question a misprediction;
 * more than two go eight at a time.
 */
function listLine(line: usize, base: u32, out: usize): usize {
  const clean = i64x2.splat(0);
  const used =
    <u32>i64x2.bitmask(i64x2.ne(v128.load(line), clean)) |
    ((<u32>i64x2.bitmask(i64x2.ne(v128.load(line, 16), clean))) << 2) |
    ((<u32>i64x2.bitmask(i64x2.ne(v128.load(line, 32), clean))) << 4) |
    ((<u32>i64x2.bitmask(i64x2.ne(v128.load(line, 48), clean))) << 6);
  if ((used & (used - 1)) === 0) {
    const at = ctz(used);
    const place = line + ((<usize>at) << 3);
    let word = load<u64>(place);
    store<u64>(place, 0);
    for (const first = base + (at << 6); word !== 0; word &= word - 1, out += 4) {
      store<u32>(out, first + <u32>ctz<u64>(word));
    }
    return out;
  }
  for (let offset: usize = 0; offset < 64; offset += 8, base += 64) {
    let word = load<u64>(line + offset);
    const end = out + ((<usize>popcnt<u64>(word)) << 2);
    store<u32>(out, base + <u32>ctz<u64>(word));
    word &= word - 1;
    store<u32>(out, base + <u32>ctz<u64>(word), 4);
    word &= word - 1;
    for (let at = out + 8; at < end; at += 32) {
      for (let k: usize = 0; k < 32; k += 4) {
        store<u32>(at + k, base + <u32>ctz<u64>(word));
        word &= word - 1;
      }
    }
    out = end;
  }
  v128.store(line, clean);
  v128.store(line, clean, 16);
  v128.store(line, clean, 32);
  v128.store(line, clean, 48);
  return out;
}

function lineOf(at: usize): v128 {
  return v128.or(
    v128.or(v128.load(at), v128.load(at, 16)),
    v128.or(v128.load(at, 32), v128.load(at, 48)),
  );
}

/**
 * Scan, list, clear: dirty page numbers (u32, ascending) to `out`, which needs room for 10 more
 * than there are; returns their count. Four lines are tested at once, so a clean bitmap runs at memory speed.
 */
export function harvest(bitmap: usize, words: u32, out: usize): u32 {
  const start = out;
  const first = bitmap;
  const end = bitmap + ((<usize>words) << 3);
  const wide = first + (((<usize>words) << 3) & ~255);
  for (; bitmap < wide; bitmap += 256) {
    const a = lineOf(bitmap);
    const b = lineOf(bitmap + 64);
    const c = lineOf(bitmap + 128);
    const d = lineOf(bitmap + 192);
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) continue;
    const base = <u32>((bitmap - first) << 3);
    if (v128.any_true(a)) out = listLine(bitmap, base, out);
    if (v128.any_true(b)) out = listLine(bitmap + 64, base + 512, out);
    if (v128.any_true(c)) out = listLine(bitmap + 128, base + 1024, out);
    if (v128.any_true(d)) out = listLine(bitmap + 192, base + 1536, out);
  }
  for (; bitmap < end; bitmap += 64) {
    if (v128.any_true(lineOf(bitmap))) out = listLine(bitmap, <u32>((bitmap - first) << 3), out);
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
      out = listLine(at, <u32>(line << 9), out);
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
