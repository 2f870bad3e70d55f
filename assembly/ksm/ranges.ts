// System calls over a range of guest pages: munmap, madvise, mprotect, mremap.

import { drainBatch } from './batch';
import { formHuge, isUniform, isWholeHuge, noteNoTable } from './huge';
import {
  ABSENT,
  ADVISED_HUGE,
  add,
  clearFlag,
  FIRST_GUEST_PLACE,
  FIRST_SPARE_PLACE,
  hasFlag,
  isOwnMemory,
  isSharedPage,
  KEY,
  LISTED,
  MAPPED,
  MAPPING,
  mapOwnMemory,
  PAGES_PER_REGION,
  PAGES_PER_VM,
  READ_ONLY,
  RECLAIMS_TABLES,
  SEARCHED_AT,
  SPARE_PLACES,
  setFlag,
  UNMAPPED,
  UNMERGEABLE,
  VM,
  VM_HOMES,
  VM_MERGEABLE,
  VM_MOVED,
  VM_PLACES,
} from './layout';
import { enlistVm } from './list';
import { copyRecord, moveMemory, removeMapping, unmap, unmergePage } from './memory';
import { pageAt, placeAt, vmAt } from './places';
import { syncEntry } from './unstable';

/** Kinds of `changePages`, in the order of `changes` of src/kernels/ksm/index.ts. */
const UNMAP: u32 = 0;
const DROP: u32 = 1;
const MAKE_UNMERGEABLE: u32 = 2;
const MAKE_MERGEABLE: u32 = 3;
const MAKE_READ_ONLY: u32 = 4;
const MAKE_WRITABLE: u32 = 5;

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
  if (isOwnMemory(load<u32>(page, MAPPING))) mapOwnMemory(page);
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

function isEmpty(vm: usize, first: u32): bool {
  for (let i = first; i < first + PAGES_PER_REGION; i++) {
    if (load<u32>(pageAt(vm, i), MAPPING) != ABSENT) return false;
  }
  return true;
}

/** madvise(DONTNEED) of guest pages [from, to): where it empties 2 MiB, their page table may go too. */
export function dropPages(vmIndex: u32, from: u32, to: u32): void {
  const vm = vmAt(vmIndex);
  const pages = load<u32>(PAGES_PER_VM);
  const freesTables = load<u32>(RECLAIMS_TABLES) != 0 && to - from >= PAGES_PER_REGION;
  const tracks = load<u32>(ADVISED_HUGE) != 0;
  let at = from;
  while (at < to) {
    const first = at & ~(PAGES_PER_REGION - 1);
    const end = min(to, first + PAGES_PER_REGION);
    const whole = first + PAGES_PER_REGION <= pages;
    const wasHuge = whole && isWholeHuge(vm, first);
    changePages(vmIndex, DROP, at, end);
    if (tracks && whole && (freesTables || wasHuge) && isEmpty(vm, first)) noteNoTable(vm, first);
    at = end;
  }
}

/** Whether a page shared by KSM is mapped twice in guest pages [first, first + 512). */
function hasTwice(vm: usize, first: u32): bool {
  const end = first + PAGES_PER_REGION;
  for (let i = first; i < end; i++) {
    const mapping = load<u32>(pageAt(vm, i), MAPPING);
    if (!isSharedPage(mapping) || load<u32>(mapping, MAPPED) < 2) continue;
    for (let k = i + 1; k < end; k++) if (load<u32>(pageAt(vm, k), MAPPING) == mapping) return true;
  }
  return false;
}

/**
 * Makes huge pages of the whole regions in [from, to), as madvise(COLLAPSE) does: with copies of what is shared and zeroes
 * where nothing is. A region in which a shared page is mapped twice stays as it is: the kernel locks each page it finds.
 */
export function collapsePages(vmIndex: u32, from: u32, to: u32): void {
  const vm = vmAt(vmIndex);
  drainBatch();
  const start = (from + PAGES_PER_REGION - 1) & ~(PAGES_PER_REGION - 1);
  for (let first = start; first + PAGES_PER_REGION <= to; first += PAGES_PER_REGION) {
    if (isWholeHuge(vm, first) || !isUniform(vm, first)) continue;
    if (isEmpty(vm, first) || hasTwice(vm, first)) continue;
    for (let i = first; i < first + PAGES_PER_REGION; i++) {
      unmap(pageAt(vm, i));
      store<u32>(pageAt(vm, i), 0, SEARCHED_AT);
    }
    formHuge(vm, first);
  }
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
  const spare = place - load<u32>(FIRST_SPARE_PLACE);
  store<u32>(load<u32>(vm, VM_HOMES) + ((<usize>spare) << 2), guestPage);
}

/** mremap of guest pages [from, to) to new places, each time below those of the last; merged pages are unmerged first. */
export function movePages(vmIndex: u32, from: u32, to: u32): void {
  const vm = vmAt(vmIndex);
  const spare = load<u32>(SPARE_PLACES);
  let count: u32 = 0;
  for (let i = from; i < to; i++) if (!hasFlag(pageAt(vm, i), UNMAPPED)) count++;
  if (!count) return;
  if (!load<u32>(vm, VM_MOVED)) {
    const places = <usize>load<u32>(vm, VM_PLACES);
    const pages = load<u32>(PAGES_PER_VM);
    const firstPlace = load<u32>(FIRST_GUEST_PLACE);
    for (let i: u32 = 0; i < pages; i++) store<u32>(places + ((<usize>i) << 2), firstPlace + i);
  }
  const moved = load<u32>(vm, VM_MOVED) + count;
  let place = load<u32>(FIRST_SPARE_PLACE) + spare - moved;
  for (let i = from; i < to; i++) {
    if (hasFlag(pageAt(vm, i), UNMAPPED)) continue;
    // Places are listed by now, though VM_MOVED may still say that they are where they were.
    movePage(vm, i, place++);
  }
  store<u32>(vm, moved, VM_MOVED);
}
