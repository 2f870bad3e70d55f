// The second level: each table frame the guest reads and each frame its walks find is translated by the host's tables.
// In phases over a whole batch (nested TLB, walk caches from the deepest up), each over what the one before missed:
// nothing the host's caches hold depends on what is read where.
import { add } from './caches';
import {
  GUEST_LINES,
  HOST_KEYS_A,
  HOST_KEYS_B,
  HOST_LEAF,
  HOST_LEVELS,
  HOST_PWC,
  HOST_REFS,
  HOST_STARTS,
  LINES_A,
  NESTED_TLB,
  NESTED_TLB_HITS,
  WITH_CACHES,
} from './layout';
import { descriptor, isPresent, KEY, sift } from './sets';
import { FOUND_KIND, Walk } from './walk';

/**
 * Keys of the nested TLB at HOST_KEYS_A for the frames among the `count` entries of GUEST_LINES: index of the entry << 48.
 * A table is read at its frame; what follows a walk is the frame it found.
 */
function framesOf(count: u32, leaf: u32): u32 {
  const shift = 6 + 9 * (<u64>leaf - 1);
  let out: usize = HOST_KEYS_A;
  let afterWalk: usize = 0;
  for (let i: u32 = 0; i < count; i++) {
    const entry = load<u64>(GUEST_LINES + ((<usize>i) << 3));
    const isTable = <usize>(entry >> 62) & 1;
    store<u64>(out, ((entry & ~FOUND_KIND) >> shift) | ((<u64>i) << 48));
    out += (isTable | afterWalk) << 3;
    afterWalk = isTable;
  }
  return <u32>((out - HOST_KEYS_A) >> 3);
}

/** Notes that the walks of `count` keys at `list` start at `level` or above; the keys become those of the level above it. */
function ascend(list: usize, count: u32, level: u32): void {
  for (const end = list + ((<usize>count) << 3); list < end; list += 8) {
    const entry = load<u64>(list);
    store<u8>(HOST_STARTS + <usize>(entry >> 48), <u8>level);
    store<u64>(list, ((entry & KEY) >> 9) | (entry & (0xffff << 48)));
  }
}

/** Passes a list through a structure that may be absent; returns what missed, at `out`. */
function pass(d: usize, list: usize, count: u32, out: usize): u32 {
  if (isPresent(d)) return sift(d, list, count, out);
  memory.copy(out, list, (<usize>count) << 3);
  return count;
}

/** Level at which the host's walk for each of the `count` entries of GUEST_LINES starts, at HOST_STARTS; 0 = none. */
function findStarts(count: u32, leaf: u32): void {
  const levels = load<u32>(HOST_LEVELS);
  memory.fill(HOST_STARTS, 0, count);
  let list: usize = HOST_KEYS_A;
  let other: usize = HOST_KEYS_B;
  const frames = framesOf(count, leaf);
  let walks = pass(descriptor(NESTED_TLB), list, frames, other);
  add(NESTED_TLB_HITS, frames - walks);
  for (let level = leaf; walks != 0; level++) {
    const missed = other;
    add(HOST_REFS, walks);
    ascend(missed, walks, level);
    if (level == levels) break;
    other = list;
    list = missed;
    walks = pass(descriptor(HOST_PWC + level + 1), list, walks, other);
  }
}

/**
 * Translates what the guest's `count` entries of GUEST_LINES need. Returns the number of references at LINES_A: the
 * guest's with the host's before them.
 */
export function hostBatch(count: u32): u32 {
  const leaf = load<u32>(HOST_LEAF);
  findStarts(count, leaf);
  if (!load<u32>(WITH_CACHES)) return 0;
  let out: usize = LINES_A;
  for (let i: u32 = 0; i < count; i++) {
    const entry = load<u64>(GUEST_LINES + ((<usize>i) << 3));
    const frame = (entry & ~FOUND_KIND) >> 6;
    out = Walk.hostLines(frame, load<u8>(HOST_STARTS + <usize>i), leaf, out);
    store<u64>(out, entry);
    out += (<usize>(entry < FOUND_KIND)) << 3;
  }
  return <u32>((out - LINES_A) >> 3);
}
