// A set is a row of tags in recency order, its depth the position of a tag: compare all ways, shift the younger ones
// down, put the tag in front. The length of a row is a type, whose bytes are its vectors: that way the compiler makes
// straight-line code of each (it does not for a number, even a literal one).
import { NARROW_MASKS, WIDE_MASKS } from './layout';

export class Any {}
export class One {
  vectors: u8;
}
export class Two {
  vectors: u16;
}
export class Three extends Two {
  third: u8;
}
export class Four {
  vectors: u32;
}
export class Six extends Four {
  more: u16;
}
export class Eight {
  vectors: u64;
}

// Classes only because decorators are no syntax elsewhere: the row operations must be inlined into the loops.
export class Narrow {
  /** Moves `tag` to the front of a row of at most 4 vectors of u16; returns its depth, or all ways on a miss. */
  @inline static touch<Length>(row: usize, tag: u32): u32 {
    const t = i16x8.splat(<i16>tag);
    const r0 = v128.load(row);
    const r1 = offsetof<Length>() > 1 ? v128.load(row, 16) : t;
    const r2 = offsetof<Length>() > 2 ? v128.load(row, 32) : t;
    const r3 = offsetof<Length>() > 3 ? v128.load(row, 48) : t;
    // Narrowing to bytes first, even with nothing to narrow: i16x8.bitmask here took 2 ns more in V8 11.3.
    const none = i16x8.splat(0);
    const e0 = i16x8.eq(r0, t);
    const e1 = offsetof<Length>() > 1 ? i16x8.eq(r1, t) : none;
    let hit = <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(e0, e1));
    if (offsetof<Length>() > 2) {
      const e2 = i16x8.eq(r2, t);
      const e3 = offsetof<Length>() > 3 ? i16x8.eq(r3, t) : none;
      hit |= (<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(e2, e3))) << 16;
    }
    const depth =
      offsetof<Length>() == 4 ? ctz(hit) : ctz(hit | (1 << ((<u32>offsetof<Length>()) << 3)));
    const mask = NARROW_MASKS + ((32 - <usize>depth) << 1);
    const m0 = v128.shuffle<u16>(t, r0, 7, 8, 9, 10, 11, 12, 13, 14);
    v128.store(row, v128.bitselect(m0, r0, v128.load(mask)));
    if (offsetof<Length>() > 1) {
      const m1 = v128.shuffle<u16>(r0, r1, 7, 8, 9, 10, 11, 12, 13, 14);
      v128.store(row, v128.bitselect(m1, r1, v128.load(mask, 16)), 16);
    }
    if (offsetof<Length>() > 2) {
      const m2 = v128.shuffle<u16>(r1, r2, 7, 8, 9, 10, 11, 12, 13, 14);
      v128.store(row, v128.bitselect(m2, r2, v128.load(mask, 32)), 32);
    }
    if (offsetof<Length>() > 3) {
      const m3 = v128.shuffle<u16>(r2, r3, 7, 8, 9, 10, 11, 12, 13, 14);
      v128.store(row, v128.bitselect(m3, r3, v128.load(mask, 48)), 48);
    }
    return depth;
  }
}

export class Wide {
  /** Which of 8 u32 at `row` equal the lanes of `t`, as lanes of 16 bits. */
  @inline static equal(row: usize, t: v128): v128 {
    return i16x8.narrow_i32x4_s(i32x4.eq(v128.load(row), t), i32x4.eq(v128.load(row, 16), t));
  }

  /** Shifts one vector, `before` the one to its left, where `mask` says so; returns what it was. */
  @inline static shift(at: usize, before: v128, mask: usize): v128 {
    const row = v128.load(at);
    const moved = v128.shuffle<u32>(before, row, 3, 4, 5, 6);
    v128.store(at, v128.bitselect(moved, row, v128.load(mask)));
    return row;
  }

  /** The same for a row of 2, 4, 6 or 8 vectors of u32. */
  @inline static touch<Length>(row: usize, tag: u32): u32 {
    const t = i32x4.splat(tag);
    const none = i16x8.splat(0);
    const e1 = offsetof<Length>() > 2 ? Wide.equal(row + 32, t) : none;
    let hit = <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(Wide.equal(row, t), e1));
    if (offsetof<Length>() > 4) {
      const e3 = offsetof<Length>() > 6 ? Wide.equal(row + 96, t) : none;
      hit |= (<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(Wide.equal(row + 64, t), e3))) << 16;
    }
    const depth =
      offsetof<Length>() == 8 ? ctz(hit) : ctz(hit | (1 << ((<u32>offsetof<Length>()) << 2)));
    const mask = WIDE_MASKS + ((32 - <usize>depth) << 2);
    let before = Wide.shift(row, t, mask);
    before = Wide.shift(row + 16, before, mask + 16);
    if (offsetof<Length>() > 2) {
      before = Wide.shift(row + 32, before, mask + 32);
      before = Wide.shift(row + 48, before, mask + 48);
    }
    if (offsetof<Length>() > 4) {
      before = Wide.shift(row + 64, before, mask + 64);
      before = Wide.shift(row + 80, before, mask + 80);
    }
    if (offsetof<Length>() > 6) {
      before = Wide.shift(row + 96, before, mask + 96);
      Wide.shift(row + 112, before, mask + 112);
    }
    return depth;
  }
}

/** The same for a row of any number of vectors of u32: find the first match, then shift what is younger. */
export function touchLong(row: usize, tag: u32, vectors: u32): u32 {
  const t = i32x4.splat(tag);
  let at: u32 = 0;
  let hit: u32 = 0;
  for (; at < vectors; at++) {
    hit = <u32>i32x4.bitmask(i32x4.eq(v128.load(row + ((<usize>at) << 4)), t));
    if (hit) break;
  }
  const depth = (at << 2) + (hit ? ctz(hit) : 0);
  let before = t;
  for (let k: u32 = 0; k < at; k++) {
    const p = row + ((<usize>k) << 4);
    const younger = v128.load(p);
    v128.store(p, v128.shuffle<u32>(before, younger, 3, 4, 5, 6));
    before = younger;
  }
  if (hit) {
    Wide.shift(row + ((<usize>at) << 4), before, WIDE_MASKS + ((32 - (<usize>depth & 3)) << 2));
  }
  return depth;
}
