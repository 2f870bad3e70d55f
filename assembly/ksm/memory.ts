// What guests' memory maps: writes, unmapping, forks, huge pages, and the LRU add batch. ksmd's counters follow later.
import {
  ABSENT,
  add,
  BATCH_COUNT,
  BATCH_NUMBER,
  BATCHED,
  COW_BREAKS,
  clearFlag,
  FIRST_PAGE,
  FORKED,
  HUGE_COUNT,
  HUGE_PAGE,
  hasFlag,
  KEY,
  KSM_ZERO,
  LARGE,
  LAST_HUGE_PAGE,
  LRU_BATCH,
  MAPPED,
  MAPPING,
  OF_MEMORY,
  ORPHANED,
  PAGES_PER_REGION,
  PRIVATE,
  RECORD_SHIFT,
  REGION_SHIFT,
  SEARCHED_AT,
  SHARER,
  SPARE_PLACES,
  SPLIT_DROPS_ZEROS,
  STABLE_CHANGES,
  setFlag,
  UNMERGEABLE,
  VM,
  VM_COUNT,
  VM_HOMES,
  VM_MOVED,
  VM_PLACES,
  VM_REGIONS,
  VM_ZERO_PAGES,
  VMS,
  ZERO,
  ZERO_PAGES,
} from './layout';
import { syncEntry } from './unstable';

export function vmAt(index: u32): usize {
  return VMS + ((<usize>index) << RECORD_SHIFT);
}

export function placeAt(vm: usize, index: u32): usize {
  return load<u32>(vm, FIRST_PAGE) + ((<usize>index) << RECORD_SHIFT);
}

/** Virtual page of guest page 0 while mremap has moved none: the others follow it. 0 once any was moved. */
export function unmovedPages(vm: usize): usize {
  return load<u32>(vm, VM_MOVED) ? 0 : placeAt(vm, load<u32>(SPARE_PLACES));
}

/** Virtual page of a guest page; `unmoved` is that of guest page 0, or 0: see unmovedPages. */
export function pageFrom(unmoved: usize, vm: usize, index: u32): usize {
  if (unmoved) return unmoved + ((<usize>index) << RECORD_SHIFT);
  return placeAt(vm, load<u32>(load<u32>(vm, VM_PLACES) + ((<usize>index) << 2)));
}

export function pageAt(vm: usize, index: u32): usize {
  return pageFrom(unmovedPages(vm), vm, index);
}

/** Guest page of a virtual page that is in use. */
function guestPage(vm: usize, page: usize): u32 {
  const place = (<u32>page - load<u32>(vm, FIRST_PAGE)) >> RECORD_SHIFT;
  const spare = load<u32>(SPARE_PLACES);
  return place >= spare
    ? place - spare
    : load<u32>(load<u32>(vm, VM_HOMES) + ((<usize>place) << 2));
}

export function drainBatch(): void {
  add(BATCH_NUMBER, 1);
  store<u32>(BATCH_COUNT, 0);
}

export function isInBatch(page: usize): bool {
  return load<u32>(page, BATCHED) == load<u32>(BATCH_NUMBER);
}

export function addToBatch(page: usize): void {
  const capacity = load<u32>(LRU_BATCH);
  if (!capacity) return;
  const count = load<u32>(BATCH_COUNT) + 1;
  store<u32>(page, load<u32>(BATCH_NUMBER), BATCHED);
  store<u32>(BATCH_COUNT, count);
  if (count >= capacity) drainBatch();
}

/** Record of the 2 MiB of guest memory that hold `page`. */
function regionOf(page: usize): usize {
  const vm = <usize>load<u32>(page, VM);
  const region = guestPage(vm, page) / PAGES_PER_REGION;
  return load<u32>(vm, VM_REGIONS) + ((<usize>region) << REGION_SHIFT);
}

/** Number of the huge page that `page` is part of, 0 = none. */
export function hugePageOf(page: usize): u32 {
  return hasFlag(page, LARGE) ? load<u32>(regionOf(page), HUGE_PAGE) : 0;
}

/** Makes guest pages [first, first + 512) of a VM one huge page. All of them are mapped to private memory by now. */
export function formHuge(vm: usize, first: u32): void {
  const region = load<u32>(vm, VM_REGIONS) + ((<usize>(first / PAGES_PER_REGION)) << REGION_SHIFT);
  add(LAST_HUGE_PAGE, 1);
  store<u32>(region, load<u32>(LAST_HUGE_PAGE), HUGE_PAGE);
  store<u32>(region, PAGES_PER_REGION, HUGE_COUNT);
  for (let i = first; i < first + PAGES_PER_REGION; i++) setFlag(pageAt(vm, i), LARGE);
}

