// Set-associative structures with exact LRU: a set is a row of u32 tags in recency order, so a hit and a
// miss run the same code: compare all ways, shift the younger ones down, put the tag in front.
import { DESCRIPTOR_BYTES, DESCRIPTORS, LIST, MASKS, MODULO, NARROW, NARROW_MASKS } from './layout';
import { touchList } from './list';

/** Address of the descriptor of structure `id`. */
export function descriptor(id: u32): usize {
  return DESCRIPTORS + <usize>id * DESCRIPTOR_BYTES;
}

export function isPresent(d: usize): bool {
  return load<u32>(d, 4) != 0;
}

// A class only because decorators are no syntax elsewhere: the row operations must be inlined into the loops.
// Lane 3 of the splat, so that every shuffle is one byte-wise concatenation.
class Row {
  /** One row of up to 4 ways; returns 0 on a miss. */
  @inline static touch1(row: usize, tag: u32, last: u32): u32 {
    const t = i32x4.splat(tag);
    const r = v128.load(row);
    const hit = <u32>i32x4.bitmask(i32x4.eq(r, t));
    const mask = v128.load((15 - <usize>ctz(hit | (1 << last))) << 2, MASKS);
    v128.store(row, v128.bitselect(v128.shuffle<u32>(t, r, 3, 4, 5, 6), r, mask));
    return hit;
  }

  @inline static touch2(row: usize, tag: u32, last: u32): u32 {
    const t = i32x4.splat(tag);
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const hit = <u32>i32x4.bitmask(i32x4.eq(r0, t)) | ((<u32>i32x4.bitmask(i32x4.eq(r1, t))) << 4);
    const mask = (15 - <usize>ctz(hit | (1 << last))) << 2;
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(t, r0, 3, 4, 5, 6), r0, v128.load(mask, MASKS)),
    );
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(r0, r1, 3, 4, 5, 6), r1, v128.load(mask, MASKS + 16)),
      16,
    );
    return hit;
  }

  @inline static touch3(row: usize, tag: u32, last: u32): u32 {
    const t = i32x4.splat(tag);
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const r2 = v128.load(row, 32);
    const hit =
      <u32>i32x4.bitmask(i32x4.eq(r0, t)) |
      ((<u32>i32x4.bitmask(i32x4.eq(r1, t))) << 4) |
      ((<u32>i32x4.bitmask(i32x4.eq(r2, t))) << 8);
    const mask = (15 - <usize>ctz(hit | (1 << last))) << 2;
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(t, r0, 3, 4, 5, 6), r0, v128.load(mask, MASKS)),
    );
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(r0, r1, 3, 4, 5, 6), r1, v128.load(mask, MASKS + 16)),
      16,
    );
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(r1, r2, 3, 4, 5, 6), r2, v128.load(mask, MASKS + 32)),
      32,
    );
    return hit;
  }

  @inline static touch4(row: usize, tag: u32, last: u32): u32 {
    const t = i32x4.splat(tag);
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const r2 = v128.load(row, 32);
    const r3 = v128.load(row, 48);
    const e01 = i16x8.narrow_i32x4_s(i32x4.eq(r0, t), i32x4.eq(r1, t));
    const e23 = i16x8.narrow_i32x4_s(i32x4.eq(r2, t), i32x4.eq(r3, t));
    const hit = <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(e01, e23));
    const mask = (15 - <usize>ctz(hit | (1 << last))) << 2;
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(t, r0, 3, 4, 5, 6), r0, v128.load(mask, MASKS)),
    );
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(r0, r1, 3, 4, 5, 6), r1, v128.load(mask, MASKS + 16)),
      16,
    );
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(r1, r2, 3, 4, 5, 6), r2, v128.load(mask, MASKS + 32)),
      32,
    );
    v128.store(
      row,
      v128.bitselect(v128.shuffle<u32>(r2, r3, 3, 4, 5, 6), r3, v128.load(mask, MASKS + 48)),
      48,
    );
    return hit;
  }
}

