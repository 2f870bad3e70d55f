// One visit of a page: gates, searches, merging, and leaving the trees.
import {
  ABSENT,
  add,
  BATCH,
  BATCH_COUNT,
  CHECKSUM,
  CHECKSUMS,
  COW_BREAKS,
  FIRST_PAGE,
  FIRST_SITE,
  FULL_SCANS,
  HAS_CHECKSUM,
  IN_BATCH,
  KEY,
  KSM_ZERO,
  LRU_BATCH,
  MAPPED,
  MAPPING,
  MERGED_VISITS,
  MERGES,
  NEXT_SITE,
  NODE,
  NOWHERE,
  PAGES_PER_VM,
  PLACE,
  PREV_SITE,
  PRIVATE,
  RECORD_SHIFT,
  SEARCHED_AT,
  SEEN_IN,
  SHARED,
  SHARING,
  SITES,
  SPLIT_DROPS_ZEROS,
  STABLE,
  STABLE_CHANGES,
  STABLE_FIRST,
  UNSHARED,
  UNSTABLE,
  USE_ZERO_PAGES,
  VM,
  VM_MERGING,
  VM_REGIONS,
  VM_ZERO_PAGES,
  ZERO,
  ZERO_PAGES,
} from './layout';
import { insertStable, removeStale, searchStable } from './stable';
import { eraseEntry, searchUnstable, syncEntry } from './unstable';

/** States of a 2 MiB region. */
export const SMALL_PAGES: u8 = 0;
export const HUGE: u8 = 1;
const PAGES_PER_REGION_SHIFT: u32 = 9;

export function isShared(page: usize): bool {
  return load<u32>(page, MAPPING) > KSM_ZERO;
}

export function drainBatch(): void {
  const count = load<u32>(BATCH_COUNT);
  for (let i: u32 = 0; i < count; i++) store<u8>(load<u32>(BATCH + ((<usize>i) << 2)), 0, IN_BATCH);
  store<u32>(BATCH_COUNT, 0);
}

function addToBatch(page: usize): void {
  const capacity = load<u32>(LRU_BATCH);
  if (!capacity) return;
  const count = load<u32>(BATCH_COUNT);
  store<u8>(page, 1, IN_BATCH);
  store<u32>(BATCH + ((<usize>count) << 2), <u32>page);
  store<u32>(BATCH_COUNT, count + 1);
  if (count + 1 >= capacity) drainBatch();
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
  }
  store<u32>(page, ABSENT, MAPPING);
  syncEntry(page);
}

/** The guest writes: contents become `key`, sharing breaks at once, counters follow at the next visit. */
export function writePage(page: usize, key: u64): void {
  store<u64>(page, key, KEY);
  store<u32>(page, 0, SEARCHED_AT);
  const mapping = load<u32>(page, MAPPING);
  if (mapping == PRIVATE) {
    syncEntry(page);
    return;
  }
  if (mapping >= KSM_ZERO) add(COW_BREAKS, 1);
  unmap(page);
  store<u32>(page, PRIVATE, MAPPING);
  syncEntry(page);
  addToBatch(page);
}

export function removeFromTree(page: usize): void {
  const place = load<u8>(page, PLACE);
  if (place == NOWHERE) return;
  if (place == STABLE) {
    const node = <usize>load<u32>(page, NODE);
    if (!load<u32>(node, MAPPED)) {
      removeStale(node);
      return;
    }
    const next = <usize>load<u32>(page, NEXT_SITE);
    const prev = <usize>load<u32>(page, PREV_SITE);
    if (prev) store<u32>(prev, <u32>next, NEXT_SITE);
    else store<u32>(node, <u32>next, FIRST_SITE);
    if (next) store<u32>(next, <u32>prev, PREV_SITE);
    const sites = load<u32>(node, SITES) - 1;
    store<u32>(node, sites, SITES);
    add(sites ? SHARING : SHARED, -1);
    add(load<u32>(page, VM) + VM_MERGING, -1);
  } else {
    if (load<u32>(page, SEEN_IN) == load<u32>(FULL_SCANS)) eraseEntry(load<u32>(page, NODE));
    add(UNSHARED, -1);
  }
  store<u8>(page, NOWHERE, PLACE);
  store<u32>(page, 0, NODE);
}

