// Tags of cached translations and what each invalidation drops (Intel SDM vol. 3A 4.10, vol. 3C 28.3).
// Linear and combined mappings carry VPID (one per VM) and PCID (one per address space), global pages only the VPID;
// guest-physical mappings (nested TLB, host walk caches) carry the EPTP, one per VM.
import { add } from '../translation/caches';
import { GUEST_PWC, HOST_LEAF, HOST_PWC, L2_TLB, NESTED_TLB } from '../translation/layout';
import { descriptor, isPresent } from '../translation/sets';
import { vmOf } from './frames';
import {
  CR3_LOADS,
  CURRENT,
  CURRENT_BLOCK,
  CURRENT_TAG,
  CURRENT_VM,
  DROPPED,
  KEEP_ON_LOAD,
  L1_OF,
  L1_TLB_1G,
  L1_TLB_2M,
  LAST_LEAF,
  LAST_PROCESS,
  LAST_REGION,
  LAST_V,
  NESTED_KIND,
  NO_SPACE,
  PROCESS_FRAMES,
  PROCESSES,
  SWITCHES,
  TAG_PCID,
  TAG_VPID,
  TAGS,
  VM_BASE,
  VM_FRAMES,
  VM_LINE,
  VM_LINES,
  VM_SWITCHES,
} from './layout';
import { enterRegion } from './sizes';
import { dropWide } from './wide';

const NONE: u64 = 0xffff_ffff_ffff_ffff;
const PAGE: u64 = (1 << 44) - 1;
const SIZE: u64 = 3 << 44;
const SPACE: u64 = 127 << 46;
const GLOBAL_BIT: u64 = 1 << 53;
const VM: u64 = 127 << 54;

function vmTag(vm: u32): u64 {
  return (<u64>vm) << 54;
}

function spaceTag(space: u32): u64 {
  return vmTag(vmOf(space)) | ((<u64>space) << 46);
}

/** Word of a TLB entry of `size` that holds page v of the running address space. */
export function entryTag(v: u64, size: u32, global: u32): u64 {
  const page = (v >> (9 * (<u64>size - 1))) | ((<u64>size) << 44);
  const vm = vmTag(load<u32>(CURRENT_VM));
  return page | (global ? vm | GLOBAL_BIT : load<u64>(CURRENT_TAG));
}

function drop(id: u32, mask: u64, value: u64): void {
  const d = descriptor(id);
  if (isPresent(d)) add(DROPPED, <u64>dropWide(d, mask, value));
}

function dropTlbs(mask: u64, value: u64): void {
  store<u64>(LAST_V, NONE);
  add(DROPPED, <u64>dropWide(<usize>load<u32>(L1_OF + 4), mask, value));
  drop(L1_TLB_2M, mask, value);
  drop(L1_TLB_1G, mask, value);
  drop(L2_TLB, mask, value);
}

function dropWalkCaches(mask: u64, value: u64): void {
  for (let level: u32 = 2; level < 6; level++) drop(GUEST_PWC + level, mask, value);
}

/** Drops from a host structure of 32-bit keys what belongs to `vm` (NO_SPACE: everything). */
function dropHostOf(id: u32, vm: u32, frame: u32): void {
  const d = descriptor(id);
  if (!isPresent(d)) return;
  const ways = load<u32>(d, 16) + 1;
  const rowBytes = (<usize>load<u32>(d, 12) & 0xff) << 4;
  const end = <usize>load<u32>(d) + <usize>load<u32>(d, 4) * rowBytes;
  for (let row = <usize>load<u32>(d); row < end; row += rowBytes) {
    let to = row;
    let dropped: u32 = 0;
    for (let i: u32 = 0; i < ways; i++) {
      const key = load<u32>(row + ((<usize>i) << 2));
      if (key == NO_SPACE) break;
      if (isOf(id, key, vm, frame)) {
        dropped++;
        continue;
      }
      store<u32>(to, key);
      to += 4;
    }
    for (let i: u32 = 0; i < dropped; i++) store<u32>(to + ((<usize>i) << 2), NO_SPACE);
    add(DROPPED, dropped);
  }
}

function isOf(id: u32, key: u32, vm: u32, frame: u32): bool {
  if (frame != NO_SPACE) return key == frame;
  if (vm == NO_SPACE) return true;
  if (id != NESTED_TLB) return key >> 20 == vm;
  const leaf = ((key >> 28) + load<u32>(HOST_LEAF)) & 3;
  return ((key & 0x0fff_ffff) << (9 * (leaf - 1))) / load<u32>(VM_FRAMES) == vm;
}

/** Key of the nested TLB: mappings of the usual size have code 0. */
export function nestedKey(frame: u64, leaf: u32): u32 {
  return <u32>(frame >> (9 * (<u64>leaf - 1))) | (((leaf - load<u32>(HOST_LEAF)) & 3) << 28);
}

export function dropNested(frame: u64, leaf: u32): void {
  dropHostOf(NESTED_TLB, 0, nestedKey(frame, leaf));
}

function dropGuestPhysical(vm: u32): void {
  for (let level: u32 = 2; level < 6; level++) dropHostOf(HOST_PWC + level, vm, NO_SPACE);
  dropHostOf(NESTED_TLB, vm, NO_SPACE);
}

