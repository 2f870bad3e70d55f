// KSM of the Linux kernel, one page visit at a time. Twin: src/kernels/ksm/reference.ts. Door: src/kernels/ksm/index.ts.
import {
  ABSENT,
  AGE,
  add,
  CLASS,
  CURSOR,
  ENTRIES,
  EXITED,
  FIRST_PAGE,
  FULL_SCANS,
  HAS_CHECKSUM,
  HAS_ITEM,
  HAS_SMART_SCAN,
  ITEMS,
  KEY,
  KSM_ZERO,
  LOG_END,
  MAPPING,
  NEXT_ENTRY,
  NEXT_NODE,
  NEXT_VM,
  NODE,
  NOWHERE,
  ORDER,
  PAGES_PER_VM,
  PLACE,
  POSITION,
  PREV_VM,
  PRIVATE,
  RECORD_SHIFT,
  REGIONS,
  SCANNED,
  SKIPPED,
  SKIPS,
  SMART_SCAN,
  STABLE_CHANGES,
  VERSION,
  VM,
  VM_COUNT,
  VM_ID,
  VM_ITEMS,
  VM_REGIONS,
  VMS,
  ZERO,
} from './layout';
import { drainBatch, HUGE, isShared, removeFromTree, unmap, visit, writePage } from './merge';
import {
  CLASS_READ_ZERO,
  CLASS_UNTOUCHED,
  CLASS_VOLATILE,
  firstContent,
  isDue,
  isWritten,
  MODE_SAME,
  orderKey,
  pageClass,
  volatileContent,
  writtenContent,
} from './population';
import { forgetUnstable } from './unstable';

export { census, foldCounts } from './census';
export { setLimit } from './stable';

const PAGES_PER_REGION: u32 = 512;
const AGE_LIMIT: u8 = 255;
const TRIES_BEFORE_SKIPPING: u8 = 3;

/** End of what one `scan` call did. */
const MORE: u32 = 0;
const SCAN_ENDED: u32 = 1;

function vmAt(index: u32): usize {
  return VMS + ((<usize>index) << RECORD_SHIFT);
}

/** Lays out VMs, regions, pages and nodes behind VMS; `nodesPtr` and `entriesPtr` are where stable nodes and entries begin. */
export function setUp(
  vmCount: u32,
  pagesPerVm: u32,
  regionsPtr: u32,
  pagesPtr: u32,
  nodesPtr: u32,
  entriesPtr: u32,
): void {
  store<u32>(VM_COUNT, vmCount);
  store<u32>(PAGES_PER_VM, pagesPerVm);
  store<u32>(REGIONS, regionsPtr);
  store<u32>(NEXT_NODE, nodesPtr);
  store<u32>(ENTRIES, entriesPtr);
  store<u32>(NEXT_ENTRY, entriesPtr);
  store<u32>(LOG_END, entriesPtr);
  store<u32>(STABLE_CHANGES, 1);
  const regionsPerVm = (pagesPerVm + PAGES_PER_REGION - 1) / PAGES_PER_REGION;
  for (let i: u32 = 0; i < vmCount; i++) {
    const vm = vmAt(i);
    store<u32>(vm, pagesPtr + ((i * pagesPerVm) << RECORD_SHIFT), FIRST_PAGE);
    store<u32>(vm, regionsPtr + i * regionsPerVm, VM_REGIONS);
    store<u32>(vm, i, VM_ID);
    store<u32>(vm, i + 1 < vmCount ? <u32>vmAt(i + 1) : 0, NEXT_VM);
    store<u32>(vm, i ? <u32>vmAt(i - 1) : 0, PREV_VM);
  }
  store<u32>(ORDER, vmCount ? <u32>vmAt(0) : 0);
}

function pageAt(vm: usize, index: u32): usize {
  return load<u32>(vm, FIRST_PAGE) + ((<usize>index) << RECORD_SHIFT);
}