function append(page: usize, node: usize): void {
  const sites = load<u32>(node, SITES);
  add(sites ? SHARING : SHARED, 1);
  store<u32>(node, sites + 1, SITES);
  store<u32>(node, load<u32>(node, MAPPED) + 1, MAPPED);
  const next = <usize>load<u32>(node, FIRST_SITE);
  store<u32>(page, <u32>next, NEXT_SITE);
  store<u32>(page, 0, PREV_SITE);
  if (next) store<u32>(next, <u32>page, PREV_SITE);
  store<u32>(node, <u32>page, FIRST_SITE);
  store<u32>(page, <u32>node, MAPPING);
  store<u32>(page, <u32>node, NODE);
  store<u8>(page, STABLE, PLACE);
  add(load<u32>(page, VM) + VM_MERGING, 1);
}

/** Address of the state byte of the 2 MiB region that holds `page`. */
function regionOf(page: usize): usize {
  const vm = <usize>load<u32>(page, VM);
  const index = (<u32>page - load<u32>(vm, FIRST_PAGE)) >> RECORD_SHIFT;
  return load<u32>(vm, VM_REGIONS) + (index >> PAGES_PER_REGION_SHIFT);
}

function splitHuge(page: usize): void {
  store<u8>(regionOf(page), SMALL_PAGES);
  if (!load<u32>(SPLIT_DROPS_ZEROS)) return;
  const first = <usize>load<u32>(load<u32>(page, VM), FIRST_PAGE);
  const index = (<u32>(page - first) >> RECORD_SHIFT) & ~511;
  const end = min(index + 512, load<u32>(PAGES_PER_VM));
  for (let i = index; i < end; i++) {
    const each = first + ((<usize>i) << RECORD_SHIFT);
    if (load<u64>(each, KEY) != 0) continue;
    store<u32>(each, ZERO, MAPPING);
    syncEntry(each);
  }
}

/** Splits a huge page where there is one, then write-protects; false where the page cannot be merged now. */
function writeProtect(page: usize): bool {
  if (load<u8>(regionOf(page)) == HUGE) splitHuge(page);
  return load<u32>(page, MAPPING) == PRIVATE && !load<u8>(page, IN_BATCH);
}

function passesChecksumGate(page: usize): bool {
  add(CHECKSUMS, 1);
  const key = load<u64>(page, KEY);
  if (load<u8>(page, HAS_CHECKSUM) && load<u64>(page, CHECKSUM) == key) return true;
  store<u64>(page, key, CHECKSUM);
  store<u8>(page, 1, HAS_CHECKSUM);
  return false;
}

function mergeWithZeroPage(page: usize): bool {
  if (!load<u32>(USE_ZERO_PAGES) || load<u64>(page, KEY) != 0 || !writeProtect(page)) return false;
  store<u32>(page, KSM_ZERO, MAPPING);
  add(ZERO_PAGES, 1);
  add(load<u32>(page, VM) + VM_ZERO_PAGES, 1);
  add(MERGES, 1);
  return true;
}

function mergeTwo(page: usize, partner: usize): void {
  const region = regionOf(page);
  if (load<u8>(region) == HUGE && region == regionOf(partner)) {
    splitHuge(page);
    return;
  }
  if (!writeProtect(page)) return;
  if (!writeProtect(partner)) {
    addToBatch(page);
    return;
  }
  removeFromTree(partner);
  const node = insertStable(load<u64>(page, KEY));
  append(partner, node);
  append(page, node);
  add(MERGES, 2);
}

export function visit(page: usize): void {
  if (isShared(page)) {
    add(MERGED_VISITS, 1);
    return;
  }
  const stableFirst = load<u32>(STABLE_FIRST) != 0;
  if (!stableFirst) {
    removeFromTree(page);
    if (!passesChecksumGate(page) || mergeWithZeroPage(page)) return;
  }
  const node = searchStable(page);
  removeFromTree(page);
  if (node) {
    if (!writeProtect(page)) return;
    append(page, node);
    add(MERGES, 1);
    return;
  }
  if (stableFirst && (!passesChecksumGate(page) || mergeWithZeroPage(page))) return;
  const partner = searchUnstable(page);
  if (partner) mergeTwo(page, partner);
}
