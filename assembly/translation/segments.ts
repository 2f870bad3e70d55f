// Tags are 32 bits: the 4 GiB segments a trace touches are given compact, disjoint ranges of keys that
// keep the page number modulo the number of sets.
import {
  ENTRY_SHIFT,
  FAULT,
  NEXT_KEY,
  RESIDUE,
  SEGMENT_COUNT,
  SEGMENT_SLOTS,
  SEGMENTS,
} from './layout';

/** What to subtract from an entry page number of 4 GiB segment `segment` to get its key. */
export function deltaOf(segment: u64): u64 {
  const mask: u32 = SEGMENT_SLOTS - 1;
  let at = <u32>((segment * 0x9e37_79b9) >> 7) & mask;
  let slot = SEGMENTS + ((<usize>at) << 4);
  let found = load<u64>(slot);
  while (found != 0 && found != segment + 1) {
    at = (at + 1) & mask;
    slot = SEGMENTS + ((<usize>at) << 4);
    found = load<u64>(slot);
  }
  return found == 0 ? placeSegment(slot, segment) : load<u64>(slot, 8);
}

function placeSegment(slot: usize, segment: u64): u64 {
  const pages: u64 = 1 << (32 - <u64>load<u32>(ENTRY_SHIFT));
  const first = segment * pages;
  const residue = <u64>load<u32>(RESIDUE);
  const next = load<u64>(NEXT_KEY);
  // Smallest key >= next with key = first (mod residue).
  const key = next + (((first % residue) + residue - (next % residue)) % residue);
  const count = load<u32>(SEGMENT_COUNT) + 1;
  if (key + pages >= 0xffff_ffff || count > (SEGMENT_SLOTS * 3) / 4) {
    store<u32>(FAULT, 1);
    return 0;
  }
  store<u32>(SEGMENT_COUNT, count);
  store<u64>(NEXT_KEY, key + pages);
  store<u64>(slot, segment + 1);
  store<u64>(slot, first - key, 8);
  return first - key;
}
