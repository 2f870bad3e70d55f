// Pages in linear memory that share frames: zero test, fingerprint, open addressing, byte comparison on a match, and
// copy-on-write with reference counts. A unit is 4 KiB, 16 KiB, 64 KiB or 2 MiB.
//
// With the fingerprint of a sample (sample.ts) a frame that differs from one with the same sample goes by a hash of all its
// bytes, and so do all units of that sample from then on: `COLLIDED` has a bit for it. Wrong bits cost time, nothing else.
//
// Per unit one u32 at OWNER: NONE = never seen, ZERO_OWNER = the zero frame, else the number of its frame.
// Per frame 16 bytes at FRAMES: fingerprint u64, unit that holds the bytes u32, references u32.
// Slots of 8 bytes: high half of the fingerprint u32, then frame + 1 u32, 0 = free, TOMBSTONE = a frame that left.
import { PRINTS, STORE } from './layout';
import { sampleOf, touchSamples } from './sample';
import { wordSums } from './sums';
import { GROUP_BYTES, touch } from './touch';
import { absorb, low } from './xxh3';
import { xxh64 } from './xxh64';
import { isEqual, isZero } from './zero';

const PAGES: usize = STORE;
const UNIT_SHIFT: usize = STORE + 4;
const OWNERS: usize = STORE + 8;
const FRAMES: usize = STORE + 12;
const SLOTS: usize = STORE + 16;
const SLOT_MASK: usize = STORE + 20;
const HASH: usize = STORE + 24;
const FRAME_COUNT: usize = STORE + 28;
const FREE_FRAME: usize = STORE + 32;
const COMPARES: usize = STORE + 36;
const FALSE_MATCHES: usize = STORE + 40;
const COLLIDED: usize = STORE + 44;

const NONE: u32 = 0xffffffff;
const ZERO_OWNER: u32 = 0xfffffffe;
const TOMBSTONE: u32 = 0xffffffff;

export const HASH_XXH64: u32 = 1;
/** Only for tests: every page collides with every other. */
const HASH_CONSTANT: u32 = 2;
const HASH_SUMS: u32 = 3;
const HASH_SAMPLE: u32 = 4;

/** Fingerprints PRINTS has room for. */
const SAMPLE_GROUP: u32 = 16;

/**
 * The caller fills owners with NONE, slots and `collided` (a bit a slot, whole words) with 0, and keeps the slots at most
 * half full.
 */
export function storeSetUp(
  pages: u32,
  unitShift: u32,
  owners: u32,
  frames: u32,
  slots: u32,
  slotCount: u32,
  collided: u32,
  hash: u32,
): void {
  store<u32>(PAGES, pages);
  store<u32>(UNIT_SHIFT, unitShift);
  store<u32>(OWNERS, owners);
  store<u32>(FRAMES, frames);
  store<u32>(SLOTS, slots);
  store<u32>(SLOT_MASK, slotCount - 1);
  store<u32>(COLLIDED, collided);
  store<u32>(HASH, hash);
  store<u32>(FRAME_COUNT, 0);
  store<u32>(FREE_FRAME, NONE);
  store<u32>(COMPARES, 0);
  store<u32>(FALSE_MATCHES, 0);
}

export function storeCompares(): u32 {
  return load<u32>(COMPARES);
}

export function storeFalseMatches(): u32 {
  return load<u32>(FALSE_MATCHES);
}

export function storeFrames(): u32 {
  return load<u32>(FRAME_COUNT);
}

export function fingerprint(ptr: usize, bytes: usize, kind: u32): u64 {
  if (kind == HASH_XXH64) return xxh64(ptr, bytes, 0);
  if (kind == HASH_SUMS) return wordSums(ptr, bytes);
  if (kind == HASH_CONSTANT) return 1;
  if (kind == HASH_SAMPLE) return sampleOf(ptr, bytes);
  absorb(ptr, bytes);
  return low(bytes);
}

function newFrame(print: u64, unit: u32): u32 {
  const frames = <usize>load<u32>(FRAMES);
  let frame = load<u32>(FREE_FRAME);
  if (frame != NONE) store<u32>(FREE_FRAME, load<u32>(frames + ((<usize>frame) << 4), 8));
  else {
    frame = load<u32>(FRAME_COUNT);
    store<u32>(FRAME_COUNT, frame + 1);
  }
  const at = frames + ((<usize>frame) << 4);
  store<u64>(at, print);
  store<u32>(at, unit, 8);
  store<u32>(at, 1, 12);
  return frame;
}

