// One visit of a page: gates, searches, merging, and leaving the trees.

import { isInBatch } from './batch';
import { hugePageOf, splitHuge } from './huge';
import {
  add,
  CHECKSUM,
  CHECKSUMS,
  FIRST_SITE,
  FORKED_MEMORY,
  FULL_SCANS,
  HAS_CHECKSUM,
  hasFlag,
  isSharedPage,
  KEY,
  KSM_ZERO,
  LARGE,
  MAPPED,
  MAPPING,
  MERGED_VISITS,
  MERGES,
  NEXT_SITE,
  NODE,
  NOWHERE,
  PLACE,
  PREV_SITE,
  PRIVATE,
  REFUSED,
  SEEN_IN,
  SHARED,
  SHARER,
  SHARING,
  SITES,
  STABLE,
  STABLE_FIRST,
  UNSHARED,
  USE_ZERO_PAGES,
  VM,
  VM_MERGING,
  VM_ZERO_PAGES,
  ZERO_PAGES,
} from './layout';
import { breakAgain, leaveMemory } from './memory';
import { insertStable, removeStale, searchStable } from './stable';
import { eraseEntry, searchUnstable } from './unstable';

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

/** Maps `page` to the shared page of `node`. */
function mapTo(page: usize, node: usize): void {
  leaveMemory(page);
  store<u32>(node, load<u32>(node, MAPPED) + 1, MAPPED);
  store<u32>(page, <u32>node, MAPPING);
}

/** Lists `page`, which maps the shared page of `node`, as one of its sites. */
function append(page: usize, node: usize): void {
  const sites = load<u32>(node, SITES);
  add(sites ? SHARING : SHARED, 1);
  store<u32>(node, sites + 1, SITES);
  const next = <usize>load<u32>(node, FIRST_SITE);
  store<u32>(page, <u32>next, NEXT_SITE);
  store<u32>(page, 0, PREV_SITE);
  if (next) store<u32>(next, <u32>page, PREV_SITE);
  store<u32>(node, <u32>page, FIRST_SITE);
  store<u32>(page, <u32>node, NODE);
  store<u8>(page, STABLE, PLACE);
  add(load<u32>(page, VM) + VM_MERGING, 1);
}

/** Splits a huge page where there is one, then write-protects; false where the page cannot be merged now. */
function writeProtect(page: usize): bool {
  if (hasFlag(page, LARGE)) splitHuge(page);
  const mapping = load<u32>(page, MAPPING);
  if (mapping != PRIVATE && mapping != FORKED_MEMORY) return false;
  if (!isInBatch(page)) return true;
  add(REFUSED, 1);
  return false;
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
  leaveMemory(page);
  store<u32>(page, KSM_ZERO, MAPPING);
  add(ZERO_PAGES, 1);
  add(load<u32>(page, VM) + VM_ZERO_PAGES, 1);
  add(MERGES, 1);
  return true;
}

function mergeTwo(page: usize, partner: usize): void {
  const huge = hugePageOf(page);
  if (huge && huge == hugePageOf(partner)) {
    splitHuge(page);
    return;
  }
  if (!writeProtect(page)) return;
  if (!writeProtect(partner)) {
    breakAgain(page);
    return;
  }
  removeFromTree(partner);
  const node = insertStable(page);
  // Whoever maps the page after a fork now maps the shared page.
  for (let at = <usize>load<u32>(page, SHARER); at; at = load<u32>(page, SHARER)) mapTo(at, node);
  mapTo(page, node);
  mapTo(partner, node);
  append(partner, node);
  append(page, node);
  add(MERGES, 2);
}

/** Merged, or mapped by a fork: then it joins the shared page it maps, full or not. */
function visitShared(page: usize, node: usize): void {
  add(MERGED_VISITS, 1);
  if (load<u32>(page, NODE) == <u32>node) return;
  removeFromTree(page);
  append(page, node);
}

export function visit(page: usize): void {
  const mapping = load<u32>(page, MAPPING);
  if (isSharedPage(mapping)) {
    visitShared(page, mapping);
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
    mapTo(page, node);
    append(page, node);
    add(MERGES, 1);
    return;
  }
  if (stableFirst && (!passesChecksumGate(page) || mergeWithZeroPage(page))) return;
  const partner = searchUnstable(page);
  if (partner) mergeTwo(page, partner);
}
