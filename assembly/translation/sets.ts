// Set-associative structures with exact LRU: a set is a row of tags in recency order (rows.ts).
import { DESCRIPTOR_BYTES, DESCRIPTORS, LIMIT, LIST, MODULO, NARROW, SEEN } from './layout';
import { siftList, touchList } from './list';
import { NarrowRow, Row, touchLong, touchRow } from './rows';

/** Address of the descriptor of structure `id`. */
export function descriptor(id: u32): usize {
  return DESCRIPTORS + <usize>id * DESCRIPTOR_BYTES;
}

export function isPresent(d: usize): bool {
  return load<u32>(d, 4) != 0;
}

function touchSlow(d: usize, key: u32, form: u32): u32 {
  if (form == 0) return 0;
  if (form == LIST) return touchList(load<u32>(d), key, load<u32>(d, 16));
  const vectors = form & ~MODULO;
  const set = form & MODULO ? key % load<u32>(d, 4) : key & load<u32>(d, 8);
  const row = <usize>load<u32>(d) + <usize>set * ((<usize>vectors) << 4);
  return touchRow(row, key, vectors, load<u32>(d, 16));
}

export class Keyed {
  /**
   * Looks `key` up in a structure of any number of sets and fills on a miss; 0 = miss, or no such
   * structure. A row keeps the whole key: with few sets there is nothing to gain from a shorter tag.
   */
  @inline static touch(d: usize, key: u32): u32 {
    const form = load<u32>(d, 12);
    if (form != 1) return touchSlow(d, key, form);
    const row = <usize>load<u32>(d) + ((<usize>(key & load<u32>(d, 8))) << 4);
    return Row.touch1(row, key, load<u32>(d, LIMIT));
  }
}

/** Bits of an entry beside its key, above it. */
const LUGGAGE_BITS: u64 = 20;
/** What of an entry is its key. */
export const KEY: u64 = 0x0000_0fff_ffff_ffff;

/** Rows that take so many bytes are brought in before they are used: the second cache of a processor does not hold them. */
const AHEAD_BYTES: u32 = 0x4_0000;
/** Entries whose rows are brought in at once: a loop of a few instructions has more loads on their way than one of fifty. */
const AHEAD: usize = 64;

/**
 * Passes `count` entries (u64: key in the low 44 bits, the rest is luggage) through a structure in order
 * and appends those that missed to `out`. Returns the number of misses.
 */
export function sift(d: usize, from: usize, count: u32, out: usize): u32 {
  const base = <usize>load<u32>(d);
  const form = load<u32>(d, 12);
  const last = load<u32>(d, 16);
  const end = from + ((<usize>count) << 3);
  let misses: usize;
  if (form == LIST) misses = siftList(base, last, from, end, out);
  else if (form & MODULO || load<u32>(d, 4) * ((form & 0xff) << 4) >= AHEAD_BYTES) {
    misses = siftAhead(d, from, end, out);
  } else {
    const limit = load<u32>(d, LIMIT);
    misses = siftRows(base, load<u32>(d, 8), load<u32>(d, 20), form, limit, from, end, out);
  }
  return <u32>((misses - out) >> 3);
}

/** Address of the row of each entry and its tag, u32 each, at `to`; every row is read. */
function locate(d: usize, from: usize, end: usize, to: usize): void {
  const base = <usize>load<u32>(d);
  const mask = load<u32>(d, 8);
  const shift = LUGGAGE_BITS + <u64>load<u32>(d, 20);
  const rowBytes = (<usize>(load<u32>(d, 12) & 0xff)) << 4;
  let seen: u32 = 0;
  for (; from < end; from += 8, to += 8) {
    const entry = load<u64>(from);
    const row = base + <usize>(<u32>entry & mask) * rowBytes;
    store<u32>(to, <u32>row);
    store<u32>(to, <u32>((entry << LUGGAGE_BITS) >> shift), 4);
    seen |= load<u32>(row);
  }
  store<u32>(SEEN, seen);
}

