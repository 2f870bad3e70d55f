// Nested walks of a simulation alone: guest and host tables in one loop. Where one guest's walks go through several second
// levels, its side is walked once (walk.ts) and each second level goes in phases of its own (host.ts); for one alone
// those phases write and read more lists than they save.
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
  LINES_A,
  NESTED_TLB,
  NESTED_TLB_HITS,
  WALK_LIST,
  WITH_CACHES,
  WITH_DATA,
  WORDS,
} from './layout';
import { descriptor, Keyed } from './sets';
import { emitData, Walk } from './walk';

// A class for its inlined method: called with constants for the usual case (4 levels of 4K leaves on both sides), every
// level test and shift is decided at compile time.
class Host {
  /**
   * Translates guest-physical frame `frame`; host references are counted in HOST_REFS and, with caches,
   * appended at `out`. Returns the new end of the list. A table frame is looked up under its base address.
   */
  @inline static walk(frame: u64, leaf: u32, top: u32, emit: u32, out: usize): usize {
    if (Keyed.touch(descriptor(NESTED_TLB), <u32>(frame >> (9 * (<u64>leaf - 1))))) {
      store<u64>(NESTED_TLB_HITS, load<u64>(NESTED_TLB_HITS) + 1);
      return out;
    }
    const start = Walk.start(HOST_PWC, leaf, top, <u32>(frame >> 9), frame);
    store<u64>(HOST_REFS, load<u64>(HOST_REFS) + <u64>(start - leaf + 1));
    if (!emit) return out;
    return Walk.hostLines(frame, start, leaf, out);
  }
}

function hostOf(frame: u64, out: usize): usize {
  return Host.walk(
    frame,
    load<u32>(HOST_LEAF),
    load<u32>(HOST_LEVELS),
    load<u32>(WITH_CACHES),
    out,
  );
}

function walkAny(v: u64, directory: u32, out: usize): usize {
  const leaf = load<u32>(GUEST_LEAF);
  // Frames are handed out at the first walk, the data's first.
  const data = Frames.data(v);
  const start = Walk.start(GUEST_PWC, leaf, load<u32>(GUEST_LEVELS), directory, v);
  store<u64>(GUEST_REFS, load<u64>(GUEST_REFS) + <u64>(start - leaf + 1));
  for (let l = start; l >= leaf; l--) {
    const table = Frames.table(v, l);
    out = hostOf(table, out);
    if (load<u32>(WITH_CACHES)) {
      store<u64>(out, Walk.line(v, table, l));
      out += 8;
    }
  }
  return hostOf(data, out);
}

function hostOfSmall(frame: u64, out: usize): usize {
  return Host.walk(frame, 1, 4, 1, out);
}

/** The same for 4K leaves of 4 levels in both dimensions, computed frames, caches simulated. */
function walkSmall(v: u64, directory: u32, out: usize): usize {
  const start = Walk.start(GUEST_PWC, 1, 4, directory, v);
  store<u64>(GUEST_REFS, load<u64>(GUEST_REFS) + <u64>start);
  for (let l = start; l >= 1; l--) {
    const table = Frames.smallTable(v, l);
    out = hostOfSmall(table, out);
    store<u64>(out, Walk.line(v, table, l));
    out += 8;
  }
  return hostOfSmall(Frames.small(v), out);
}

/** True when every choice `walkSmall` makes at compile time is this simulation's. */
function isSmall(): bool {
  return (
    load<u32>(GUEST_LEAF) == 1 &&
    load<u32>(HOST_LEAF) == 1 &&
    load<u32>(GUEST_LEVELS) == 4 &&
    load<u32>(HOST_LEVELS) == 4 &&
    load<u32>(WITH_CACHES) == 1 &&
    load<u32>(EXPLICIT) == 0
  );
}

/**
 * Nested walks for the `walks` entries of WALK_LIST (key, index of the access << 48) of a batch of `count` accesses.
 * Returns the number of references at LINES_A, in the order in which the machine makes them.
 */
export function nestedBatch(walks: u32, count: u32): u32 {
  const withData = load<u32>(WITH_DATA);
  const small = isSmall();
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
    const directory = <u32>((entry & 0xffff_ffff) >> 9);
    out = small ? walkSmall(v, directory, out) : walkAny(v, directory, out);
  }
  if (withData) out = emitData(emitted, count, out);
  return <u32>((out - LINES_A) >> 3);
}
