// The log of the write-anywhere discipline: segments filled in order, the emptiest cleaned when few are free.

import {
  CLEANED_BLOCKS,
  HOST_READ_BYTES,
  HOST_READS,
  HOST_WRITE_BYTES,
  HOST_WRITES,
  META_UPDATES,
  NO_DEATH,
  SPACE_BLOCKS,
  tally,
} from './account';
import { get, set } from './pages';

/** Of `reverse`, which holds the block of a place plus one: fresh memory says that nobody is there. */
export const NOBODY: u32 = 0;
const OPEN: u32 = 0x80000000;

function use(s: usize, segment: u32): usize {
  return <usize>load<u32>(s, 84) + ((<usize>segment) << 2);
}

/** A new place at the head of the log. The caller has made sure that a segment is free. */
export function takePlace(s: usize, block: u32, birth: u16, death: u16): u32 {
  const bits = load<u32>(s, 52);
  if (load<u32>(s, 68) == (<u32>1) << bits) {
    // A segment that emptied while it was open becomes free when it is closed.
    const closed = load<u32>(s, 64);
    if (!load<u32>(use(s, closed))) store<u32>(s, load<u32>(s, 60) + 1, 60);
    let segment: u32 = 0;
    while (load<u32>(use(s, segment)) || segment == closed) segment++;
    store<u32>(s, segment, 64);
    store<u32>(s, 0, 68);
    store<u32>(s, load<u32>(s, 60) - 1, 60);
  }
  const segment = load<u32>(s, 64);
  const place = (segment << bits) + load<u32>(s, 68);
  store<u32>(s, load<u32>(s, 68) + 1, 68);
  store<u32>(use(s, segment), load<u32>(use(s, segment)) + 1);
  store<u32>(<usize>load<u32>(s, 72) + ((<usize>place) << 2), block + 1);
  if (place >= load<u32>(s, 48)) store<u32>(s, place + 1, 48);
  store<u16>(<usize>load<u32>(s, 76) + ((<usize>place) << 1), birth);
  store<u16>(<usize>load<u32>(s, 80) + ((<usize>place) << 1), death);
  tally(s, SPACE_BLOCKS, 1);
  return place;
}

/** A place nobody needs any more; its segment may have become free. */
export function releasePlace(s: usize, place: u32): void {
  const segment = place >> load<u32>(s, 52);
  store<u32>(<usize>load<u32>(s, 72) + ((<usize>place) << 2), NOBODY);
  const left = load<u32>(use(s, segment)) - 1;
  store<u32>(use(s, segment), left);
  tally(s, SPACE_BLOCKS, -1);
  if (!left && segment != load<u32>(s, 64)) store<u32>(s, load<u32>(s, 60) + 1, 60);
}

/** Cleans until the next write has room; 0 if every segment is full of what is still needed. */
export function clean(s: usize): u32 {
  const bits = load<u32>(s, 52);
  const full = (<u32>1) << bits;
  while (load<u32>(s, 60) <= load<u32>(s, 56)) {
    if (load<u32>(s, 68) < full && load<u32>(s, 60) > 0) {
      // The open segment still has room: clean only when it is about to be closed.
      return 1;
    }
    const victim = emptiest(s);
    if (victim == OPEN) return load<u32>(s, 68) < full || load<u32>(s, 60) > 0 ? 1 : 0;
    if (!load<u32>(s, 60)) return load<u32>(s, 68) < full ? 1 : 0;
    move(s, victim);
  }
  return 1;
}

/** The closed segment with the fewest places in use, unless all are full. */
function emptiest(s: usize): u32 {
  const segments = load<u32>(s, 88);
  let best = OPEN;
  let least = (<u32>1) << load<u32>(s, 52);
  for (let segment: u32 = 0; segment < segments; segment++) {
    if (segment == load<u32>(s, 64)) continue;
    const used = load<u32>(use(s, segment));
    if (used && used < least) {
      least = used;
      best = segment;
    }
  }
  return best;
}

function move(s: usize, victim: u32): void {
  const bits = load<u32>(s, 52);
  const reverse = <usize>load<u32>(s, 72);
  const placesMap = <usize>load<u32>(s, 28);
  const first = victim << bits;
  const last = first + ((<u32>1) << bits);
  let moved: f64 = 0;
  for (let place = first; place < last; place++) {
    const owner = load<u32>(reverse + ((<usize>place) << 2));
    if (owner == NOBODY) continue;
    const block = owner - 1;
    const birth = load<u16>(<usize>load<u32>(s, 76) + ((<usize>place) << 1));
    const death = load<u16>(<usize>load<u32>(s, 80) + ((<usize>place) << 1));
    const fresh = takePlace(s, block, birth, death);
    if (death == NO_DEATH && get(placesMap, block) == place + 1) set(placesMap, block, fresh + 1);
    releasePlace(s, place);
    moved += 1;
  }
  const bytes = moved * <f64>((<u64>1) << load<u32>(s, 4));
  tally(s, HOST_READS, 1);
  tally(s, HOST_READ_BYTES, bytes);
  tally(s, HOST_WRITES, 1);
  tally(s, HOST_WRITE_BYTES, bytes);
  tally(s, CLEANED_BLOCKS, moved);
  tally(s, META_UPDATES, moved);
}
