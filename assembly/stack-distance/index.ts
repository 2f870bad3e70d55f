// LRU stack distances of many set counts in one pass (Mattson et al. 1970): the depth of a hit says which
// associativities hit. A page that is the youngest of its set is so in every finer division of the sets too (Hill and
// Smith 1989), so each family reads only what moved something in the finest family that divides it.
import { keysOfChanged } from './keys';
import {
  CHANGED,
  DEPTHS,
  DESCRIPTOR_BYTES,
  DESCRIPTORS,
  FAMILIES,
  FAULT,
  LIST,
  LIST_COUNT,
  MAGIC,
  NARROW,
  REGION_COUNT,
  ROWS,
  SETS,
  SHIFT,
  SOURCE,
  VECTORS,
} from './layout';
import { Any, Eight, Four, Narrow, One, Six, Three, Two, touchLong, Wide } from './rows';

class Pass {
  /** One family over a list of keys, rows of `offsetof<Length>()` vectors of tags; none: of any length, tags of u32. */
  static over<Tag, Length>(d: usize, from: usize, end: usize): usize {
    const rows = <usize>load<u32>(d, ROWS);
    const sets = load<u32>(d, SETS);
    const magic = <u64>load<u32>(d, MAGIC);
    const shift = <u64>load<u32>(d, SHIFT);
    const vectors = offsetof<Length>() ? <u32>offsetof<Length>() : load<u32>(d, VECTORS);
    const depths = <usize>load<u32>(d, DEPTHS);
    let out = <usize>load<u32>(d, LIST);
    for (; from < end; from += 4) {
      const key = load<u32>(from);
      const tag = <u32>((<u64>key * magic) >> shift);
      const row = rows + ((<usize>((key - tag * sets) * vectors)) << 4);
      let depth: u32;
      if (offsetof<Length>() == 0) depth = touchLong(row, tag, vectors);
      else if (sizeof<Tag>() == 2) depth = Narrow.touch<Length>(row, tag);
      else depth = Wide.touch<Length>(row, tag);
      const counter = depths + ((<usize>depth) << 3);
      store<u64>(counter, load<u64>(counter) + 1);
      store<u32>(out, key);
      out += (<usize>(depth != 0)) << 2;
    }
    return out;
  }
}

function pass(d: usize, from: usize, end: usize): usize {
  const vectors = load<u32>(d, VECTORS);
  if (load<u32>(d, NARROW)) {
    if (vectors == 1) return Pass.over<u16, One>(d, from, end);
    if (vectors == 2) return Pass.over<u16, Two>(d, from, end);
    if (vectors == 3) return Pass.over<u16, Three>(d, from, end);
    return Pass.over<u16, Four>(d, from, end);
  }
  if (vectors == 2) return Pass.over<u32, Two>(d, from, end);
  if (vectors == 4) return Pass.over<u32, Four>(d, from, end);
  if (vectors == 6) return Pass.over<u32, Six>(d, from, end);
  if (vectors == 8) return Pass.over<u32, Eight>(d, from, end);
  return Pass.over<u32, Any>(d, from, end);
}

/** Keys of the first `count` (at most BATCH) words that leave the page before; returns how many. */
export function changed(count: u32): u32 {
  return keysOfChanged(count);
}

export function regions(): u32 {
  return load<u32>(REGION_COUNT);
}

export function fault(): u32 {
  return load<u32>(FAULT);
}

/** Feeds the `count` keys of `changed` to every family. */
export function feed(count: u32): void {
  const families = <usize>load<u32>(FAMILIES);
  for (let f: usize = 0; f < families; f++) {
    const d = DESCRIPTORS + f * DESCRIPTOR_BYTES;
    const source = <usize>load<u32>(d, SOURCE);
    let from = CHANGED;
    let end = CHANGED + ((<usize>count) << 2);
    if (source != f) {
      const coarser = DESCRIPTORS + source * DESCRIPTOR_BYTES;
      from = load<u32>(coarser, LIST);
      end = from + ((<usize>load<u32>(coarser, LIST_COUNT)) << 2);
    }
    const out = pass(d, from, end);
    store<u32>(d, <u32>((out - <usize>load<u32>(d, LIST)) >> 2), LIST_COUNT);
  }
}
