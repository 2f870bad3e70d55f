// Guest-physical frames in first-touch order. Regular mappings (one region populated in ascending
// order) are computed; scattered ones (traces) are kept in a hash table that grows with what they touch.
import {
  BASE_PAGE,
  EXPLICIT,
  FAULT,
  FIRST_TOUCHES,
  FRAME_BIAS,
  GUEST_LEAF,
  GUEST_LEVELS,
  HASH_BASE,
  HASH_SLOTS,
  HASH_USED,
  LAST_DATA_FRAME,
  LAST_DATA_PAGE,
  NEXT_FRAME,
} from './layout';

/** Data frame of page v with 4K leaves: every page and table handed out before it, plus the root. */
export function smallFrame(v: u64, levels: u32): u64 {
  const frame = load<u64>(FRAME_BIAS) + v + (v >> 9) + (v >> 18) + (v >> 27);
  return levels == 5 ? frame + (v >> 36) : frame;
}

/** Number of the aligned block of large page w: new tables spoil one block each time they are needed. */
function blockOf(w: u64, first: u64): u64 {
  return 1 + (w - first) + ((w >> 9) - (first >> 9));
}

export function largeData(v: u64): u64 {
  const first = load<u64>(BASE_PAGE);
  const span = 9 * (<u64>load<u32>(GUEST_LEAF) - 1);
  return (blockOf(v >> span, first >> span) << span) + (v & ((1 << span) - 1));
}

export function largeTable(v: u64, level: u32): u64 {
  const levels = load<u32>(GUEST_LEVELS);
  const first = load<u64>(BASE_PAGE);
  const leaf = <u64>load<u32>(GUEST_LEAF);
  const span = 9 * (leaf - 1);
  const origin = first >> span;
  const shift = 9 * (<u64>level - leaf + 1);
  let start = ((v >> span) >> shift) << shift;
  if (start <= origin) return <u64>(levels - level);
  // Tables that begin here lie in the spoiled block before the data, topmost first.
  let top = <u64>level;
  while (top + 1 < <u64>levels && (start & ((1 << (9 * (top + 2 - leaf))) - 1)) == 0) top++;
  return ((blockOf(start, origin) - 1) << span) + top - <u64>level;
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/** Slot of (level, prefix): 16 bytes, key + 1 as u64, frame as u64. */
export function slotOf(key: u64): usize {
  const mask = <u64>load<u32>(HASH_SLOTS) - 1;
  const base = <usize>load<u32>(HASH_BASE);
  let at = ((key * GOLDEN) >> 32) & mask;
  let slot = base + ((<usize>at) << 4);
  let found = load<u64>(slot);
  while (found != 0 && found != key) {
    at = (at + 1) & mask;
    slot = base + ((<usize>at) << 4);
    found = load<u64>(slot);
  }
  return slot;
}

function keyOf(level: u32, prefix: u64): u64 {
  return (((<u64>level) << 58) | prefix) + 1;
}

export function insert(slot: usize, key: u64, frame: u64): void {
  store<u64>(slot, key);
  store<u64>(slot, frame, 8);
  store<u32>(HASH_USED, load<u32>(HASH_USED) + 1);
}

/** Data frame of page v, handing out the missing tables top-down and then the page at its first touch. */
function touchedData(v: u64): u64 {
  const leaf = load<u32>(GUEST_LEAF);
  const span = 9 * (<u64>leaf - 1);
  const page = v >> span;
  if (load<u64>(LAST_DATA_PAGE) == page)
    return load<u64>(LAST_DATA_FRAME) + (v & ((1 << span) - 1));
  const key = keyOf(0, page);
  let slot = slotOf(key);
  let frame: u64;
  if (load<u64>(slot) == 0) {
    let next = <u64>load<u32>(NEXT_FRAME);
    for (let l = load<u32>(GUEST_LEVELS) - 1; l >= leaf; l--) {
      const tableKey = keyOf(l, v >> (9 * <u64>l));
      const table = slotOf(tableKey);
      if (load<u64>(table) == 0) insert(table, tableKey, next++);
    }
    const size: u64 = 1 << span;
    frame = (next + size - 1) & ~(size - 1);
    if (frame + size > 0x1000_0000) {
      store<u32>(FAULT, 2);
      return 0;
    }
    store<u32>(NEXT_FRAME, <u32>(frame + size));
    slot = slotOf(key);
    insert(slot, key, frame);
    store<u64>(FIRST_TOUCHES, load<u64>(FIRST_TOUCHES) + 1);
  } else {
    frame = load<u64>(slot, 8);
  }
  store<u64>(LAST_DATA_PAGE, page);
  store<u64>(LAST_DATA_FRAME, frame);
  return frame + (v & ((1 << span) - 1));
}

function touchedTable(v: u64, level: u32): u64 {
  return load<u64>(slotOf(keyOf(level, v >> (9 * <u64>level))), 8);
}

export class Frames {
  /** True where `small` and `smallTable` are this simulation's. */
  @inline static areSmall(): bool {
    return load<u32>(EXPLICIT) == 0 && load<u32>(GUEST_LEAF) == 1 && load<u32>(GUEST_LEVELS) == 4;
  }

  /** Frame of page v in a computed mapping of 4K leaves and 4 levels. */
  @inline static small(v: u64): u64 {
    return smallFrame(v, 4);
  }

  /** Frame of its table of `level` there. */
  @inline static smallTable(v: u64, level: u32): u64 {
    if (level == 4) return 0;
    const shift: u64 = 9 * <u64>level;
    return smallFrame(max<u64>((v >> shift) << shift, load<u64>(BASE_PAGE)), 4) - level;
  }

  /** Frame of page v; the path of a computed mapping of 4K leaves is inlined. */
  @inline static data(v: u64): u64 {
    if (load<u32>(EXPLICIT)) return touchedData(v);
    if (load<u32>(GUEST_LEAF) == 1) return smallFrame(v, load<u32>(GUEST_LEVELS));
    return largeData(v);
  }

  /** Frame of the table of `level` (1 = PT) that maps page v. */
  @inline static table(v: u64, level: u32): u64 {
    const levels = load<u32>(GUEST_LEVELS);
    if (level == levels) return 0;
    if (load<u32>(EXPLICIT)) return touchedTable(v, level);
    if (load<u32>(GUEST_LEAF) != 1) return largeTable(v, level);
    const shift: u64 = 9 * <u64>level;
    return smallFrame(max<u64>((v >> shift) << shift, load<u64>(BASE_PAGE)), levels) - level;
  }
}

/** Moves the table of a smaller memory, `oldSlots` long at `from`, into the empty one now configured. */
export function rehash(from: usize, oldSlots: u32): void {
  const end = from + ((<usize>oldSlots) << 4);
  for (; from < end; from += 16) {
    const key = load<u64>(from);
    if (key == 0) continue;
    const slot = slotOf(key);
    store<u64>(slot, key);
    store<u64>(slot, load<u64>(from, 8), 8);
  }
}