/** The same where sets are no power of two. */
function locateModulo(d: usize, from: usize, end: usize, to: usize): void {
  const base = <usize>load<u32>(d);
  const sets = <u64>load<u32>(d, 4);
  const shift = <u64>load<u32>(d, 20);
  const inverse = load<u64>(d, 24);
  const rowBytes = (<usize>(load<u32>(d, 12) & 0xff)) << 4;
  let seen: u32 = 0;
  for (; from < end; from += 8, to += 8) {
    const key = load<u64>(from) & KEY;
    // Never too large, and too small by one at most where there are 128 sets. Integers, because V8 lets a conversion
    // to a floating-point number wait for the row before: they share a scratch register.
    let tag = (key * inverse) >> shift;
    let set = <u32>(key - tag * sets);
    for (; set >= <u32>sets; set -= <u32>sets) tag++;
    const row = base + <usize>set * rowBytes;
    store<u32>(to, <u32>row);
    store<u32>(to, <u32>tag, 4);
    seen |= load<u32>(row);
  }
  store<u32>(SEEN, seen);
}

/** Uses what `locate` left at `place`: rows of 9 to 16 ways of u16. Returns the end of the misses. */
function useNarrow(place: usize, from: usize, end: usize, limit: u32, out: usize): usize {
  for (; from < end; from += 8, place += 8) {
    const hit = NarrowRow.touch2(<usize>load<u32>(place), load<u32>(place, 4), limit);
    store<u64>(out, load<u64>(from));
    out += (<usize>(hit == 0)) << 3;
  }
  return out;
}

/** The same for other rows. */
function useAny(place: usize, from: usize, end: usize, d: usize, out: usize): usize {
  const vectors = load<u32>(d, 12) & ~MODULO;
  const last = load<u32>(d, 16);
  for (; from < end; from += 8, place += 8) {
    const hit = touchRow(<usize>load<u32>(place), load<u32>(place, 4), vectors, last);
    store<u64>(out, load<u64>(from));
    out += (<usize>(hit == 0)) << 3;
  }
  return out;
}

/** `sift` for sets of any number, a few entries at a time: first where their rows are. Returns the end of the misses. */
function siftAhead(d: usize, from: usize, end: usize, out: usize): usize {
  const form = load<u32>(d, 12);
  const isNarrow = (form & ~MODULO) == (NARROW | 2);
  const limit: u32 = 1 << load<u32>(d, 16);
  // Where an entry would go if all missed: what missed so far never reaches it.
  let place = out;
  while (from < end) {
    const stop = min<usize>(end, from + (AHEAD << 3));
    if (form & MODULO) locateModulo(d, from, stop, place);
    else locate(d, from, stop, place);
    out = isNarrow ? useNarrow(place, from, stop, limit, out) : useAny(place, from, stop, d, out);
    place += stop - from;
    from = stop;
  }
  return out;
}

// A class for its inlined methods: one lookup of each row length. What stands above a key in an entry is beyond a tag of 32
// bits where rows are few enough for `siftRows`.
class Step {
  @inline static row1(
    base: usize,
    mask: u32,
    shift: u64,
    limit: u32,
    from: usize,
    out: usize,
  ): usize {
    const entry = load<u64>(from);
    const row = base + ((<usize>(<u32>entry & mask)) << 4);
    const hit = Row.touch1(row, <u32>(entry >> shift), limit);
    store<u64>(out, entry);
    return out + ((<usize>(hit == 0)) << 3);
  }

  @inline static row2(
    base: usize,
    mask: u32,
    shift: u64,
    limit: u32,
    from: usize,
    out: usize,
  ): usize {
    const entry = load<u64>(from);
    const row = base + ((<usize>(<u32>entry & mask)) << 5);
    const hit = Row.touch2(row, <u32>(entry >> shift), limit);
    store<u64>(out, entry);
    return out + ((<usize>(hit == 0)) << 3);
  }

