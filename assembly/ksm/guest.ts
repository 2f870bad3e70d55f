// What the guests and their processes do: populate, write, exit, fork, and system calls over a range of pages.
import {
  ABSENT,
  AGE,
  add,
  BATCH_NUMBER,
  CLASS,
  CURSOR,
  clearFlag,
  ENTRIES,
  EXITED,
  HAS_CHECKSUM,
  HAS_ITEM,
  HOMES,
  hasFlag,
  KEY,
  LISTED,
  LOG_END,
  MAPPING,
  NEXT_ENTRY,
  NEXT_SITE,
  NODE,
  NOWHERE,
  PAGES,
  PAGES_PER_REGION,
  PAGES_PER_VM,
  PLACE,
  PLACES,
  PLACES_PER_VM,
  PREV_SITE,
  PRIVATE,
  READ_ONLY,
  RECORD_SHIFT,
  REGION_SHIFT,
  REGIONS,
  SEARCHED_AT,
  SKIPS,
  SPARE_PLACES,
  STABLE_CHANGES,
  setFlag,
  UNMAPPED,
  UNMERGEABLE,
  VERSION,
  VM,
  VM_COUNT,
  VM_HOMES,
  VM_ID,
  VM_ITEMS,
  VM_MERGEABLE,
  VM_MERGING,
  VM_MOVED,
  VM_PLACES,
  VM_REGIONS,
  VM_ZERO_PAGES,
  ZERO,
} from './layout';
import { enlistVm, linkVm, unlinkVm } from './list';
import {
  formHuge,
  moveMemory,
  pageAt,
  pageFrom,
  placeAt,
  shareMemory,
  unmap,
  unmergePage,
  unmovedPages,
  vmAt,
  writePage,
} from './memory';
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
import { syncEntry } from './unstable';

/** Kinds of `changePages`, in the order of `changes` of src/kernels/ksm/index.ts. */
const UNMAP: u32 = 0;
const DROP: u32 = 1;
const MAKE_UNMERGEABLE: u32 = 2;
const MAKE_MERGEABLE: u32 = 3;
const MAKE_READ_ONLY: u32 = 4;
const MAKE_WRITABLE: u32 = 5;

/** Gives VM `index` its part of the memory laid out behind VMS. */
function placeVm(index: u32): usize {
  const vm = vmAt(index);
  const pages = load<u32>(PAGES_PER_VM);
  const regions = (pages + PAGES_PER_REGION - 1) / PAGES_PER_REGION;
  store<u32>(vm, load<u32>(PAGES) + ((index * load<u32>(PLACES_PER_VM)) << RECORD_SHIFT));
  store<u32>(vm, load<u32>(REGIONS) + ((index * regions) << REGION_SHIFT), VM_REGIONS);
  store<u32>(vm, load<u32>(PLACES) + ((index * pages) << 2), VM_PLACES);
  store<u32>(vm, load<u32>(HOMES) + ((index * load<u32>(SPARE_PLACES)) << 2), VM_HOMES);
  store<u32>(vm, index, VM_ID);
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
    for (let i = first; i < first + PAGES_PER_REGION; i++)
      store<u32>(pageAt(vm, i), PRIVATE, MAPPING);
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

function removeMapping(page: usize): void {
  unmap(page);
  setFlag(page, UNMAPPED | UNMERGEABLE);
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

/** A copy of a page's record, without the item KSM keeps for the page. */
function copyRecord(page: usize, copy: usize, vm: usize): void {
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

/** The process of a VM forks; the child is the next VM. */
export function forkVm(vmIndex: u32): void {
  const parent = vmAt(vmIndex);
  const index = load<u32>(VM_COUNT);
  store<u32>(VM_COUNT, index + 1);
  const child = placeVm(index);
  store<u32>(child, load<u32>(parent, VM_MERGEABLE), VM_MERGEABLE);
  store<u32>(child, load<u32>(parent, VM_MOVED), VM_MOVED);
  const pages = load<u32>(PAGES_PER_VM);
  const regions = (pages + PAGES_PER_REGION - 1) / PAGES_PER_REGION;
  memory.copy(load<u32>(child, VM_REGIONS), load<u32>(parent, VM_REGIONS), regions << REGION_SHIFT);
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

function changePage(page: usize, vm: usize, kind: u32): void {
  const wasMergeable: i32 = hasFlag(page, UNMERGEABLE) ? 0 : 1;
  if (kind == UNMAP) removeMapping(page);
  else if (kind == DROP) {
    unmap(page);
    store<u64>(page, 0, KEY);
    store<u32>(page, 0, SEARCHED_AT);
  } else if (kind == MAKE_UNMERGEABLE) {
    unmergePage(page);
    setFlag(page, UNMERGEABLE);
  } else if (kind == MAKE_MERGEABLE) clearFlag(page, UNMERGEABLE);
  else if (kind == MAKE_READ_ONLY) setFlag(page, READ_ONLY);
  else if (kind == MAKE_WRITABLE) clearFlag(page, READ_ONLY);
  add(vm + VM_MERGEABLE, (hasFlag(page, UNMERGEABLE) ? 0 : 1) - wasMergeable);
  syncEntry(page);
}

/** munmap, madvise or mprotect over guest pages [from, to) of a VM. */
export function changePages(vmIndex: u32, kind: u32, from: u32, to: u32): void {
  const vm = vmAt(vmIndex);
  for (let i = from; i < to; i++) {
    const page = pageAt(vm, i);
    if (!hasFlag(page, UNMAPPED)) changePage(page, vm, kind);
  }
  if (!load<u32>(vm, LISTED) && load<u32>(vm, VM_MERGEABLE)) enlistVm(vm);
}

function movePage(vm: usize, guestPage: u32, place: u32): void {
  const page = pageAt(vm, guestPage);
  unmergePage(page);
  const to = placeAt(vm, place);
  copyRecord(page, to, vm);
  moveMemory(page, to);
  setFlag(page, UNMAPPED | UNMERGEABLE);
  syncEntry(page);
  store<u32>(load<u32>(vm, VM_PLACES) + ((<usize>guestPage) << 2), place);
  store<u32>(load<u32>(vm, VM_HOMES) + ((<usize>place) << 2), guestPage);
}

/** mremap of guest pages [from, to) to new places below all others; merged pages are unmerged first. */
export function movePages(vmIndex: u32, from: u32, to: u32): void {
  const vm = vmAt(vmIndex);
  const spare = load<u32>(SPARE_PLACES);
  let count: u32 = 0;
  for (let i = from; i < to; i++) if (!hasFlag(pageAt(vm, i), UNMAPPED)) count++;
  if (!count) return;
  if (!load<u32>(vm, VM_MOVED)) {
    const places = <usize>load<u32>(vm, VM_PLACES);
    const pages = load<u32>(PAGES_PER_VM);
    for (let i: u32 = 0; i < pages; i++) store<u32>(places + ((<usize>i) << 2), spare + i);
  }
  const moved = load<u32>(vm, VM_MOVED) + count;
  let place = spare - moved;
  for (let i = from; i < to; i++) {
    if (hasFlag(pageAt(vm, i), UNMAPPED)) continue;
    // Places are listed by now, though VM_MOVED may still say that they are where they were.
    movePage(vm, i, place++);
  }
  store<u32>(vm, moved, VM_MOVED);
}