function dropLinear(mask: u64, value: u64): void {
  dropTlbs(mask, value);
  dropWalkCaches(mask, value);
}

/** INVEPT of one EPTP: all that was derived from it, combined mappings of every VPID and PCID too. */
export function inveptSingle(vm: u32): void {
  dropLinear(VM, vmTag(vm));
  dropGuestPhysical(vm);
}

/** A VM exit and entry: without VPID all linear and combined mappings go; AMD then flushes nested ones too (recalled). */
export function leaveVm(): void {
  if (load<u32>(TAGS) & TAG_VPID) return;
  dropLinear(0, 0);
  if (load<u32>(NESTED_KIND) == 2) dropGuestPhysical(NO_SPACE);
}

function loadRoot(space: u32): void {
  add(CR3_LOADS, 1);
  const vm = vmTag(vmOf(space));
  if ((load<u32>(TAGS) & TAG_PCID) == 0) {
    dropTlbs(VM | GLOBAL_BIT, vm);
    dropWalkCaches(VM, vm);
  } else if (load<u32>(KEEP_ON_LOAD) == 0) {
    dropTlbs(VM | GLOBAL_BIT | SPACE, spaceTag(space));
    dropWalkCaches(VM | SPACE, spaceTag(space));
  }
}

/** Runs `space` from now on. */
export function switchSpace(space: u32): void {
  const before = load<u32>(CURRENT);
  if (before == space) return;
  const vm = vmOf(space);
  store<u32>(CURRENT, space);
  store<u32>(CURRENT_VM, vm);
  store<u64>(CURRENT_TAG, spaceTag(space));
  const process = <u64>(space % load<u32>(PROCESSES));
  store<u64>(CURRENT_BLOCK, process * <u64>load<u32>(PROCESS_FRAMES));
  store<u64>(VM_BASE, <u64>vm * <u64>load<u32>(VM_FRAMES));
  store<u64>(VM_LINE, <u64>vm * load<u64>(VM_LINES));
  store<u64>(LAST_V, NONE);
  const ran = LAST_PROCESS + ((<usize>vm) << 2);
  if (before != NO_SPACE) {
    add(SWITCHES, 1);
    if (vmOf(before) != vm) {
      add(VM_SWITCHES, 1);
      leaveVm();
    }
  }
  if (load<u32>(ran) != 0 && load<u32>(ran) != space + 1) loadRoot(space);
  store<u32>(ran, space + 1);
}

/** Entries that translate any part of the guest page at v: with 4K host pages a large guest page has many. */
function dropPage(mask: u64, value: u64, v: u64): void {
  if (load<u64>(LAST_REGION) != v >> 9) enterRegion(v);
  const leaf = <u64>load<u32>(LAST_LEAF);
  for (let size: u64 = 1; size <= leaf; size++) {
    const within: u64 = (1 << (9 * (leaf - size))) - 1;
    const page = (v >> (9 * (size - 1))) & ~within;
    dropTlbs(mask | SIZE | (PAGE & ~within), value | (size << 44) | page);
  }
}

function dropWalkCachesOf(mask: u64, value: u64, v: u64): void {
  for (let level: u32 = 2; level < 6; level++) {
    drop(GUEST_PWC + level, mask | PAGE, value | (v >> (9 * (<u64>level - 1))));
  }
}

/** Drops the entry of `size` that holds page v: what an EPT violation does to the mapping it used. */
export function forgetPage(v: u64, size: u32, global: u32): void {
  dropTlbs(NONE, entryTag(v, size, global));
}

/**
 * An invalidation by the running address space: 0 INVLPG; INVPCID 1 address, 2 one PCID, 3 all, 4 all but globals;
 * INVVPID 5 address, 6 one VPID, 7 all, 8 one VPID but globals; INVEPT 9 one, 10 all.
 */
export function invalidateScope(scope: u32, v: u64): void {
  const current = load<u32>(CURRENT);
  const vmNumber = vmOf(current);
  const vm = vmTag(vmNumber);
  const mine = spaceTag(current);
  if (scope == 0) {
    dropPage(VM | SPACE | GLOBAL_BIT, mine, v);
    dropPage(VM | GLOBAL_BIT, vm | GLOBAL_BIT, v);
    dropWalkCaches(VM | SPACE, mine);
  } else if (scope == 1) {
    dropPage(VM | SPACE | GLOBAL_BIT, mine, v);
    dropWalkCachesOf(VM | SPACE, mine, v);
  } else if (scope == 2) {
    dropTlbs(VM | SPACE | GLOBAL_BIT, mine);
    dropWalkCaches(VM | SPACE, mine);
  } else if (scope == 3 || scope == 6) {
    dropLinear(VM, vm);
  } else if (scope == 4 || scope == 8) {
    dropTlbs(VM | GLOBAL_BIT, vm);
    dropWalkCaches(VM, vm);
  } else if (scope == 5) {
    dropPage(VM, vm, v);
    dropWalkCachesOf(VM, vm, v);
  } else if (scope == 7) {
    dropLinear(0, 0);
  } else if (scope == 9) {
    inveptSingle(vmNumber);
  } else {
    dropLinear(0, 0);
    dropGuestPhysical(NO_SPACE);
  }
}
