// The walk itself: guest tables, each of whose frames is translated by the host tables in nested mode.
import { KIND_BITS } from '../lib/trace-word';
import { Frames } from './frames';
import {
  EXPLICIT,
  GUEST_LEAF,
  GUEST_LEVELS,
  GUEST_PWC,
  GUEST_REFS,
  HOST_LEAF,
  HOST_LEVELS,
  HOST_PWC,
  HOST_REFS,
  HOST_TABLE_LINES,
  LINES_A,
  NESTED,
  NESTED_TLB,
  NESTED_TLB_HITS,
  WALK_LIST,
  WITH_CACHES,
  WITH_DATA,
  WORDS,
} from './layout';
import { descriptor, Keyed } from './sets';

const GUEST_KIND: u64 = 1 << 62;
const HOST_KIND: u64 = 2 << 62;

// A class for its inlined methods: called with constants for the usual case (4 levels of 4K leaves on both
// sides), every level test and shift is decided at compile time.
class Walk {
  /** Level to read first: below the deepest walk cache that knows the address. */
  @inline static start(caches: u32, leaf: u32, top: u32, directory: u32, v: u64): u32 {
    // A miss is filled at once: every level read on the way down would fill it, and nothing looks before.
    if (leaf < 2 && Keyed.touch(descriptor(caches + 2), directory)) return 1;
    if (leaf < 3 && Keyed.touch(descriptor(caches + 3), <u32>(v >> 18))) return 2;
    if (Keyed.touch(descriptor(caches + 4), <u32>(v >> 27))) return 3;
    if (top == 5 && Keyed.touch(descriptor(caches + 5), <u32>(v >> 36))) return 4;
    return top;
  }

  /**
   * Translates guest-physical frame `frame`; host references are counted in HOST_REFS and, with caches,
   * appended at `out`. Returns the new end of the list. A table frame is looked up under its base address.
   */
  @inline static host(frame: u64, leaf: u32, top: u32, emit: u32, out: usize): usize {
    if (Keyed.touch(descriptor(NESTED_TLB), <u32>(frame >> (9 * (<u64>leaf - 1))))) {
      store<u64>(NESTED_TLB_HITS, load<u64>(NESTED_TLB_HITS) + 1);
      return out;
    }
    const start = Walk.start(HOST_PWC, leaf, top, <u32>(frame >> 9), frame);
    store<u64>(HOST_REFS, load<u64>(HOST_REFS) + <u64>(start - leaf + 1));
    if (!emit) return out;
    for (let l = start; l >= leaf; l--) {
      const line =
        load<u64>(HOST_TABLE_LINES + ((<usize>l) << 3)) + (frame >> (9 * (<u64>l - 1) + 3));
      store<u64>(out, line | HOST_KIND);
      out += 8;
    }
    return out;
  }

  @inline static guestLine(v: u64, table: u64, level: u32): u64 {
    return (table << 6) | ((v >> (9 * (<u64>level - 1) + 3)) & 63) | GUEST_KIND;
  }
}

function hostOf(frame: u64, out: usize): usize {
  return Walk.host(
    frame,
    load<u32>(HOST_LEAF),
    load<u32>(HOST_LEVELS),
    load<u32>(WITH_CACHES),
    out,
  );
}

function walkOne(v: u64, key: u64, out: usize): usize {
  const leaf = load<u32>(GUEST_LEAF);
  const nested = load<u32>(NESTED);
  const data = Frames.data(v);
  // The directory key is the compact one: v >> 9 of a 57-bit address does not fit 32 bits.
  const start = Walk.start(GUEST_PWC, leaf, load<u32>(GUEST_LEVELS), <u32>(key >> 9), v);
  store<u64>(GUEST_REFS, load<u64>(GUEST_REFS) + <u64>(start - leaf + 1));
  for (let l = start; l >= leaf; l--) {
    const table = Frames.table(v, l);
    if (nested) out = hostOf(table, out);
    if (load<u32>(WITH_CACHES)) {
      store<u64>(out, Walk.guestLine(v, table, l));
      out += 8;
    }
  }
  return nested ? hostOf(data, out) : out;
}

function hostDefault(frame: u64, out: usize): usize {
  return Walk.host(frame, 1, 4, 1, out);
}

/** The same for 4K leaves of 4 levels in both dimensions, computed frames, caches simulated. */
function walkDefault(v: u64, key: u64, out: usize): usize {
  const start = Walk.start(GUEST_PWC, 1, 4, <u32>(key >> 9), v);
  store<u64>(GUEST_REFS, load<u64>(GUEST_REFS) + <u64>start);
  for (let l = start; l >= 1; l--) {
    const table = Frames.smallTable(v, l);
    out = hostDefault(table, out);
    store<u64>(out, Walk.guestLine(v, table, l));
    out += 8;
  }
  return hostDefault(Frames.small(v), out);
}

/** True when every choice `walkDefault` makes at compile time is this simulation's. */
function isDefault(): bool {
  return (
    load<u32>(NESTED) == 1 &&
    load<u32>(GUEST_LEAF) == 1 &&
    load<u32>(HOST_LEAF) == 1 &&
    load<u32>(GUEST_LEVELS) == 4 &&
    load<u32>(HOST_LEVELS) == 4 &&
    load<u32>(WITH_CACHES) == 1 &&
    load<u32>(EXPLICIT) == 0
  );
}

function emitData(index: u32, end: u32, out: usize): usize {
  for (; index < end; index++) {
    const address = load<u64>(WORDS + ((<usize>index) << 3)) >> KIND_BITS;
    store<u64>(out, (Frames.data(address >> 12) << 6) | ((address >> 6) & 63));
    out += 8;
  }
  return out;
}

/**
 * Walks for the `walks` entries of WALK_LIST (key, index of the access << 48) of a batch of `count` accesses.
 * Returns the number of cache references emitted at LINES_A, in the order in which the machine makes them:
 * the walk of an access before its data.
 */
export function walkBatch(walks: u32, count: u32): u32 {
  const withData = load<u32>(WITH_DATA);
  const byDefault = isDefault();
  let out: usize = LINES_A;
  let emitted: u32 = 0;
  for (let i: u32 = 0; i < walks; i++) {
    const entry = load<u64>(WALK_LIST + ((<usize>i) << 3));
    const index = <u32>(entry >> 48);
    if (withData) {
      out = emitData(emitted, index, out);
      emitted = index;
    }
    const v = load<u64>(WORDS + ((<usize>index) << 3)) >> 14;
    out = byDefault
      ? walkDefault(v, entry & 0xffff_ffff, out)
      : walkOne(v, entry & 0xffff_ffff, out);
  }
  if (withData) out = emitData(emitted, count, out);
  return <u32>((out - LINES_A) >> 3);
}
