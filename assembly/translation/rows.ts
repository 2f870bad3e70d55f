// Rows of tags in recency order. A hit and a miss run the same code: compare all ways, shift the younger ones down, put
// the tag in front.
import { MASKS, NARROW, NARROW_MASKS } from './layout';

// A class only because decorators are no syntax elsewhere: the row operations must be inlined into the loops.
// Lane 3 of the splat, so that every shuffle is one byte-wise concatenation. The lowest bit of what matched, or of the
// limit, the bit of the last way, says how many ways move. Where a way has two bits there (`touch2`, `NarrowRow.touch1`)
// they are what packing comparisons as signed words leaves: one instruction less than to make it one.
export class Row {
  /** One row of up to 4 ways; returns 0 on a miss. */
  @inline static touch1(row: usize, tag: u32, limit: u32): u32 {
    const t = i32x4.splat(tag);
    const r = v128.load(row);
    const hit = <u32>i32x4.bitmask(i32x4.eq(r, t));
    const mask = v128.load((<usize>ctz(hit | limit)) << 6, MASKS);
    v128.store(row, v128.bitselect(v128.shuffle<u32>(t, r, 3, 4, 5, 6), r, mask));
    return hit;
  }

  @inline static touch2(row: usize, tag: u32, limit: u32): u32 {
    const t = i32x4.splat(tag);
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const hit = <u32>i8x16.bitmask(i16x8.narrow_i32x4_s(i32x4.eq(r0, t), i32x4.eq(r1, t)));
    const mask = (<usize>ctz(hit | limit)) << 5;
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

  @inline static touch3(row: usize, tag: u32, limit: u32): u32 {
    const t = i32x4.splat(tag);
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const r2 = v128.load(row, 32);
    const e01 = i16x8.narrow_i32x4_s(i32x4.eq(r0, t), i32x4.eq(r1, t));
    // The third vector twice: its second bits are above its first, where nobody looks.
    const e2 = i32x4.eq(r2, t);
    const hit = <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(e01, i16x8.narrow_i32x4_s(e2, e2)));
    const mask = (<usize>ctz(hit | limit)) << 6;
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

  @inline static touch4(row: usize, tag: u32, limit: u32): u32 {
    const t = i32x4.splat(tag);
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const r2 = v128.load(row, 32);
    const r3 = v128.load(row, 48);
    const e01 = i16x8.narrow_i32x4_s(i32x4.eq(r0, t), i32x4.eq(r1, t));
    const e23 = i16x8.narrow_i32x4_s(i32x4.eq(r2, t), i32x4.eq(r3, t));
    const hit = <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(e01, e23));
    const mask = (<usize>ctz(hit | limit)) << 6;
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
export class NarrowRow {
  @inline static touch1(row: usize, tag: u32, limit: u32): u32 {
    const t = i16x8.splat(<i16>tag);
    const r = v128.load(row);
    const hit = <u32>i8x16.bitmask(i16x8.eq(r, t));
    const mask = v128.load((<usize>ctz(hit | limit)) << 4, NARROW_MASKS);
    const moved = v128.shuffle<u16>(t, r, 7, 8, 9, 10, 11, 12, 13, 14);
    v128.store(row, v128.bitselect(moved, r, mask));
    return hit;
  }

  @inline static touch2(row: usize, tag: u32, limit: u32): u32 {
    const t = i16x8.splat(<i16>tag);
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const hit = <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.eq(r0, t), i16x8.eq(r1, t)));
    const mask = (<usize>ctz(hit | limit)) << 5;
    const moved0 = v128.shuffle<u16>(t, r0, 7, 8, 9, 10, 11, 12, 13, 14);
    const moved1 = v128.shuffle<u16>(r0, r1, 7, 8, 9, 10, 11, 12, 13, 14);
    v128.store(row, v128.bitselect(moved0, r0, v128.load(mask, NARROW_MASKS)));
    v128.store(row, v128.bitselect(moved1, r1, v128.load(mask, NARROW_MASKS + 16)), 16);
    return hit;
  }
}

/** A row of any number of ways: find the first match, then shift what is younger. */
export function touchLong(row: usize, tag: u32, vectors: u32, last: u32): u32 {
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
  const mask = v128.load((<usize>lane) << 6, MASKS);
  v128.store(p, v128.bitselect(v128.shuffle<u32>(before, r, 3, 4, 5, 6), r, mask));
  return hit;
}

/** Looks `tag` up in a row and makes it the youngest way, filling on a miss; 0 = miss. */
export function touchRow(row: usize, tag: u32, vectors: u32, last: u32): u32 {
  const limit: u32 = 1 << last;
  if (vectors == 1) return Row.touch1(row, tag, limit);
  if (vectors == 2) return Row.touch2(row, tag, 1 << (2 * last));
  if (vectors == 3) return Row.touch3(row, tag, limit);
  if (vectors == 4) return Row.touch4(row, tag, limit);
  if (vectors == (NARROW | 1)) return NarrowRow.touch1(row, tag, 1 << (2 * last));
  if (vectors == (NARROW | 2)) return NarrowRow.touch2(row, tag, limit);
  return touchLong(row, tag, vectors, last);
}
