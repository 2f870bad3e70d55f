// The walk itself: guest tables, each of whose frames is translated by the host tables in nested mode.
import { Frames } from './frames';
import {
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
import { descriptor, isPresent, Keyed } from './sets';

const GUEST_KIND: u64 = 1 << 62;
const HOST_KIND: u64 = 2 << 62;

/**
 * Translates guest-physical frame `frame`; host references are counted in HOST_REFS and, with caches, appended
 * at `out`. Returns the new end of the list. A table frame is looked up under its base address.
 */
function translateHost(frame: u64, out: usize): usize {
  const leaf = load<u32>(HOST_LEAF);
  const nested = descriptor(NESTED_TLB);
  if (isPresent(nested) && Keyed.touch(nested, <u32>(frame >> (9 * (<u64>leaf - 1))))) {
    store<u64>(NESTED_TLB_HITS, load<u64>(NESTED_TLB_HITS) + 1);
    return out;
  }
  const top = load<u32>(HOST_LEVELS);
  let start = top;
  for (let l = leaf + 1; l <= top; l++) {
    const cache = descriptor(HOST_PWC + l);
    // A miss is filled at once: every level read on the way down would fill it, and nothing looks before.
    if (isPresent(cache) && Keyed.touch(cache, <u32>(frame >> (9 * (<u64>l - 1))))) {
      start = l - 1;
      break;
    }
  }
  store<u64>(HOST_REFS, load<u64>(HOST_REFS) + <u64>(start - leaf + 1));
  if (load<u32>(WITH_CACHES)) {
    for (let l = start; l >= leaf; l--) {
      const line =
        load<u64>(HOST_TABLE_LINES + ((<usize>l) << 3)) + (frame >> (9 * (<u64>l - 1) + 3));
      store<u64>(out, line | HOST_KIND);
      out += 8;
    }
  }
  return out;
}

function walkOne(v: u64, key: u64, out: usize): usize {
  const leaf = load<u32>(GUEST_LEAF);
  const top = load<u32>(GUEST_LEVELS);
  const nested = load<u32>(NESTED);
  const emit = load<u32>(WITH_CACHES);
  const data = Frames.data(v);
  let start = top;
  for (let l = leaf + 1; l <= top; l++) {
    const cache = descriptor(GUEST_PWC + l);
    // The directory key is the compact one: v >> 9 of a 57-bit address does not fit 32 bits.
    const tag = l == 2 ? <u32>(key >> 9) : <u32>(v >> (9 * (<u64>l - 1)));
    if (isPresent(cache) && Keyed.touch(cache, tag)) {
      start = l - 1;
      break;
    }
  }
  store<u64>(GUEST_REFS, load<u64>(GUEST_REFS) + <u64>(start - leaf + 1));
  for (let l = start; l >= leaf; l--) {
    const table = Frames.table(v, l);
    if (nested) out = translateHost(table, out);
    if (emit) {
      store<u64>(out, (table << 6) | ((v >> (9 * (<u64>l - 1) + 3)) & 63) | GUEST_KIND);
      out += 8;
    }
  }
  return nested ? translateHost(data, out) : out;
}

function emitData(index: u32, end: u32, out: usize): usize {
  for (; index < end; index++) {
    const address = load<u64>(WORDS + ((<usize>index) << 3)) >> 2;
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
    out = walkOne(v, entry & 0xffff_ffff, out);
  }
  if (withData) out = emitData(emitted, count, out);
  return <u32>((out - LINES_A) >> 3);
}
