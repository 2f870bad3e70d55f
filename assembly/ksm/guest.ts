// What the guests do: populate, write, exit, fork.

import { formHuge } from './huge';
import {
  ABSENT,
  add,
  BATCH_NUMBER,
  CLASS,
  CURSOR,
  EMPTY_REGIONS,
  ENTRIES,
  EXITED,
  HOMES,
  HUGE_PAGE,
  hasFlag,
  KEY,
  LISTED,
  LOG_END,
  MAPPING,
  MEMORY_NODES,
  NEXT_ENTRY,
  NO_TABLE,
  PAGES,
  PAGES_PER_REGION,
  PAGES_PER_VM,
  PLACES,
  PLACES_PER_VM,
  READ_ONLY,
  RECORD_SHIFT,
  REGION_SHIFT,
  REGIONS,
  SPARE_PLACES,
  STABLE_CHANGES,
  UNMAPPED,
  VERSION,
  VM,
  VM_COUNT,
  VM_HOMES,
  VM_ITEMS,
  VM_MERGEABLE,
  VM_MOVED,
  VM_NODE,
  VM_PLACES,
  VM_REGIONS,
  VM_STABLE,
  VM_UNSTABLE,
  VMS,
  ZERO,
} from './layout';
import { enlistVm, linkVm, unlinkVm } from './list';
import { copyRecord, removeMapping, shareMemory, writePage } from './memory';
import { assignTrees } from './nodes';
import { pageAt, pageFrom, placeAt, unmovedPages, vmAt } from './places';
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

/** Gives VM `index` its part of the memory laid out behind VMS. */
function placeVm(index: u32): usize {
  const vm = vmAt(index);
  const pages = load<u32>(PAGES_PER_VM);
  const regions = (pages + PAGES_PER_REGION - 1) / PAGES_PER_REGION;
  store<u32>(vm, load<u32>(PAGES) + ((index * load<u32>(PLACES_PER_VM)) << RECORD_SHIFT));
  store<u32>(vm, load<u32>(REGIONS) + ((index * regions) << REGION_SHIFT), VM_REGIONS);
  store<u32>(vm, load<u32>(PLACES) + ((index * pages) << 2), VM_PLACES);
  store<u32>(vm, load<u32>(HOMES) + ((index * load<u32>(SPARE_PLACES)) << 2), VM_HOMES);
  store<u32>(vm, index % load<u32>(MEMORY_NODES), VM_NODE);
  store<u32>(vm, pages, VM_MERGEABLE);
  return vm;
}

/** The first `vmCount` VMs, on ksmd's list in this order. */
export function setUp(vmCount: u32): void {
  store<u32>(VM_COUNT, vmCount);
  store<u32>(NEXT_ENTRY, load<u32>(ENTRIES));
  store<u32>(LOG_END, load<u32>(ENTRIES));
  store<u32>(STABLE_CHANGES, 1);
  store<u32>(BATCH_NUMBER, 1);
  for (let i: u32 = 0; i < vmCount; i++) linkVm(placeVm(i), i ? vmAt(i - 1) : 0);
  assignTrees();
}

/** Classes and VM links of the pages [from, to) of one VM. */
export function classify(vmIndex: u32, from: u32, to: u32): void {
  const vm = vmAt(vmIndex);
  const unmoved = unmovedPages(vm);
  for (let i = from; i < to; i++) {
    const page = pageFrom(unmoved, vm, i);
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
    formHuge(vm, first);
  }
}

