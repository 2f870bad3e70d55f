// The disciplines copy-on-write, redirect-on-write and write-anywhere on one accounting. Time is counted in
// epochs: a snapshot ends one. `live` marks the epochs a kept snapshot ended; `kept[e]` counts them below e.
//
//   0 discipline   4 blockBits   8 epoch       12 maxEpochs   16 live (u8)  20 kept (u32)
//  24 owner pages (epoch of the last write + 1)
//  28 place pages (address in blocks + 1; not COW)             32 next free address
//  36 layerBlocks (u32 per epoch)   40 overlaps (u32 per pair of epochs, ROW)   44 everySnapshot (COW)
//  48 places ever taken, from the first   52 segmentBits   56 reserve   60 free segments   64 open segment   68 fill of it
//  72 reverse     76 births (u16)  80 deaths (u16)   84 segmentUse (u32)   88 segments
// 128 counters, f64 each.

import {
  COPIED_BLOCKS,
  FLUSHES,
  GUEST_READS,
  GUEST_WRITES,
  HOST_READ_BYTES,
  HOST_READS,
  HOST_WRITE_BYTES,
  HOST_WRITES,
  LOOKUPS,
  MERGED_BLOCKS,
  META_UPDATES,
  NO_DEATH,
  REFUSED,
  SPACE_BLOCKS,
  tally,
} from './account';
import { allocate } from './arena';
import { clean, NOBODY, releasePlace, takePlace } from './log';
import { createPages, get, set } from './pages';

export const COW: u32 = 0;
export const ROW: u32 = 1;
export const WRITE_ANYWHERE: u32 = 2;

export function makeStore(
  discipline: u32,
  blockBits: u32,
  blocks: f64,
  maxEpochs: u32,
  everySnapshot: u32,
  capacity: f64,
  segmentBits: u32,
  reserve: u32,
): usize {
  const s = allocate(320);
  store<u32>(s, discipline, 0);
  store<u32>(s, blockBits, 4);
  store<u32>(s, maxEpochs, 12);
  store<u32>(s, <u32>allocate(maxEpochs), 16);
  store<u32>(s, <u32>allocate((<usize>maxEpochs + 1) << 2), 20);
  store<u32>(s, <u32>createPages(blocks), 24);
  store<u32>(s, <u32>blocks, 32);
  store<u32>(s, <u32>allocate((<usize>maxEpochs) << 2), 36);
  store<u32>(s, everySnapshot, 44);
  if (discipline != COW) store<u32>(s, <u32>createPages(blocks), 28);
  if (discipline == ROW) {
    store<u32>(s, <u32>allocate((<usize>maxEpochs * <usize>maxEpochs) << 2), 40);
    store<u32>(s, 0, 32);
  }
  if (discipline == WRITE_ANYWHERE) {
    const segments = <u32>(capacity / <f64>((<u32>1) << segmentBits));
    const places = (<usize>segments) << segmentBits;

    store<u32>(s, segmentBits, 52);
    store<u32>(s, reserve, 56);
    store<u32>(s, segments - 1, 60);
    store<u32>(s, <u32>allocate(places << 2), 72);
    store<u32>(s, <u32>allocate(places << 1), 76);
    store<u32>(s, <u32>allocate(places << 1), 80);
    store<u32>(s, <u32>allocate((<usize>segments) << 2), 84);
    store<u32>(s, segments, 88);
  }
  return s;
}

/** Kept snapshots that ended an epoch in [from, to). */
export function keptBetween(s: usize, from: u32, to: u32): u32 {
  const kept = <usize>load<u32>(s, 20);
  return load<u32>(kept + ((<usize>to) << 2)) - load<u32>(kept + ((<usize>from) << 2));
}

/** Where a block lies now, plus one; 0: nowhere. Copy-on-write leaves it in its own place. */
export function placeNow(s: usize, block: u32): u32 {
  if (load<u32>(s) == COW) return get(<usize>load<u32>(s, 24), block) ? block + 1 : 0;
  return get(<usize>load<u32>(s, 28), block);
}

function recount(s: usize): void {
  const kept = <usize>load<u32>(s, 20);
  const live = <usize>load<u32>(s, 16);
  const epochs = load<u32>(s, 8);
  let sum: u32 = 0;
  for (let e: u32 = 0; e <= epochs; e++) {
    store<u32>(kept + ((<usize>e) << 2), sum);
    sum += <u32>load<u8>(live + e);
  }
}

/** Ends the epoch and keeps its state; returns the epoch, the snapshot's name from now on. */
export function keepSnapshot(s: usize): u32 {
  const epoch = load<u32>(s, 8);
  if (epoch + 2 >= load<u32>(s, 12)) unreachable();
  store<u8>(<usize>load<u32>(s, 16) + epoch, 1);
  store<u32>(s, epoch + 1, 8);
  recount(s);
  tally(s, META_UPDATES, 1);
  tally(s, FLUSHES, 1);
  return epoch;
}

