// What guests' memory maps: writes, unmapping and forks. ksmd's counters follow later.

import { addToBatch, drainBatch, isInBatch } from './batch';
import { faultHuge, isHugeShared, regionOf } from './huge';
import {
  ABSENT,
  AGE,
  add,
  COW_BREAKS,
  clearFlag,
  EMPTY_REGIONS,
  FORKED,
  HAS_CHECKSUM,
  HAS_ITEM,
  HUGE_COUNT,
  HUGE_PAGE,
  hasFlag,
  isOwnMemory,
  isSharedPage,
  KEY,
  KSM_ZERO,
  LARGE,
  MAPPED,
  MAPPING,
  mapOwnMemory,
  NEXT_SITE,
  NODE,
  NOWHERE,
  OF_MEMORY,
  ORPHANED,
  ORPHANED_MEMORY,
  PLACE,
  PREV_SITE,
  PRIVATE,
  RECORD_SHIFT,
  SEARCHED_AT,
  SHARER,
  SKIPS,
  STABLE_CHANGES,
  setFlag,
  UNMAPPED,
  UNMERGEABLE,
  VM,
  VM_ZERO_PAGES,
  ZERO_PAGES,
} from './layout';
import { syncEntry } from './unstable';

function replaceInRing(page: usize, by: usize): void {
  let last = <usize>load<u32>(page, SHARER);
  while (<usize>load<u32>(last, SHARER) != page) last = load<u32>(last, SHARER);
  store<u32>(last, last == by ? 0 : <u32>by, SHARER);
}

/** `page` no longer maps its private memory; others may. */
export function leaveMemory(page: usize): void {
  if (!hasFlag(page, OF_MEMORY)) return;
  const next = <usize>load<u32>(page, SHARER);
  if (next) replaceInRing(page, next);
  store<u32>(page, 0, SHARER);
  if (hasFlag(page, LARGE)) {
    const region = regionOf(page);
    const left = load<u32>(region, HUGE_COUNT) - 1;
    store<u32>(region, left, HUGE_COUNT);
    if (!left) store<u32>(region, 0, HUGE_PAGE);
  }
  clearFlag(page, OF_MEMORY);
}

export function unmap(page: usize): void {
  const mapping = load<u32>(page, MAPPING);
  if (isSharedPage(mapping)) {
    const mapped = load<u32>(mapping, MAPPED) - 1;
    store<u32>(mapping, mapped, MAPPED);
    // A search removes it when it comes by.
    if (!mapped) add(STABLE_CHANGES, 1);
  } else if (mapping == KSM_ZERO) {
    add(ZERO_PAGES, -1);
    add(load<u32>(page, VM) + VM_ZERO_PAGES, -1);
  } else if (isOwnMemory(mapping)) leaveMemory(page);
  store<u32>(page, ABSENT, MAPPING);
  syncEntry(page);
}

/** A first write after a fork: true where the page is nobody else's by now and is written in place. */
function reuse(page: usize): bool {
  if (load<u32>(page, SHARER) || hasFlag(page, ORPHANED)) return false;
  if (hasFlag(page, LARGE) && isHugeShared(page)) return false;
  if (isInBatch(page)) drainBatch();
  clearFlag(page, FORKED);
  mapOwnMemory(page);
  return true;
}

function copyMemory(page: usize): void {
  unmap(page);
  mapOwnMemory(page);
  syncEntry(page);
  addToBatch(page);
}

/** The guest writes: contents become `key`, sharing breaks at once, counters follow at the next visit. */
export function writePage(page: usize, key: u64): void {
  store<u64>(page, key, KEY);
  store<u32>(page, 0, SEARCHED_AT);
  let mapping = load<u32>(page, MAPPING);
  if (mapping == ABSENT && load<u32>(EMPTY_REGIONS)) {
    faultHuge(page);
    mapping = load<u32>(page, MAPPING);
  }
  if (mapping == PRIVATE) {
    syncEntry(page);
    return;
  }
  if (isOwnMemory(mapping)) {
    if (!hasFlag(page, FORKED | ORPHANED) || reuse(page)) {
      syncEntry(page);
      return;
    }
  } else if (mapping >= KSM_ZERO) add(COW_BREAKS, 1);
  copyMemory(page);
}

/** Undoes a merge of `page` that its partner refused: it gets a copy, whoever shares its memory keeps what cannot merge. */
export function breakAgain(page: usize): void {
  for (let at = <usize>load<u32>(page, SHARER); at && at != page; at = load<u32>(at, SHARER)) {
    setFlag(at, ORPHANED);
    mapOwnMemory(at);
  }
  copyMemory(page);
}

/** A shared page (of KSM, or its zero page) becomes a copy of its own, as madvise(UNMERGEABLE) does. */
export function unmergePage(page: usize): void {
  if (hasFlag(page, UNMERGEABLE)) return;
  const mapping = load<u32>(page, MAPPING);
  if (mapping == KSM_ZERO || mapping == ORPHANED_MEMORY || isSharedPage(mapping)) copyMemory(page);
}

/** Child of a fork: maps what `page` maps. `copy` is a copy of its record. */
export function shareMemory(page: usize, copy: usize): void {
  const mapping = load<u32>(page, MAPPING);
  if (isSharedPage(mapping)) store<u32>(mapping, load<u32>(mapping, MAPPED) + 1, MAPPED);
  else if (mapping == KSM_ZERO) {
    add(ZERO_PAGES, 1);
    add(load<u32>(copy, VM) + VM_ZERO_PAGES, 1);
  } else if (isOwnMemory(mapping)) {
    const next = load<u32>(page, SHARER);
    store<u32>(copy, next ? next : <u32>page, SHARER);
    store<u32>(page, <u32>copy, SHARER);
    setFlag(page, FORKED);
    setFlag(copy, FORKED);
    mapOwnMemory(page);
    mapOwnMemory(copy);
  }
}

/** The memory of `page` gets a new place, `to`: a copy of its record. */
export function moveMemory(page: usize, to: usize): void {
  if (load<u32>(page, SHARER)) replaceInRing(page, to);
  store<u32>(page, 0, SHARER);
  clearFlag(page, OF_MEMORY);
  store<u32>(page, ABSENT, MAPPING);
  store<u64>(page, 0, KEY);
  store<u32>(page, 0, SEARCHED_AT);
}

/** A copy of a page's record, without the item KSM keeps for the page. */
export function copyRecord(page: usize, copy: usize, vm: usize): void {
  memory.copy(copy, page, 1 << RECORD_SHIFT);
  store<u32>(copy, <u32>vm, VM);
  store<u32>(copy, 0, SEARCHED_AT);
  store<u32>(copy, 0, NODE);
  store<u32>(copy, 0, NEXT_SITE);
  store<u32>(copy, 0, PREV_SITE);
  store<u8>(copy, 0, HAS_ITEM);
  store<u8>(copy, NOWHERE, PLACE);
  store<u8>(copy, 0, AGE);
  store<u8>(copy, 0, SKIPS);
  store<u8>(copy, 0, HAS_CHECKSUM);
}

/** munmap: the place goes too. */
export function removeMapping(page: usize): void {
  unmap(page);
  setFlag(page, UNMAPPED | UNMERGEABLE);
}