/** Tag of a fingerprint: what its slot holds of it. */
function tagOf(print: u64): u32 {
  return <u32>(print >> 32);
}

/** Fingerprints of the units [from, to) not seen yet, at PRINTS; zero units get their owner and 0. */
function printGroup(from: u32, to: u32): void {
  const shift = <usize>load<u32>(UNIT_SHIFT);
  const bytes = (<usize>1) << shift;
  const kind = load<u32>(HASH);
  let ptr = <usize>load<u32>(PAGES) + ((<usize>from) << shift);
  let owner = <usize>load<u32>(OWNERS) + ((<usize>from) << 2);
  let at = PRINTS;
  for (let unit = from; unit < to; unit++, ptr += bytes, owner += 4, at += 8) {
    if (load<u32>(owner) != NONE) continue;
    if (isZero(ptr, bytes)) store<u32>(owner, ZERO_OWNER);
    else store<u64>(at, fingerprint(ptr, bytes, kind));
  }
}

/** Touches what the units [from, to) are about to be compared with. */
function touchCandidates(from: u32, to: u32): void {
  const shift = <usize>load<u32>(UNIT_SHIFT);
  const pages = <usize>load<u32>(PAGES);
  const owners = <usize>load<u32>(OWNERS);
  const frames = <usize>load<u32>(FRAMES);
  const slots = <usize>load<u32>(SLOTS);
  const mask = load<u32>(SLOT_MASK);
  const bytes = min((<usize>1) << shift, GROUP_BYTES);
  for (let unit = from, at = PRINTS; unit < to; unit++, at += 8) {
    if (load<u32>(owners + ((<usize>unit) << 2)) != NONE) continue;
    const print = load<u64>(at);
    const slot = slots + ((<usize>(<u32>print & mask)) << 3);
    const held = load<u32>(slot, 4);
    if (!held || held == TOMBSTONE || load<u32>(slot) != tagOf(print)) continue;
    const frame = frames + ((<usize>(held - 1)) << 4);
    touch(pages + ((<usize>load<u32>(frame, 8)) << shift), bytes);
  }
}

/** Where `seek` would put the unit it did not find, and whether it met another with the same fingerprint. */
let vacant: usize = 0;
let differed: bool = false;

/** The frame with the bytes of the unit at `ptr`, among those of fingerprint `print`; NONE if there is none. */
function seek(print: u64, ptr: usize): u32 {
  const shift = <usize>load<u32>(UNIT_SHIFT);
  const pages = <usize>load<u32>(PAGES);
  const frames = <usize>load<u32>(FRAMES);
  const slots = <usize>load<u32>(SLOTS);
  const mask = load<u32>(SLOT_MASK);
  const tag = tagOf(print);
  let index = <u32>print & mask;
  let reusable: usize = 0;
  differed = false;
  while (true) {
    const slot = slots + ((<usize>index) << 3);
    const held = load<u32>(slot, 4);
    if (!held) {
      vacant = reusable ? reusable : slot;
      return NONE;
    }
    if (held == TOMBSTONE) {
      if (!reusable) reusable = slot;
    } else if (load<u32>(slot) == tag) {
      const frame = frames + ((<usize>(held - 1)) << 4);
      if (load<u64>(frame) == print) {
        store<u32>(COMPARES, load<u32>(COMPARES) + 1);
        const other = pages + ((<usize>load<u32>(frame, 8)) << shift);
        if (isEqual(ptr, other, (<usize>1) << shift)) return held - 1;
        store<u32>(FALSE_MATCHES, load<u32>(FALSE_MATCHES) + 1);
        differed = true;
      }
    }
    index = (index + 1) & mask;
  }
}

/** Notes that units of this sample differ; returns whether that was known. */
function noteCollided(sample: u64): bool {
  const bit = <u32>sample & load<u32>(SLOT_MASK);
  const at = <usize>load<u32>(COLLIDED) + ((<usize>(bit >> 5)) << 2);
  const word = load<u32>(at);
  if ((word >> (bit & 31)) & 1) return true;
  if (differed) store<u32>(at, word | (1 << (bit & 31)));
  return false;
}