  @inline static row3(
    base: usize,
    mask: u32,
    shift: u64,
    limit: u32,
    from: usize,
    out: usize,
  ): usize {
    const entry = load<u64>(from);
    const row = base + <usize>(<u32>entry & mask) * 48;
    const hit = Row.touch3(row, <u32>(entry >> shift), limit);
    store<u64>(out, entry);
    return out + ((<usize>(hit == 0)) << 3);
  }

  @inline static row4(
    base: usize,
    mask: u32,
    shift: u64,
    limit: u32,
    from: usize,
    out: usize,
  ): usize {
    const entry = load<u64>(from);
    const row = base + ((<usize>(<u32>entry & mask)) << 6);
    const hit = Row.touch4(row, <u32>(entry >> shift), limit);
    store<u64>(out, entry);
    return out + ((<usize>(hit == 0)) << 3);
  }

  @inline static narrow1(
    base: usize,
    mask: u32,
    shift: u64,
    limit: u32,
    from: usize,
    out: usize,
  ): usize {
    const entry = load<u64>(from);
    const row = base + ((<usize>(<u32>entry & mask)) << 4);
    const hit = NarrowRow.touch1(row, <u32>(entry >> shift), limit);
    store<u64>(out, entry);
    return out + ((<usize>(hit == 0)) << 3);
  }

  @inline static narrow2(
    base: usize,
    mask: u32,
    shift: u64,
    limit: u32,
    from: usize,
    out: usize,
  ): usize {
    const entry = load<u64>(from);
    const row = base + ((<usize>(<u32>entry & mask)) << 5);
    const hit = NarrowRow.touch2(row, <u32>(entry >> shift), limit);
    store<u64>(out, entry);
    return out + ((<usize>(hit == 0)) << 3);
  }
}

/** The hot loop of `sift`, once per row length; the tag is the key without `bits` bits. */
function siftRows(
  base: usize,
  mask: u32,
  bits: u32,
  vectors: u32,
  limit: u32,
  from: usize,
  end: usize,
  out: usize,
): usize {
  const shift = <u64>bits;
  const pairs = end - 8;
  if (vectors == 1) {
    for (; from < pairs; from += 16) {
      out = Step.row1(base, mask, shift, limit, from, out);
      out = Step.row1(base, mask, shift, limit, from + 8, out);
    }
    if (from < end) out = Step.row1(base, mask, shift, limit, from, out);
  } else if (vectors == 2) {
    for (; from < end; from += 8) out = Step.row2(base, mask, shift, limit, from, out);
  } else if (vectors == 3) {
    for (; from < end; from += 8) out = Step.row3(base, mask, shift, limit, from, out);
  } else if (vectors == 4) {
    for (; from < end; from += 8) out = Step.row4(base, mask, shift, limit, from, out);
  } else if (vectors == (NARROW | 2)) {
    for (; from < pairs; from += 16) {
      out = Step.narrow2(base, mask, shift, limit, from, out);
      out = Step.narrow2(base, mask, shift, limit, from + 8, out);
    }
    if (from < end) out = Step.narrow2(base, mask, shift, limit, from, out);
  } else if (vectors == (NARROW | 1)) {
    for (; from < pairs; from += 16) {
      out = Step.narrow1(base, mask, shift, limit, from, out);
      out = Step.narrow1(base, mask, shift, limit, from + 8, out);
    }
    if (from < end) out = Step.narrow1(base, mask, shift, limit, from, out);
  } else {
    const rowBytes = (<usize>vectors) << 4;
    // The number of the last way.
    const last = limit;
    for (; from < end; from += 8) {
      const entry = load<u64>(from);
      const row = base + <usize>(<u32>entry & mask) * rowBytes;
      const hit = touchLong(row, <u32>(entry >> shift), vectors, last);
      store<u64>(out, entry);
      out += (<usize>(hit == 0)) << 3;
    }
  }
  return out;
}