/** Drops a snapshot: COW frees its store, ROW merges two layers, write-anywhere frees what only it held. */
export function forgetSnapshot(s: usize, epoch: u32): void {
  const live = <usize>load<u32>(s, 16);
  if (!load<u8>(live + epoch)) return;
  const discipline = load<u32>(s);
  if (discipline == ROW) mergeLayers(s, epoch);
  store<u8>(live + epoch, 0);
  recount(s);
  tally(s, META_UPDATES, 1);
  tally(s, FLUSHES, 1);
  if (discipline == COW) {
    const held = <usize>load<u32>(s, 36) + ((<usize>epoch) << 2);
    tally(s, SPACE_BLOCKS, -(<f64>load<u32>(held)));
    store<u32>(held, 0);
  } else if (discipline == WRITE_ANYWHERE) {
    sweep(s);
  }
}

/** The layer after `epoch` is copied into the one it ended; what both hold is freed once. */
function mergeLayers(s: usize, epoch: u32): void {
  const live = <usize>load<u32>(s, 16);
  const blocks = <usize>load<u32>(s, 36);
  const overlaps = <usize>load<u32>(s, 40);
  const max = load<u32>(s, 12);
  let from = epoch;
  while (from > 0 && !load<u8>(live + from - 1)) from--;
  let to = epoch + 1;
  while (to < load<u32>(s, 8) && !load<u8>(live + to)) to++;
  let moved: u32 = 0;
  let both: u32 = 0;
  for (let young = epoch + 1; young <= to; young++) {
    moved += load<u32>(blocks + ((<usize>young) << 2));
    for (let old = from; old <= epoch; old++) {
      const pair = overlaps + ((<usize>old * max + young) << 2);
      both += load<u32>(pair);
      // The older copies are gone; the pair must not count again in the next merge.
      const layer = blocks + ((<usize>old) << 2);
      store<u32>(layer, load<u32>(layer) - load<u32>(pair));
      store<u32>(pair, 0);
    }
  }
  const bytes = <f64>moved * <f64>((<u64>1) << load<u32>(s, 4));
  tally(s, MERGED_BLOCKS, <f64>moved);
  tally(s, HOST_READS, <f64>moved);
  tally(s, HOST_READ_BYTES, bytes);
  tally(s, HOST_WRITES, <f64>moved);
  tally(s, HOST_WRITE_BYTES, bytes);
  tally(s, META_UPDATES, <f64>moved);
  tally(s, SPACE_BLOCKS, -(<f64>both));
}

/** Frees every dead place no kept snapshot saw. */
function sweep(s: usize): void {
  const places = load<u32>(s, 48);
  const births = <usize>load<u32>(s, 76);
  const deaths = <usize>load<u32>(s, 80);
  const reverse = <usize>load<u32>(s, 72);
  for (let p: u32 = 0; p < places; p++) {
    if (load<u32>(reverse + ((<usize>p) << 2)) == NOBODY) continue;
    const death = load<u16>(deaths + ((<usize>p) << 1));
    if (death == NO_DEATH) continue;
    const birth = load<u16>(births + ((<usize>p) << 1));
    if (!keptBetween(s, <u32>birth, <u32>death)) releasePlace(s, p);
  }
}

export function readStore(s: usize, offset: u64, bytes: u64): void {
  const bits = <u64>load<u32>(s, 4);
  tally(s, GUEST_READS, 1);
  const discipline = load<u32>(s);
  if (discipline == COW) {
    tally(s, HOST_READS, 1);
    tally(s, HOST_READ_BYTES, <f64>bytes);
    return;
  }
  const owners = <usize>load<u32>(s, 24);
  const placesMap = <usize>load<u32>(s, 28);
  const epoch = load<u32>(s, 8);
  const end = offset + bytes;
  let next: u32 = 0;
  while (offset < end) {
    const block = <u32>(offset >> bits);
    const upTo = min(end, (<u64>block + 1) << bits);
    const owner = get(owners, block);
    const depth = keptBetween(s, owner ? owner - 1 : 0, epoch);
    tally(s, LOOKUPS, discipline == ROW ? <f64>(depth + 1) : 1);
    if (owner) {
      const place = get(placesMap, block);
      if (place != next) tally(s, HOST_READS, 1);
      tally(s, HOST_READ_BYTES, <f64>(upTo - offset));
      next = place + 1;
    } else {
      next = 0;
    }
    offset = upTo;
  }
}