/** Splits the huge page that `page` is part of, for every VM that maps any of it. */
export function splitHuge(page: usize): void {
  const own = regionOf(page);
  const number = load<u32>(own, HUGE_PAGE);
  const offset = own - load<u32>(load<u32>(page, VM), VM_REGIONS);
  const first = <u32>(offset >> REGION_SHIFT) * PAGES_PER_REGION;
  const drops = load<u32>(SPLIT_DROPS_ZEROS) != 0;
  const vms = load<u32>(VM_COUNT);
  for (let i: u32 = 0; i < vms; i++) {
    const vm = vmAt(i);
    const region = load<u32>(vm, VM_REGIONS) + offset;
    if (load<u32>(region, HUGE_PAGE) != number) continue;
    store<u64>(region, 0);
    for (let each = first; each < first + PAGES_PER_REGION; each++) {
      const part = pageAt(vm, each);
      if (!hasFlag(part, LARGE)) continue;
      clearFlag(part, LARGE);
      if (!drops || load<u64>(part, KEY) != 0) continue;
      store<u32>(part, ZERO, MAPPING);
      store<u32>(part, 0, SHARER);
      clearFlag(part, OF_MEMORY);
      syncEntry(part);
    }
  }
}

/** Whether another VM maps any of the huge page that `page` is part of. */
function isHugeShared(page: usize): bool {
  const own = regionOf(page);
  const number = load<u32>(own, HUGE_PAGE);
  const offset = own - load<u32>(load<u32>(page, VM), VM_REGIONS);
  const vms = load<u32>(VM_COUNT);
  for (let i: u32 = 0; i < vms; i++) {
    const region = load<u32>(vmAt(i), VM_REGIONS) + offset;
    if (region != own && load<u32>(region, HUGE_PAGE) == number) return true;
  }
  return false;
}

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
  if (mapping > KSM_ZERO) {
    const mapped = load<u32>(mapping, MAPPED) - 1;
    store<u32>(mapping, mapped, MAPPED);
    // A search removes it when it comes by.
    if (!mapped) add(STABLE_CHANGES, 1);
  } else if (mapping == KSM_ZERO) {
    add(ZERO_PAGES, -1);
    add(load<u32>(page, VM) + VM_ZERO_PAGES, -1);
  } else if (mapping == PRIVATE) leaveMemory(page);
  store<u32>(page, ABSENT, MAPPING);
  syncEntry(page);
}

/** A first write after a fork: true where the page is nobody else's by now and is written in place. */
function reuse(page: usize): bool {
  if (load<u32>(page, SHARER) || hasFlag(page, ORPHANED)) return false;
  if (hasFlag(page, LARGE) && isHugeShared(page)) return false;
  if (isInBatch(page)) drainBatch();
  clearFlag(page, FORKED);
  return true;
}

function copyMemory(page: usize): void {
  unmap(page);
  store<u32>(page, PRIVATE, MAPPING);
  syncEntry(page);
  addToBatch(page);
}

/** The guest writes: contents become `key`, sharing breaks at once, counters follow at the next visit. */
export function writePage(page: usize, key: u64): void {
  store<u64>(page, key, KEY);
  store<u32>(page, 0, SEARCHED_AT);
  const mapping = load<u32>(page, MAPPING);
  if (mapping == PRIVATE && (!hasFlag(page, FORKED | ORPHANED) || reuse(page))) {
    syncEntry(page);
    return;
  }
  if (mapping >= KSM_ZERO) add(COW_BREAKS, 1);
  copyMemory(page);
}

/** Undoes a merge of `page` that its partner refused: it gets a copy, whoever shares its memory keeps what cannot merge. */
export function breakAgain(page: usize): void {
  for (let at = <usize>load<u32>(page, SHARER); at && at != page; at = load<u32>(at, SHARER)) {
    setFlag(at, ORPHANED);
  }
  copyMemory(page);
}

/** A shared page (of KSM, or its zero page) becomes a copy of its own, as madvise(UNMERGEABLE) does. */
export function unmergePage(page: usize): void {
  if (hasFlag(page, UNMERGEABLE)) return;
  const mapping = load<u32>(page, MAPPING);
  if (mapping >= KSM_ZERO || (mapping == PRIVATE && hasFlag(page, ORPHANED))) copyMemory(page);
}

/** Child of a fork: maps what `page` maps. `copy` is a copy of its record. */
export function shareMemory(page: usize, copy: usize): void {
  const mapping = load<u32>(page, MAPPING);
  if (mapping > KSM_ZERO) store<u32>(mapping, load<u32>(mapping, MAPPED) + 1, MAPPED);
  else if (mapping == KSM_ZERO) {
    add(ZERO_PAGES, 1);
    add(load<u32>(copy, VM) + VM_ZERO_PAGES, 1);
  } else if (mapping == PRIVATE) {
    const next = load<u32>(page, SHARER);
    store<u32>(copy, next ? next : <u32>page, SHARER);
    store<u32>(page, <u32>copy, SHARER);
    setFlag(page, FORKED);
    setFlag(copy, FORKED);
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
