// The guest's own tables: the references of its walks and its data, in the order in which the machine makes them. They
// are the same with and without a second level, which adds references of its own between them (host.ts).
import { KIND_BITS } from '../lib/trace-word';
import { Frames } from './frames';
import {
  GUEST_LEAF,
  GUEST_LEVELS,
  GUEST_LINES,
  GUEST_PWC,
  GUEST_REFS,
  HOST_TABLE_LINES,
  NESTED,
  WALK_LIST,
  WITH_CACHES,
  WITH_DATA,
  WORDS,
} from './layout';
import { descriptor, Keyed } from './sets';

/** Kinds of references, the top two bits of an entry; 0 is data. */
export const GUEST_KIND: u64 = 1 << 62;
const HOST_KIND: u64 = 2 << 62;
/** No reference: the frame a walk found, for a second level to translate where data is not simulated. */
export const FOUND_KIND: u64 = 3 << 62;

// A class for its inlined methods: called with constants for the usual case (4 levels of 4K leaves), every level test
// and shift is decided at compile time.
export class Walk {
  /** Level to read first: below the deepest walk cache, of those from `caches` on, that knows the address. */
  @inline static start(caches: u32, leaf: u32, top: u32, directory: u32, v: u64): u32 {
    // A miss is filled at once: every level read on the way down would fill it, and nothing looks before.
    if (leaf < 2 && Keyed.touch(descriptor(caches + 2), directory)) return 1;
    if (leaf < 3 && Keyed.touch(descriptor(caches + 3), <u32>(v >> 18))) return 2;
    if (Keyed.touch(descriptor(caches + 4), <u32>(v >> 27))) return 3;
    if (top == 5 && Keyed.touch(descriptor(caches + 5), <u32>(v >> 36))) return 4;
    return top;
  }

  /** Appends the references of a host's walk for `frame`, levels `start` to `leaf`; returns the new end of the list. */
  @inline static hostLines(frame: u64, start: u32, leaf: u32, out: usize): usize {
    for (let l = start; l >= leaf; l--) {
      const line =
        load<u64>(HOST_TABLE_LINES + ((<usize>l) << 3)) + (frame >> (9 * (<u64>l - 1) + 3));
      store<u64>(out, line | HOST_KIND);
      out += 8;
    }
    return out;
  }

  @inline static line(v: u64, table: u64, level: u32): u64 {
    return (table << 6) | ((v >> (9 * (<u64>level - 1) + 3)) & 63) | GUEST_KIND;
  }
}

/** The walk for page v, whose directory has the compact key `directory`: v >> 9 of a 57-bit address does not fit 32 bits. */
function walkOne(v: u64, directory: u32, out: usize): usize {
  const leaf = load<u32>(GUEST_LEAF);
  const start = Walk.start(GUEST_PWC, leaf, load<u32>(GUEST_LEVELS), directory, v);
  for (let l = start; l >= leaf; l--) {
    store<u64>(out, Walk.line(v, Frames.table(v, l), l));
    out += 8;
  }
  return out;
}

/** The same for 4K leaves of 4 levels and computed frames. */
function walkSmall(v: u64, directory: u32, out: usize): usize {
  for (let l = Walk.start(GUEST_PWC, 1, 4, directory, v); l >= 1; l--) {
    store<u64>(out, Walk.line(v, Frames.smallTable(v, l), l));
    out += 8;
  }
  return out;
}

/** Appends the data references of accesses `index` to `end`; returns the new end of the list. */
export function emitData(index: u32, end: u32, out: usize): usize {
  for (; index < end; index++) {
    const address = load<u64>(WORDS + ((<usize>index) << 3)) >> KIND_BITS;
    store<u64>(out, (Frames.data(address >> 12) << 6) | ((address >> 6) & 63));
    out += 8;
  }
  return out;
}

/**
 * Walks for the `walks` entries of WALK_LIST (key, index of the access << 48) of a batch of `count` accesses. Returns the
 * number of entries at GUEST_LINES: line | kind, the walk of an access before its data.
 */
export function walkBatch(walks: u32, count: u32): u32 {
  const withData = load<u32>(WITH_DATA);
  const small = Frames.areSmall();
  const withFound = load<u32>(NESTED) && !withData;
  const counted = !withFound && !load<u32>(WITH_CACHES);
  let refs: usize = 0;
  let out: usize = GUEST_LINES;
  let emitted: u32 = 0;
  for (let i: u32 = 0; i < walks; i++) {
    const entry = load<u64>(WALK_LIST + ((<usize>i) << 3));
    const index = <u32>(entry >> 48);
    if (withData) {
      out = emitData(emitted, index, out);
      emitted = index;
    }
    const v = load<u64>(WORDS + ((<usize>index) << 3)) >> 14;
    // Frames are handed out at the first walk, whoever asks for them.
    const frame = small ? 0 : Frames.data(v);
    const directory = <u32>((entry & 0xffff_ffff) >> 9);
    const end = small ? walkSmall(v, directory, out) : walkOne(v, directory, out);
    refs += (end - out) >> 3;
    if (!counted) out = end;
    if (withFound) {
      store<u64>(out, ((small ? Frames.small(v) : frame) << 6) | FOUND_KIND);
      out += 8;
    }
  }
  if (withData) out = emitData(emitted, count, out);
  store<u64>(GUEST_REFS, load<u64>(GUEST_REFS) + <u64>refs);
  return <u32>((out - GUEST_LINES) >> 3);
}
