// KSM of the Linux kernel, one page visit at a time. Twin: src/kernels/ksm/reference.ts. Binding: src/kernels/ksm/index.ts.

import { forgetBegun, lookAhead } from './ahead';
import { drainBatch } from './batch';
import {
  ACROSS_CHANGED,
  AGE,
  add,
  CURSOR,
  EXITED,
  FORKED_MEMORY,
  FULL_SCANS,
  HAS_CHECKSUM,
  HAS_ITEM,
  HAS_SMART_SCAN,
  ITEMS,
  isHidden,
  isSharedPage,
  MAPPING,
  MERGED_VISITS,
  NEXT_VM,
  NODE,
  NOWHERE,
  ORDER,
  PLACE,
  PLACES_PER_VM,
  POSITION,
  PRIVATE,
  RECORD_SHIFT,
  SCANNED,
  SKIPPED,
  SKIPS,
  SMART_SCAN,
  VM_ITEMS,
  VM_MERGEABLE,
} from './layout';
import { unlinkVm } from './list';
import { unmergePage } from './memory';
import { removeFromTree, visit } from './merge';
import { assignUnstable, scanTreesOf } from './nodes';
import { placeAt } from './places';
import { clearStable } from './stable';
import { forgetUnstable } from './unstable';

export { census, foldCounts } from './census';
export {
  backHuge,
  classify,
  exitVm,
  forkVm,
  loadKeys,
  populate,
  rewriteVolatile,
  setUp,
  writePages,
} from './guest';
export { setAcrossNodes } from './nodes';
export { changePages, collapsePages, dropPages, movePages } from './ranges';
export { setLimit } from './stable';

const AGE_LIMIT: u8 = 255;
const TRIES_BEFORE_SKIPPING: u8 = 3;

/** End of what one `scan` call did. */
const MORE: u32 = 0;
const SCAN_ENDED: u32 = 1;

function skipLength(age: u8): u8 {
  if (age <= 3) return 1;
  if (age <= 5) return 2;
  return age <= 8 ? 4 : 8;
}

function isSkipped(page: usize): bool {
  const age = load<u8>(page, AGE);
  if (age != AGE_LIMIT) store<u8>(page, age + 1, AGE);
  if (age < TRIES_BEFORE_SKIPPING) return false;
  const skips = load<u8>(page, SKIPS);
  if (!skips) {
    store<u8>(page, skipLength(age), SKIPS);
    return false;
  }
  store<u8>(page, skips - 1, SKIPS);
  add(SKIPPED, 1);
  return true;
}

function createItem(page: usize, vm: usize): void {
  store<u8>(page, 1, HAS_ITEM);
  store<u8>(page, NOWHERE, PLACE);
  store<u8>(page, 0, AGE);
  store<u8>(page, 0, SKIPS);
  store<u8>(page, 0, HAS_CHECKSUM);
  store<u32>(page, 0, NODE);
  add(ITEMS, 1);
  add(vm + VM_ITEMS, 1);
}

function dropItem(page: usize, vm: usize): void {
  removeFromTree(page);
  store<u8>(page, 0, HAS_ITEM);
  add(ITEMS, -1);
  add(vm + VM_ITEMS, -1);
}

/** Next page to visit, 0 at the end of a full scan. */
function nextPage(): usize {
  if (!load<u32>(CURSOR)) {
    drainBatch();
    if (load<u32>(ACROSS_CHANGED)) assignUnstable();
    forgetUnstable();
    store<u32>(CURSOR, load<u32>(ORDER));
    store<u32>(POSITION, 0);
    scanTreesOf(load<u32>(CURSOR));
  }
  const skipping = load<u32>(SMART_SCAN) != 0 && load<u32>(HAS_SMART_SCAN) != 0;
  const places = load<u32>(PLACES_PER_VM);
  while (true) {
    const vm = <usize>load<u32>(CURSOR);
    const from: u32 = load<u32>(vm, EXITED) ? 0 : load<u32>(POSITION);
    for (let i = from; i < places; i++) {
      const page = placeAt(vm, i);
      const mapping = load<u32>(page, MAPPING);
      if (isHidden(page, mapping)) {
        if (load<u8>(page, HAS_ITEM)) dropItem(page, vm);
        continue;
      }
      if (!load<u8>(page, HAS_ITEM)) createItem(page, vm);
      // Shared and orphaned pages are never skipped.
      const mayBeSkipped = mapping == PRIVATE || mapping == FORKED_MEMORY;
      if (skipping && mayBeSkipped && isSkipped(page)) {
        removeFromTree(page);
        continue;
      }
      store<u32>(POSITION, i + 1);
      return page;
    }
    const next = load<u32>(vm, NEXT_VM);
    // A process with nothing to merge from its first address on leaves the list.
    if (!from && !load<u32>(vm, VM_MERGEABLE)) unlinkVm(vm);
    store<u32>(CURSOR, next);
    store<u32>(POSITION, 0);
    if (!next) {
      add(FULL_SCANS, 1);
      return 0;
    }
    scanTreesOf(next);
  }
}

/** Writing 2 to `run`: every shared page becomes copies, every item goes, scans are counted anew. */
export function unmergeAll(): void {
  const places = load<u32>(PLACES_PER_VM);
  let vm = <usize>load<u32>(ORDER);
  while (vm) {
    for (let i: u32 = 0; i < places; i++) {
      const page = placeAt(vm, i);
      unmergePage(page);
      if (load<u8>(page, HAS_ITEM)) dropItem(page, vm);
    }
    const next = load<u32>(vm, NEXT_VM);
    if (load<u32>(vm, EXITED)) unlinkVm(vm);
    vm = next;
  }
  clearStable();
  store<u32>(FULL_SCANS, 0);
  store<u32>(CURSOR, 0);
  store<u32>(POSITION, 0);
}

/**
 * Visits the merged pages that come next and map what they are listed for, at most `most` of them: such a visit counts and
 * changes nothing else. How many they were.
 */
function visitMerged(most: u32): u32 {
  const vm = <usize>load<u32>(CURSOR);
  if (!vm || load<u32>(vm, EXITED)) return 0;
  const from = load<u32>(POSITION);
  const first = placeAt(vm, from);
  const end = first + ((<usize>min<u32>(most, load<u32>(PLACES_PER_VM) - from)) << RECORD_SHIFT);
  let page = first;
  while (page < end) {
    const mapping = load<u32>(page, MAPPING);
    if (!isSharedPage(mapping) || load<u32>(page, NODE) != mapping) break;
    if (!load<u8>(page, HAS_ITEM) || isHidden(page, mapping)) break;
    page += 1 << RECORD_SHIFT;
  }
  const visited = <u32>((page - first) >> RECORD_SHIFT);
  store<u32>(POSITION, from + visited);
  add(MERGED_VISITS, visited);
  add(SCANNED, visited);
  return visited;
}

/** At most `count` visits. SCAN_ENDED: the scan came to its end, and the wake-up with it. */
export function scan(count: u32): u32 {
  if (!load<u32>(ORDER)) return SCAN_ENDED;
  if (load<u32>(CURSOR)) scanTreesOf(load<u32>(CURSOR));
  let lookedFrom: usize = 0;
  forgetBegun();
  for (let left = count; left > 0; left--) {
    left -= visitMerged(left);
    if (!left) break;
    const page = nextPage();
    if (!page) return SCAN_ENDED;
    lookedFrom = lookAhead(page, lookedFrom);
    visit(page);
    add(SCANNED, 1);
  }
  return MORE;
}
