// Huge pages: 2 MiB that are one page until ksmd or a write splits them.

import { drainBatch } from './batch';
import {
  add,
  clearFlag,
  EMPTY_REGIONS,
  FIRST_GUEST_PLACE,
  FLAGS,
  HUGE_COUNT,
  HUGE_PAGE,
  hasFlag,
  KEY,
  LARGE,
  LAST_HUGE_PAGE,
  MAPPING,
  mapOwnMemory,
  NO_TABLE,
  OF_MEMORY,
  PAGES_PER_REGION,
  READ_ONLY,
  RECORD_SHIFT,
  REGION_SHIFT,
  SHARER,
  SPLIT_DROPS_ZEROS,
  setFlag,
  UNMAPPED,
  UNMERGEABLE,
  VM,
  VM_COUNT,
  VM_REGIONS,
  ZERO,
} from './layout';
import { guestPage, pageAt, placeAt, vmAt } from './places';
import { syncEntry } from './unstable';

/** Record of the 2 MiB of guest memory that hold `page`. */
export function regionOf(page: usize): usize {
  const vm = <usize>load<u32>(page, VM);
  const region = guestPage(vm, page) / PAGES_PER_REGION;
  return load<u32>(vm, VM_REGIONS) + ((<usize>region) << REGION_SHIFT);
}

/** Number of the huge page that `page` is part of, 0 = none. */
export function hugePageOf(page: usize): u32 {
  return hasFlag(page, LARGE) ? load<u32>(regionOf(page), HUGE_PAGE) : 0;
}

function regionAt(vm: usize, first: u32): usize {
  return load<u32>(vm, VM_REGIONS) + ((<usize>(first / PAGES_PER_REGION)) << REGION_SHIFT);
}

/** Maps one huge page to guest pages [first, first + 512) of a VM. Nothing is mapped there by now. */
export function formHuge(vm: usize, first: u32): void {
  const region = regionAt(vm, first);
  add(LAST_HUGE_PAGE, 1);
  store<u32>(region, load<u32>(LAST_HUGE_PAGE), HUGE_PAGE);
  store<u32>(region, PAGES_PER_REGION, HUGE_COUNT);
  for (let i = first; i < first + PAGES_PER_REGION; i++) {
    const page = pageAt(vm, i);
    setFlag(page, LARGE);
    mapOwnMemory(page);
    syncEntry(page);
  }
  // A large page does not wait in a batch, and takes those with it that do.
  drainBatch();
}

/** Whether one whole huge page backs guest pages [first, first + 512) of a VM. */
export function isWholeHuge(vm: usize, first: u32): bool {
  return load<u32>(regionAt(vm, first), HUGE_COUNT) == PAGES_PER_REGION;
}

/** Whether a huge page can lie at guest pages [first, first + 512): one mapping, where it always was. */
export function isUniform(vm: usize, first: u32): bool {
  const start = placeAt(vm, load<u32>(FIRST_GUEST_PLACE) + first);
  const ofPlace = READ_ONLY | UNMERGEABLE | UNMAPPED;
  const flags = load<u8>(start, FLAGS) & ofPlace;
  if (flags & UNMAPPED) return false;
  for (let i: u32 = 0; i < PAGES_PER_REGION; i++) {
    const page = start + ((<usize>i) << RECORD_SHIFT);
    if ((load<u8>(page, FLAGS) & ofPlace) != flags) return false;
  }
  return true;
}

/** Notes that the page table of guest pages [first, first + 512), of which none is mapped, is gone. */
export function noteNoTable(vm: usize, first: u32): void {
  const region = regionAt(vm, first);
  if (load<u32>(region, HUGE_PAGE) == NO_TABLE) return;
  store<u32>(region, NO_TABLE, HUGE_PAGE);
  add(EMPTY_REGIONS, 1);
}

/** The first write to a region without a page table brings a huge page, all zero but for what is about to be written. */
export function faultHuge(page: usize): void {
  const region = regionOf(page);
  if (load<u32>(region, HUGE_PAGE) != NO_TABLE) return;
  store<u32>(region, 0, HUGE_PAGE);
  add(EMPTY_REGIONS, -1);
  const vm = <usize>load<u32>(page, VM);
  const first = guestPage(vm, page) & ~(PAGES_PER_REGION - 1);
  if (isUniform(vm, first)) formHuge(vm, first);
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
export function isHugeShared(page: usize): bool {
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
