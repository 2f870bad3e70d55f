// Set-associative structures whose ways are 64-bit words: page number, entry size and the tags of an address space
// in one word, so that a lookup compares all of it at once and an invalidation is a masked comparison.

const EMPTY: u64 = 0xffff_ffff_ffff_ffff;

/** Looks `tag` up in the set of `page` and makes it the youngest way, filling on a miss; 0 = miss. */
export function touchWide(d: usize, page: u64, tag: u64): u32 {
  const vectors = load<u32>(d, 12);
  if (vectors == 0) return 0;
  const mask = load<u32>(d, 8);
  const set = mask == 0xffff_ffff ? <u32>(page % <u64>load<u32>(d, 4)) : <u32>page & mask;
  let at = <usize>load<u32>(d) + <usize>set * ((<usize>vectors) << 4);
  const end = at + ((<usize>vectors) << 4);
  const t = i64x2.splat(tag);
  let before = t; // lane 1 is what enters the next vector
  let row = t;
  // Four vectors at a time up to the one that hits: most of a long row is only moved down.
  for (; at + 64 <= end; at += 64) {
    const r0 = v128.load(at);
    const r1 = v128.load(at, 16);
    const r2 = v128.load(at, 32);
    const r3 = v128.load(at, 48);
    const front = v128.or(i64x2.eq(r0, t), i64x2.eq(r1, t));
    if (v128.any_true(v128.or(front, v128.or(i64x2.eq(r2, t), i64x2.eq(r3, t))))) break;
    v128.store(at, v128.shuffle<u64>(before, r0, 1, 2));
    v128.store(at, v128.shuffle<u64>(r0, r1, 1, 2), 16);
    v128.store(at, v128.shuffle<u64>(r1, r2, 1, 2), 32);
    v128.store(at, v128.shuffle<u64>(r2, r3, 1, 2), 48);
    before = r3;
  }
  for (; at < end; at += 16) {
    row = v128.load(at);
    const hit = i64x2.bitmask(i64x2.eq(row, t));
    if (hit) {
      const moved = v128.shuffle<u64>(before, row, 1, 2);
      v128.store(at, hit & 1 ? v128.shuffle<u64>(moved, row, 0, 3) : moved);
      return 1;
    }
    v128.store(at, v128.shuffle<u64>(before, row, 1, 2));
    before = row;
  }
  // An odd number of ways leaves the last half empty.
  if ((load<u32>(d, 16) & 1) == 0) store<u64>(at - 8, EMPTY);
  return 0;
}

/** Drops every way with (tag & mask) == value; returns how many. */
export function dropWide(d: usize, mask: u64, value: u64): u32 {
  const vectors = load<u32>(d, 12);
  const ways = load<u32>(d, 16) + 1;
  const rowBytes = (<usize>vectors) << 4;
  let row = <usize>load<u32>(d);
  const end = row + <usize>load<u32>(d, 4) * rowBytes;
  const masks = i64x2.splat(mask);
  const values = i64x2.splat(value);
  let dropped: u32 = 0;
  for (; row < end; row += rowBytes) {
    let any = i64x2.splat(0);
    for (let at = row; at < row + rowBytes; at += 16) {
      any = v128.or(any, i64x2.eq(v128.and(v128.load(at), masks), values));
    }
    if (v128.any_true(any)) dropped += compact(row, ways, mask, value);
  }
  return dropped;
}

function compact(row: usize, ways: u32, mask: u64, value: u64): u32 {
  let to = row;
  const end = row + ((<usize>ways) << 3);
  let dropped: u32 = 0;
  for (let at = row; at < end; at += 8) {
    const tag = load<u64>(at);
    if (tag == EMPTY) break;
    if ((tag & mask) == value) {
      dropped++;
      continue;
    }
    store<u64>(to, tag);
    to += 8;
  }
  for (; to < end; to += 8) {
    if (load<u64>(to) == EMPTY) break;
    store<u64>(to, EMPTY);
  }
  return dropped;
}