export function writeStore(s: usize, offset: u64, bytes: u64): void {
  tally(s, GUEST_WRITES, 1);
  tally(s, FLUSHES, 1);
  const discipline = load<u32>(s);
  const bits = <u64>load<u32>(s, 4);
  const end = offset + bytes;
  const metadata = load<f64>(s + META_UPDATES);
  if (discipline == COW) {
    for (let block = <u32>(offset >> bits); (<u64>block) << bits < end; block++) copyOut(s, block);
    tally(s, HOST_WRITES, 1);
    tally(s, HOST_WRITE_BYTES, <f64>bytes);
    // The exceptions of a request are made durable together, before the guest's write.
    if (load<f64>(s + META_UPDATES) > metadata) tally(s, FLUSHES, 1);
    return;
  }
  let next: u32 = 0;
  while (offset < end) {
    const block = <u32>(offset >> bits);
    const upTo = min(end, (<u64>block + 1) << bits);
    const whole = upTo - offset == (<u64>1) << bits;
    const place = discipline == ROW ? redirect(s, block, whole) : append(s, block, whole);
    if (place) {
      if (place != next) tally(s, HOST_WRITES, 1);
      tally(s, HOST_WRITE_BYTES, <f64>(upTo - offset));
      next = place + 1;
    }
    offset = upTo;
  }
  if (discipline == ROW && load<f64>(s + META_UPDATES) > metadata) tally(s, FLUSHES, 1);
}

/** COW: before the first write after a snapshot the old block goes to the store of each snapshot that lacks it. */
function copyOut(s: usize, block: u32): void {
  const owners = <usize>load<u32>(s, 24);
  const epoch = load<u32>(s, 8);
  const upTo = get(owners, block);
  if (upTo > epoch) return;
  set(owners, block, epoch + 1);
  const from: u32 = upTo ? upTo - 1 : 0;
  if (!keptBetween(s, from, epoch)) return;
  const live = <usize>load<u32>(s, 16);
  const held = <usize>load<u32>(s, 36);
  const blockBytes = <f64>((<u64>1) << load<u32>(s, 4));
  for (let e = epoch; e > from; ) {
    e--;
    if (!load<u8>(live + e)) continue;
    store<u32>(held + ((<usize>e) << 2), load<u32>(held + ((<usize>e) << 2)) + 1);
    tally(s, HOST_READS, 1);
    tally(s, HOST_READ_BYTES, blockBytes);
    tally(s, HOST_WRITES, 1);
    tally(s, HOST_WRITE_BYTES, blockBytes);
    tally(s, META_UPDATES, 1);
    tally(s, COPIED_BLOCKS, 1);
    tally(s, SPACE_BLOCKS, 1);
    if (!load<u32>(s, 44)) break;
  }
}

/** Reads the old block to fill up a partial write; the fill is written with the guest's part. */
function fillUp(s: usize): void {
  const blockBytes = <f64>((<u64>1) << load<u32>(s, 4));
  tally(s, HOST_READS, 1);
  tally(s, HOST_READ_BYTES, blockBytes);
  tally(s, HOST_WRITES, 1);
  tally(s, HOST_WRITE_BYTES, blockBytes);
  tally(s, COPIED_BLOCKS, 1);
}

/** ROW: the place of a block in the top layer; 0 if the request is already part of a fill. */
function redirect(s: usize, block: u32, whole: bool): u32 {
  const owners = <usize>load<u32>(s, 24);
  const placesMap = <usize>load<u32>(s, 28);
  const epoch = load<u32>(s, 8);
  const owner = get(owners, block);
  tally(s, LOOKUPS, 1);
  if (owner && !keptBetween(s, owner - 1, epoch)) return get(placesMap, block);
  const place = load<u32>(s, 32) + 1;
  store<u32>(s, place, 32);
  set(owners, block, epoch + 1);
  set(placesMap, block, place);
  const layers = <usize>load<u32>(s, 36) + ((<usize>epoch) << 2);
  store<u32>(layers, load<u32>(layers) + 1);
  tally(s, META_UPDATES, 1);
  tally(s, SPACE_BLOCKS, 1);
  if (!owner) return place;
  const max = load<u32>(s, 12);
  const pair = <usize>load<u32>(s, 40) + ((<usize>(owner - 1) * max + epoch) << 2);
  store<u32>(pair, load<u32>(pair) + 1);
  if (whole) return place;
  fillUp(s);
  return 0;
}

/** Write-anywhere: every write takes a new place at the head of the log. */
function append(s: usize, block: u32, whole: bool): u32 {
  const owners = <usize>load<u32>(s, 24);
  const placesMap = <usize>load<u32>(s, 28);
  const epoch = load<u32>(s, 8);
  if (!clean(s)) {
    tally(s, REFUSED, 1);
    return 0;
  }
  const place = takePlace(s, block, <u16>epoch, NO_DEATH);
  const owner = get(owners, block);
  const old = get(placesMap, block);
  set(owners, block, epoch + 1);
  set(placesMap, block, place + 1);
  tally(s, META_UPDATES, 1);
  tally(s, LOOKUPS, 1);
  if (!owner) return place + 1;
  const at = old - 1;
  store<u16>(<usize>load<u32>(s, 80) + ((<usize>at) << 1), <u16>epoch);
  if (!keptBetween(s, owner - 1, epoch)) releasePlace(s, at);
  if (whole) return place + 1;
  fillUp(s);
  return 0;
}