/** Rows of u16 tags, 8 ways to a vector: half the work and half the memory where tags are short. */
class NarrowRow {
  @inline static touch1(row: usize, tag: u32, last: u32): u32 {
    const t = i16x8.splat(<i16>tag);
    const r = v128.load(row);
    const hit = <u32>i16x8.bitmask(i16x8.eq(r, t));
    const mask = v128.load((15 - <usize>ctz(hit | (1 << last))) << 1, NARROW_MASKS);
    const moved = v128.shuffle<u16>(t, r, 7, 8, 9, 10, 11, 12, 13, 14);
    v128.store(row, v128.bitselect(moved, r, mask));
    return hit;
  }

  @inline static touch2(row: usize, tag: u32, last: u32): u32 {
    const t = i16x8.splat(<i16>tag);
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const hit = <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.eq(r0, t), i16x8.eq(r1, t)));
    const mask = (15 - <usize>ctz(hit | (1 << last))) << 1;
    const moved0 = v128.shuffle<u16>(t, r0, 7, 8, 9, 10, 11, 12, 13, 14);
    const moved1 = v128.shuffle<u16>(r0, r1, 7, 8, 9, 10, 11, 12, 13, 14);
    v128.store(row, v128.bitselect(moved0, r0, v128.load(mask, NARROW_MASKS)));
    v128.store(row, v128.bitselect(moved1, r1, v128.load(mask, NARROW_MASKS + 16)), 16);
    return hit;
  }
}

/** A row of any number of ways: find the first match, then shift what is younger. */
function touchLong(row: usize, tag: u32, vectors: u32, last: u32): u32 {
  const t = i32x4.splat(tag);
  let at: u32 = 0;
  let hit: u32 = 0;
  for (; at < vectors; at++) {
    hit = <u32>i32x4.bitmask(i32x4.eq(v128.load(row + ((<usize>at) << 4)), t));
    if (hit) break;
  }
  let lane: u32 = hit ? ctz(hit) : last & 3;
  if (!hit) at = last >> 2;
  let before = t; // lane 3 is what enters the next vector
  for (let k: u32 = 0; k < at; k++) {
    const p = row + ((<usize>k) << 4);
    const r = v128.load(p);
    v128.store(p, v128.shuffle<u32>(before, r, 3, 4, 5, 6));
    before = r;
  }
  const p = row + ((<usize>at) << 4);
  const r = v128.load(p);
  const mask = v128.load(MASKS + ((15 - <usize>lane) << 2));
  v128.store(p, v128.bitselect(v128.shuffle<u32>(before, r, 3, 4, 5, 6), r, mask));
  return hit;
}

/** Looks `tag` up in a row and makes it the youngest way, filling on a miss; 0 = miss. */
export function touchRow(row: usize, tag: u32, vectors: u32, last: u32): u32 {
  if (vectors == 1) return Row.touch1(row, tag, last);
  if (vectors == 2) return Row.touch2(row, tag, last);
  if (vectors == 3) return Row.touch3(row, tag, last);
  if (vectors == 4) return Row.touch4(row, tag, last);
  if (vectors == (NARROW | 1)) return NarrowRow.touch1(row, tag, last);
  if (vectors == (NARROW | 2)) return NarrowRow.touch2(row, tag, last);
  return touchLong(row, tag, vectors, last);
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
    return Row.touch1(row, key, load<u32>(d, 16));
  }
}

const KEY: u64 = 0x0000_0fff_ffff_ffff;

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
  else if (form & MODULO) misses = siftModulo(d, from, end, out);
  else {
    const bits = <u64>load<u32>(d, 20);
    misses = siftPowerOfTwo(base, load<u32>(d, 8), bits, form, last, from, end, out);
  }
  return <u32>((misses - out) >> 3);
}

function siftList(base: usize, last: u32, from: usize, end: usize, out: usize): usize {
  for (; from < end; from += 8) {
    const entry = load<u64>(from);
    store<u64>(out, entry);
    out += (<usize>(touchList(base, <u32>entry, last) == 0)) << 3;
  }
  return out;
}