/** Puts the units [from, to) whose fingerprints are at PRINTS into frames; returns how many joined one. */
function placeGroup(from: u32, to: u32): u32 {
  const shift = <usize>load<u32>(UNIT_SHIFT);
  const bytes = (<usize>1) << shift;
  const pages = <usize>load<u32>(PAGES);
  const owners = <usize>load<u32>(OWNERS);
  const frames = <usize>load<u32>(FRAMES);
  const sampled = load<u32>(HASH) == HASH_SAMPLE;
  let joined: u32 = 0;
  for (let unit = from, printAt = PRINTS; unit < to; unit++, printAt += 8) {
    const owner = owners + ((<usize>unit) << 2);
    if (load<u32>(owner) != NONE) continue;
    const ptr = pages + ((<usize>unit) << shift);
    let print = load<u64>(printAt);
    let frame = seek(print, ptr);
    if (sampled && frame == NONE && (noteCollided(print) || differed)) {
      absorb(ptr, bytes);
      print = low(bytes);
      frame = seek(print, ptr);
    }
    if (frame == NONE) {
      frame = newFrame(print, unit);
      store<u32>(vacant, tagOf(print));
      store<u32>(vacant, frame + 1, 4);
    } else {
      const references = frames + ((<usize>frame) << 4);
      store<u32>(references, load<u32>(references, 12) + 1, 12);
      joined++;
    }
    store<u32>(owner, frame);
  }
  return joined;
}

/**
 * Shares the units [from, to); returns how many joined a frame that was there already (zero frames not counted). Units go
 * in groups, so that the memory of all of a group is on its way at once: most of the time is waiting for memory.
 */
export function shareUnits(from: u32, to: u32): u32 {
  const shift = <usize>load<u32>(UNIT_SHIFT);
  const sampled = load<u32>(HASH) == HASH_SAMPLE;
  const perGroup = sampled ? SAMPLE_GROUP : <u32>max(1, GROUP_BYTES >> shift);
  let joined: u32 = 0;
  for (let first = from; first < to; first += perGroup) {
    const end = min(to, first + perGroup);
    const ptr = <usize>load<u32>(PAGES) + ((<usize>first) << shift);
    // A comparison of two pages in order is what the hardware foresees; only samples are scattered.
    if (sampled) touchSamples(ptr, end - first, (<usize>1) << shift);
    else touch(ptr, min((<usize>(end - first)) << shift, GROUP_BYTES));
    printGroup(first, end);
    if (!sampled) touchCandidates(first, end);
    joined += placeGroup(first, end);
  }
  return joined;
}

/** Any unit but `unit` that maps `frame`; the search starts behind it. */
function otherMapper(frame: u32, unit: u32, unitCount: u32): u32 {
  const owners = <usize>load<u32>(OWNERS);
  for (let i: u32 = 1; i < unitCount; i++) {
    const other = (unit + i) % unitCount;
    if (load<u32>(owners + ((<usize>other) << 2)) == frame) return other;
  }
  return NONE;
}

/**
 * The guest is about to write unit `unit`: it leaves its frame. Returns 1 when others still map the frame and the bytes
 * had to be copied, 2 when it leaves the zero frame, 0 when nobody shared it. The unit is then unseen.
 */
export function breakUnit(unit: u32, unitCount: u32): u32 {
  const owner = <usize>load<u32>(OWNERS) + ((<usize>unit) << 2);
  const frame = load<u32>(owner);
  if (frame == NONE) return 0;
  store<u32>(owner, NONE);
  if (frame == ZERO_OWNER) return 2;
  const at = <usize>load<u32>(FRAMES) + ((<usize>frame) << 4);
  const references = load<u32>(at, 12) - 1;
  store<u32>(at, references, 12);
  if (references) {
    // The bytes live in some unit that maps the frame; if it was this one, another takes over.
    if (load<u32>(at, 8) == unit) store<u32>(at, otherMapper(frame, unit, unitCount), 8);
    return 1;
  }
  const slots = <usize>load<u32>(SLOTS);
  const mask = load<u32>(SLOT_MASK);
  let slot = <u32>load<u64>(at) & mask;
  while (load<u32>(slots + ((<usize>slot) << 3), 4) != frame + 1) slot = (slot + 1) & mask;
  store<u32>(slots + ((<usize>slot) << 3), TOMBSTONE, 4);
  store<u32>(at, load<u32>(FREE_FRAME), 8);
  store<u32>(FREE_FRAME, frame);
  return 0;
}