/** Classes and VM links of the pages [from, to) of one VM. */
export function classify(vmIndex: u32, from: u32, to: u32): void {
  const vm = vmAt(vmIndex);
  for (let i = from; i < to; i++) {
    const page = pageAt(vm, i);
    store<u32>(page, <u32>vm, VM);
    store<u8>(page, <u8>pageClass(vmIndex, i), CLASS);
  }
}

/** Backs the whole 2 MiB regions of a VM that its guest touches with huge pages: all their pages are present. */
export function backHuge(vmIndex: u32): void {
  const vm = vmAt(vmIndex);
  const pages = load<u32>(PAGES_PER_VM);
  for (let first: u32 = 0; first + PAGES_PER_REGION <= pages; first += PAGES_PER_REGION) {
    let touched = false;
    for (let i = first; i < first + PAGES_PER_REGION; i++) {
      const kind = <u32>load<u8>(pageAt(vm, i), CLASS);
      if (kind != CLASS_UNTOUCHED && kind != CLASS_READ_ZERO) touched = true;
    }
    if (!touched) continue;
    store<u8>(load<u32>(vm, VM_REGIONS) + first / PAGES_PER_REGION, HUGE);
    for (let i = first; i < first + PAGES_PER_REGION; i++)
      store<u32>(pageAt(vm, i), PRIVATE, MAPPING);
  }
}

/** The guest fills pages [from, to) of a VM for the first time; returns how many it wrote. */
export function populate(vmIndex: u32, from: u32, to: u32): u32 {
  const vm = vmAt(vmIndex);
  let count: u32 = 0;
  for (let i = from; i < to; i++) {
    const page = pageAt(vm, i);
    const kind = <u32>load<u8>(page, CLASS);
    if (kind == CLASS_UNTOUCHED) continue;
    if (kind == CLASS_READ_ZERO) {
      if (load<u32>(page, MAPPING) == ABSENT) store<u32>(page, ZERO, MAPPING);
      continue;
    }
    writePage(page, orderKey(firstContent(vmIndex, i, kind)));
    count++;
  }
  return count;
}

/** Rewrites the volatile pages of a VM that are due before `step`; returns how many. */
export function rewriteVolatile(vmIndex: u32, step: u32): u32 {
  const vm = vmAt(vmIndex);
  if (load<u32>(vm, EXITED)) return 0;
  const pages = load<u32>(PAGES_PER_VM);
  let count: u32 = 0;
  for (let i: u32 = 0; i < pages; i++) {
    const page = pageAt(vm, i);
    if (load<u8>(page, CLASS) != <u8>CLASS_VOLATILE || !isDue(vmIndex, i, step)) continue;
    const version = load<u32>(page, VERSION) + 1;
    store<u32>(page, version, VERSION);
    writePage(page, orderKey(volatileContent(vmIndex, i, version)));
    count++;
  }
  return count;
}

/** A write operation over one VM: `share24` of the pages whose class is in `mask`; returns how many. */
export function writePages(vmIndex: u32, mode: u32, share24: u32, salt: u32, mask: u32): u32 {
  const vm = vmAt(vmIndex);
  if (load<u32>(vm, EXITED)) return 0;
  const pages = load<u32>(PAGES_PER_VM);
  let count: u32 = 0;
  for (let i: u32 = 0; i < pages; i++) {
    const page = pageAt(vm, i);
    if (!((mask >> <u32>load<u8>(page, CLASS)) & 1) || !isWritten(vmIndex, i, share24, salt))
      continue;
    const key =
      mode == MODE_SAME ? load<u64>(page, KEY) : orderKey(writtenContent(vmIndex, i, mode, salt));
    writePage(page, key);
    count++;
  }
  return count;
}