/** The guest fills pages [from, to) of a VM for the first time; returns how many it wrote. */
export function populate(vmIndex: u32, from: u32, to: u32): u32 {
  const vm = vmAt(vmIndex);
  const unmoved = unmovedPages(vm);
  let count: u32 = 0;
  for (let i = from; i < to; i++) {
    const page = pageFrom(unmoved, vm, i);
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

/** Contents given by the caller (real memory): pages [from, to) of a VM from u64 keys at `keysPtr`. */
export function loadKeys(vmIndex: u32, from: u32, to: u32, keysPtr: usize): void {
  const vm = vmAt(vmIndex);
  const unmoved = unmovedPages(vm);
  for (let i = from; i < to; i++) {
    const page = pageFrom(unmoved, vm, i);
    store<u32>(page, <u32>vm, VM);
    writePage(page, load<u64>(keysPtr + ((<usize>(i - from)) << 3)));
  }
}

/** Rewrites the volatile pages of a VM that are due before `step`; returns how many. */
export function rewriteVolatile(vmIndex: u32, step: u32): u32 {
  const vm = vmAt(vmIndex);
  const unmoved = unmovedPages(vm);
  if (load<u32>(vm, EXITED)) return 0;
  const pages = load<u32>(PAGES_PER_VM);
  let count: u32 = 0;
  for (let i: u32 = 0; i < pages; i++) {
    const page = pageFrom(unmoved, vm, i);
    if (load<u8>(page, CLASS) != <u8>CLASS_VOLATILE || !isDue(vmIndex, i, step)) continue;
    if (hasFlag(page, UNMAPPED | READ_ONLY)) continue;
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
  const unmoved = unmovedPages(vm);
  if (load<u32>(vm, EXITED)) return 0;
  const pages = load<u32>(PAGES_PER_VM);
  let count: u32 = 0;
  for (let i: u32 = 0; i < pages; i++) {
    const page = pageFrom(unmoved, vm, i);
    if (!((mask >> <u32>load<u8>(page, CLASS)) & 1) || !isWritten(vmIndex, i, share24, salt))
      continue;
    if (hasFlag(page, UNMAPPED | READ_ONLY)) continue;
    const key =
      mode == MODE_SAME ? load<u64>(page, KEY) : orderKey(writtenContent(vmIndex, i, mode, salt));
    writePage(page, key);
    count++;
  }
  return count;
}

/** The VM's memory is unmapped; its items stay until ksmd comes by. */
export function exitVm(vmIndex: u32): void {
  const vm = vmAt(vmIndex);
  if (load<u32>(vm, EXITED)) return;
  store<u32>(vm, 1, EXITED);
  store<u32>(vm, 0, VM_MERGEABLE);
  const places = load<u32>(PLACES_PER_VM);
  for (let i: u32 = 0; i < places; i++) removeMapping(placeAt(vm, i));
  const cursor = <usize>load<u32>(CURSOR);
  if (cursor == vm || !load<u32>(vm, LISTED)) return;
  unlinkVm(vm);
  if (load<u32>(vm, VM_ITEMS)) linkVm(vm, cursor);
}

/** Counts the regions without a page table that a fork copied. */
function countTableless(vm: usize, regions: u32): void {
  const table = <usize>load<u32>(vm, VM_REGIONS);
  for (let i: u32 = 0; i < regions; i++) {
    if (load<u32>(table + ((<usize>i) << REGION_SHIFT), HUGE_PAGE) == NO_TABLE)
      add(EMPTY_REGIONS, 1);
  }
}

/** The process of a VM forks; the child is the next VM. */
export function forkVm(vmIndex: u32): void {
  const parent = vmAt(vmIndex);
  const index = load<u32>(VM_COUNT);
  store<u32>(VM_COUNT, index + 1);
  const child = placeVm(index);
  store<u32>(child, load<u32>(parent, VM_MERGEABLE), VM_MERGEABLE);
  store<u32>(child, load<u32>(parent, VM_MOVED), VM_MOVED);
  store<u32>(child, load<u32>(parent, VM_NODE), VM_NODE);
  store<u32>(child, load<u32>(parent, VM_STABLE), VM_STABLE);
  store<u32>(child, load<u32>(parent, VM_UNSTABLE), VM_UNSTABLE);
  const pages = load<u32>(PAGES_PER_VM);
  const regions = (pages + PAGES_PER_REGION - 1) / PAGES_PER_REGION;
  memory.copy(load<u32>(child, VM_REGIONS), load<u32>(parent, VM_REGIONS), regions << REGION_SHIFT);
  countTableless(child, regions);
  const spare = load<u32>(SPARE_PLACES);
  if (spare) {
    memory.copy(load<u32>(child, VM_PLACES), load<u32>(parent, VM_PLACES), pages << 2);
    memory.copy(load<u32>(child, VM_HOMES), load<u32>(parent, VM_HOMES), spare << 2);
  }
  const places = load<u32>(PLACES_PER_VM);
  for (let i: u32 = 0; i < places; i++) {
    const page = placeAt(parent, i);
    const copy = placeAt(child, i);
    copyRecord(page, copy, child);
    shareMemory(page, copy);
  }
  if (load<u32>(parent, LISTED)) enlistVm(child);
}