/** `sift` where sets are no power of two. Returns the end of the list of misses. */
function siftModulo(d: usize, from: usize, end: usize, out: usize): usize {
  const base = <usize>load<u32>(d);
  const sets = <u64>load<u32>(d, 4);
  const vectors = load<u32>(d, 12) & ~MODULO;
  const last = load<u32>(d, 16);
  const shift = <u64>load<u32>(d, 20);
  const inverse = load<u64>(d, 24);
  const rowBytes = (<usize>(vectors & ~NARROW)) << 4;
  for (; from < end; from += 8) {
    const entry = load<u64>(from);
    const key = entry & KEY;
    // Never too large, and too small by one at most where there are 128 sets. Integers, because V8 lets a conversion
    // to a floating-point number wait for the row before: they share a scratch register.
    let tag = (key * inverse) >> shift;
    let set = <u32>(key - tag * sets);
    for (; set >= <u32>sets; set -= <u32>sets) tag++;
    const row = base + <usize>set * rowBytes;
    const hit =
      vectors == (NARROW | 2)
        ? NarrowRow.touch2(row, <u32>tag, last)
        : touchRow(row, <u32>tag, vectors, last);
    store<u64>(out, entry);
    out += (<usize>(hit == 0)) << 3;
  }
  return out;
}

/** The hot loop of `sift`, once per row length. Returns the end of the list of misses. */
function siftPowerOfTwo(
  base: usize,
  mask: u32,
  bits: u64,
  vectors: u32,
  last: u32,
  from: usize,
  end: usize,
  out: usize,
): usize {
  if (vectors == 1) {
    for (; from < end; from += 8) {
      const entry = load<u64>(from);
      const row = base + <usize>(<u32>entry & mask) * 16;
      store<u64>(out, entry);
      out += (<usize>(Row.touch1(row, <u32>((entry & KEY) >> bits), last) == 0)) << 3;
    }
    return out;
  }
  if (vectors == 2) {
    for (; from < end; from += 8) {
      const entry = load<u64>(from);
      const row = base + <usize>(<u32>entry & mask) * 32;
      store<u64>(out, entry);
      out += (<usize>(Row.touch2(row, <u32>((entry & KEY) >> bits), last) == 0)) << 3;
    }
    return out;
  }
  if (vectors == 3) {
    for (; from < end; from += 8) {
      const entry = load<u64>(from);
      const row = base + <usize>(<u32>entry & mask) * 48;
      store<u64>(out, entry);
      out += (<usize>(Row.touch3(row, <u32>((entry & KEY) >> bits), last) == 0)) << 3;
    }
    return out;
  }
  if (vectors == 4) {
    for (; from < end; from += 8) {
      const entry = load<u64>(from);
      const row = base + <usize>(<u32>entry & mask) * 64;
      store<u64>(out, entry);
      out += (<usize>(Row.touch4(row, <u32>((entry & KEY) >> bits), last) == 0)) << 3;
    }
    return out;
  }
  if (vectors == (NARROW | 2)) {
    for (; from < end; from += 8) {
      const entry = load<u64>(from);
      const row = base + <usize>(<u32>entry & mask) * 32;
      store<u64>(out, entry);
      out += (<usize>(NarrowRow.touch2(row, <u32>((entry & KEY) >> bits), last) == 0)) << 3;
    }
    return out;
  }
  if (vectors == (NARROW | 1)) {
    for (; from < end; from += 8) {
      const entry = load<u64>(from);
      const row = base + <usize>(<u32>entry & mask) * 16;
      store<u64>(out, entry);
      out += (<usize>(NarrowRow.touch1(row, <u32>((entry & KEY) >> bits), last) == 0)) << 3;
    }
    return out;
  }
  const rowBytes = (<usize>vectors) << 4;
  for (; from < end; from += 8) {
    const entry = load<u64>(from);
    const row = base + <usize>(<u32>entry & mask) * rowBytes;
    store<u64>(out, entry);
    out += (<usize>(touchLong(row, <u32>((entry & KEY) >> bits), vectors, last) == 0)) << 3;
  }
  return out;
}