/** Contents given by the caller (real memory): pages [from, to) of a VM from u64 keys at `keysPtr`. */
export function loadKeys(vmIndex: u32, from: u32, to: u32, keysPtr: usize): void {
  const vm = vmAt(vmIndex);
  for (let i = from; i < to; i++) {
    const page = pageAt(vm, i);
    store<u32>(page, <u32>vm, VM);
    writePage(page, load<u64>(keysPtr + ((<usize>(i - from)) << 3)));
  }
}

function unlinkVm(vm: usize): void {
  const next = <usize>load<u32>(vm, NEXT_VM);
  const prev = <usize>load<u32>(vm, PREV_VM);
  if (prev) store<u32>(prev, <u32>next, NEXT_VM);
  else store<u32>(ORDER, <u32>next);
  if (next) store<u32>(next, <u32>prev, PREV_VM);
}

/** Puts a VM behind `before`, or first where that is 0. */
function linkVm(vm: usize, before: usize): void {
  const next = <usize>(before ? load<u32>(before, NEXT_VM) : load<u32>(ORDER));
  store<u32>(vm, <u32>next, NEXT_VM);
  store<u32>(vm, <u32>before, PREV_VM);
  if (next) store<u32>(next, <u32>vm, PREV_VM);
  if (before) store<u32>(before, <u32>vm, NEXT_VM);
  else store<u32>(ORDER, <u32>vm);
}

/** The VM's memory is unmapped; its items stay until ksmd comes by. */
export function exitVm(vmIndex: u32): void {
  const vm = vmAt(vmIndex);
  if (load<u32>(vm, EXITED)) return;
  store<u32>(vm, 1, EXITED);
  const pages = load<u32>(PAGES_PER_VM);
  for (let i: u32 = 0; i < pages; i++) unmap(pageAt(vm, i));
  const cursor = <usize>load<u32>(CURSOR);
  if (cursor == vm) return;
  unlinkVm(vm);
  if (load<u32>(vm, VM_ITEMS)) linkVm(vm, cursor);
}

function skipLength(age: u8): u8 {
  if (age <= 3) return 1;
  if (age <= 5) return 2;
  return age <= 8 ? 4 : 8;
}

function isSkipped(page: usize): bool {
  if (isShared(page)) return false;
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
    forgetUnstable();
    store<u32>(CURSOR, load<u32>(ORDER));
    store<u32>(POSITION, 0);
  }
  const skipping = load<u32>(SMART_SCAN) != 0 && load<u32>(HAS_SMART_SCAN) != 0;
  const pages = load<u32>(PAGES_PER_VM);
  while (true) {
    const vm = <usize>load<u32>(CURSOR);
    const exited = load<u32>(vm, EXITED) != 0;
    for (let i: u32 = exited ? 0 : load<u32>(POSITION); i < pages; i++) {
      const page = pageAt(vm, i);
      const mapping = load<u32>(page, MAPPING);
      const isScanned = mapping != ABSENT && mapping != ZERO && mapping != KSM_ZERO;
      if (!isScanned) {
        if (load<u8>(page, HAS_ITEM)) dropItem(page, vm);
        continue;
      }
      if (!load<u8>(page, HAS_ITEM)) createItem(page, vm);
      if (skipping && isSkipped(page)) {
        removeFromTree(page);
        continue;
      }
      store<u32>(POSITION, i + 1);
      return page;
    }
    const next = load<u32>(vm, NEXT_VM);
    if (exited) unlinkVm(vm);
    store<u32>(CURSOR, next);
    store<u32>(POSITION, 0);
    if (!next) {
      add(FULL_SCANS, 1);
      return 0;
    }
  }
}

/** At most `count` visits. SCAN_ENDED: the scan came to its end, and the wake-up with it. */
export function scan(count: u32): u32 {
  if (!load<u32>(ORDER)) return SCAN_ENDED;
  for (let left = count; left > 0; left--) {
    const page = nextPage();
    if (!page) return SCAN_ENDED;
    visit(page);
    add(SCANNED, 1);
  }
  return MORE;
}
