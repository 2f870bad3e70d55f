// Fully associative structures of 16 to 128 ways with exact LRU. Shifting a row that long costs a load and a store for
// each four ways; here nothing moves: ways stand still, a circle of links keeps their order, hashed chains find a key.
// A miss turns the circle by one (the oldest way becomes the youngest), so it costs no link at all. There are so many
// chains that hardly one has two ways: whether a chain goes on cannot be predicted.
//
// Layout from `base`: keys u32 (all ones: empty), then bytes by way number: before, after, next in the same chain;
// then the youngest way, and the first way of each of 4096 chains. All ones mean "none", so a structure is emptied as
// any row is, and its circle is closed at the first use after that.
const BEFORE: usize = 512;
const AFTER: usize = 640;
const NEXT: usize = 768;
const YOUNGEST: usize = 896;
const CHAINS: usize = 1024;
const NONE: u32 = 0xff;

function closeCircle(base: usize, last: u32): u32 {
  for (let way: u32 = 0; way <= last; way++) {
    store<u8>(base + way, way == 0 ? last : way - 1, BEFORE);
    store<u8>(base + way, way == last ? 0 : way + 1, AFTER);
  }
  return 0;
}

/** Takes a way out of the chain of the key it holds. */
function unchain(base: usize, way: u32): void {
  let link = base + CHAINS + chainOf(load<u32>(base + ((<usize>way) << 2)));
  let at = <u32>load<u8>(link);
  while (at != way) {
    link = base + NEXT + at;
    at = load<u8>(link);
  }
  store<u8>(link, load<u8>(base + way, NEXT));
}

function chainOf(key: u32): usize {
  return (key * 0x9e37_79b1) >> 20;
}

/** Added to a way that was filled. */
const MISSED: u32 = 0x100;

// A class for its inlined method: the loop over many keys keeps the youngest way in a register.
class List {
  /** Looks `key` up and makes it the youngest, filling on a miss; the way it is in. */
  @inline static touch(base: usize, key: u32, youngest: u32): u32 {
    const chain = base + chainOf(key);
    let way = <u32>load<u8>(chain, CHAINS);
    while (way != NONE && load<u32>(base + ((<usize>way) << 2)) != key) {
      way = load<u8>(base + way, NEXT);
    }
    if (way == youngest) return way;
    const oldest = <u32>load<u8>(base + youngest, BEFORE);
    if (way == NONE) {
      const slot = base + ((<usize>oldest) << 2);
      if (load<u32>(slot) != 0xffff_ffff) unchain(base, oldest);
      store<u32>(slot, key);
      store<u8>(base + oldest, load<u8>(chain, CHAINS), NEXT);
      store<u8>(chain, oldest, CHAINS);
      return oldest | MISSED;
    }
    if (way != oldest) {
      const before = <u32>load<u8>(base + way, BEFORE);
      const after = <u32>load<u8>(base + way, AFTER);
      store<u8>(base + before, after, AFTER);
      store<u8>(base + after, before, BEFORE);
      store<u8>(base + oldest, way, AFTER);
      store<u8>(base + way, oldest, BEFORE);
      store<u8>(base + way, youngest, AFTER);
      store<u8>(base + youngest, way, BEFORE);
    }
    return way;
  }
}

/** The youngest way of a list whose last way has the number `last`. */
function youngestOf(base: usize, last: u32): u32 {
  const youngest = <u32>load<u8>(base, YOUNGEST);
  return youngest == NONE ? closeCircle(base, last) : youngest;
}

/** Looks `key` up and makes it the youngest, filling on a miss; 0 = miss. */
export function touchList(base: usize, key: u32, last: u32): u32 {
  const way = List.touch(base, key, youngestOf(base, last));
  store<u8>(base, way, YOUNGEST);
  return <u32>(way < MISSED);
}

/** Passes the entries at [from, end) through a list, their keys being the low 32 bits; returns the end of the misses. */
export function siftList(base: usize, last: u32, from: usize, end: usize, out: usize): usize {
  let youngest = youngestOf(base, last);
  for (; from < end; from += 8) {
    const entry = load<u64>(from);
    const way = List.touch(base, <u32>entry, youngest);
    store<u64>(out, entry);
    out += <usize>(way & MISSED) >> 5;
    youngest = way & ~MISSED;
  }
  store<u8>(base, youngest, YOUNGEST);
  return out;
}
