// One access: page sizes of its place, TLBs of the entry's size, and the walk through both tables.
import { add } from '../translation/caches';
import {
  GUEST_LEVELS,
  GUEST_PWC,
  GUEST_REFS,
  HOST_LEVELS,
  HOST_PWC,
  HOST_REFS,
  HOST_TABLE_LINES,
  L1_MISSES,
  NESTED,
  NESTED_TLB,
  NESTED_TLB_HITS,
  WALKS,
  WITH_CACHES,
  WITH_DATA,
} from '../translation/layout';
import { descriptor, Keyed } from '../translation/sets';
import { hostAccess, hostLeafAt, isDevice } from './events';
import { dataFrame, tableFrame } from './frames';
import {
  ACCESSED,
  CURRENT_TAG,
  CURRENT_VM,
  DIRTY,
  EVENTS,
  L1_OF,
  L2_OF,
  LAST_FRAME,
  LAST_GLOBAL,
  LAST_LEAF,
  LAST_REGION,
  LAST_V,
  MISCONFIGURATIONS,
  NESTED_KIND,
  REFILL,
  STALE,
  STATE,
  TABLE_WRITES,
  VM_BASE,
  VM_LINE,
} from './layout';
import { enterRegion } from './sizes';
import { entryTag, forgetPage, nestedKey } from './tags';
import { touchWide } from './wide';

const GUEST_KIND: u64 = 1 << 62;
const HOST_KIND: u64 = 2 << 62;
const NONE: u64 = 0xffff_ffff_ffff_ffff;

function touchGuest(level: u32, v: u64, tag: u64): u32 {
  const page = v >> (9 * (<u64>level - 1));
  return touchWide(descriptor(GUEST_PWC + level), page, tag | page);
}

/** Level to read first: below the deepest walk cache that knows the address; every other is filled. */
function guestStart(tag: u64, v: u64, leaf: u32): u32 {
  const top = load<u32>(GUEST_LEVELS);
  for (let level = leaf + 1; level <= top; level++) {
    if (touchGuest(level, v, tag)) return level - 1;
  }
  return top;
}

/** Translates `frame` of the running VM; a device page (`cached` 0) is never kept in the nested TLB. */
function walkHost(frame: u64, cached: bool, out: usize): usize {
  const everywhere = load<u64>(VM_BASE) + frame;
  const leaf = hostLeafAt(everywhere);
  if (cached && Keyed.touch(descriptor(NESTED_TLB), nestedKey(everywhere, leaf))) {
    add(NESTED_TLB_HITS, 1);
    return out;
  }
  const top = load<u32>(HOST_LEVELS);
  let start = top;
  for (let level = leaf + 1; level <= top; level++) {
    const key = <u32>(frame >> (9 * (<u64>level - 1))) | (load<u32>(CURRENT_VM) << 20);
    if (Keyed.touch(descriptor(HOST_PWC + level), key)) {
      start = level - 1;
      break;
    }
  }
  add(HOST_REFS, start - leaf + 1);
  if (!load<u32>(WITH_CACHES)) return out;
  const lines = load<u64>(VM_LINE);
  for (let level = start; level >= leaf; level--) {
    const table = load<u64>(HOST_TABLE_LINES + ((<usize>level) << 3));
    store<u64>(out, (lines + table + (frame >> (9 * (<u64>level - 1) + 3))) | HOST_KIND);
    out += 8;
  }
  return out;
}

/** Sets `bit` in the state of what a guest entry points to; true when it was clear: the entry's flag is written. */
function setsFlag(frame: u64, bit: u32): bool {
  const at = <usize>load<u32>(STATE) + <usize>(load<u64>(VM_BASE) + frame);
  const state = <u32>load<u8>(at);
  store<u8>(at, state | bit);
  return (state & bit) == 0;
}

/** The processor reads guest table `table`: a write where a flag is set, or wherever A/D flags or NPT make it one. */
function tableAccess(table: u64, flagged: bool): void {
  const isWrite = flagged || load<u32>(NESTED_KIND) != 0;
  if (isWrite) add(TABLE_WRITES, 1);
  hostAccess(load<u64>(VM_BASE) + table, isWrite);
}

function walk(space: u32, v: u64, frame: u64, leaf: u32, cached: bool, out: usize): usize {
  const global = load<u32>(LAST_GLOBAL);
  const nested = load<u32>(NESTED);
  const events = load<u32>(EVENTS);
  const lines = load<u64>(VM_LINE);
  let below = frame & ~((1 << (9 * (<u64>leaf - 1))) - 1);
  if (events) {
    for (let level = leaf; level <= load<u32>(GUEST_LEVELS); level++) {
      const flagged = setsFlag(below, ACCESSED);
      below = tableFrame(space, v, level, global);
      // With A/D flags or NPT the read below is the write already.
      if (flagged && load<u32>(NESTED_KIND) == 0) tableAccess(below, true);
    }
  }
  const start = guestStart(load<u64>(CURRENT_TAG), v, leaf);
  add(GUEST_REFS, start - leaf + 1);
  for (let level = start; level >= leaf; level--) {
    const table = tableFrame(space, v, level, global);
    if (events) tableAccess(table, false);
    if (nested) out = walkHost(table, true, out);
    if (load<u32>(WITH_CACHES)) {
      const index = (v >> (9 * (<u64>level - 1) + 3)) & 63;
      store<u64>(out, (lines + ((table << 6) | index)) | GUEST_KIND);
      out += 8;
    }
  }
  return nested ? walkHost(frame, cached, out) : out;
}

/** A page the host has misconfigured on purpose: emulated at every access, cached nowhere. */
function deviceAccess(space: u32, v: u64, frame: u64, leaf: u32, out: usize): usize {
  add(MISCONFIGURATIONS, 1);
  add(L1_MISSES, 1);
  add(WALKS, 1);
  store<u64>(LAST_V, NONE);
  return walk(space, v, frame, leaf, false, out);
}

/** Exits before the translation can be used; true when the page's own entry was dropped. */
function meetEvents(space: u32, v: u64, frame: u64, leaf: u32, isWrite: bool): bool {
  const first = frame & ~((1 << (9 * (<u64>leaf - 1))) - 1);
  if (isWrite && setsFlag(first, DIRTY)) {
    tableAccess(tableFrame(space, v, leaf, load<u32>(LAST_GLOBAL)), true);
  }
  store<u32>(STALE, 0);
  hostAccess(load<u64>(VM_BASE) + frame, isWrite);
  return load<u32>(STALE) != 0;
}

/** Fills TLBs of the entry's size; 0 = a walk is needed. */
function touchTlbs(v: u64, size: u32, count: bool): u32 {
  const tag = entryTag(v, size, load<u32>(LAST_GLOBAL));
  const page = v >> (9 * (<u64>size - 1));
  if (touchWide(<usize>load<u32>(L1_OF + ((<usize>size) << 2)), page, tag)) return 1;
  if (count) add(L1_MISSES, 1);
  const second = <usize>load<u32>(L2_OF + ((<usize>size) << 2));
  return second != 0 ? touchWide(second, page, tag) : 0;
}

/** Frame of page v for an access; cache lines of its walk are appended at `out`. LAST_V is NONE after a device page. */
function translate(space: u32, v: u64, isWrite: bool, out: usize): usize {
  if (load<u64>(LAST_REGION) != v >> 9) enterRegion(v);
  const leaf = load<u32>(LAST_LEAF);
  const global = load<u32>(LAST_GLOBAL);
  const frame = dataFrame(space, v, leaf, global);
  store<u64>(LAST_FRAME, frame);
  const everywhere = load<u64>(VM_BASE) + frame;
  if (load<u32>(EVENTS)) {
    if (isDevice(frame)) {
      return deviceAccess(space, v, frame, leaf, out);
    }
    if (meetEvents(space, v, frame, leaf, isWrite)) {
      forgetPage(v, min<u32>(leaf, hostLeafAt(everywhere)), global);
    }
  }
  const size = load<u32>(NESTED) ? min<u32>(leaf, hostLeafAt(everywhere)) : leaf;
  if (!touchTlbs(v, size, true)) {
    add(WALKS, 1);
    store<u32>(REFILL, 0);
    out = walk(space, v, frame, leaf, true, out);
    // What a split flushed meanwhile holds the new translation again.
    if (load<u32>(REFILL)) touchTlbs(v, size, false);
  }
  store<u64>(LAST_V, v);
  return out;
}

/** Simulates one access of `space`; returns the new end of the list of cache lines. */
export function simulateOne(space: u32, address: u64, kind: u32, out: usize): usize {
  const v = address >> 12;
  const isWrite = kind != 0;
  if (v != load<u64>(LAST_V) || (isWrite && load<u32>(EVENTS))) {
    out = translate(space, v, isWrite, out);
    if (load<u64>(LAST_V) == NONE) return out;
  }
  if (load<u32>(WITH_DATA)) {
    const lines = load<u64>(VM_LINE);
    store<u64>(out, lines + ((load<u64>(LAST_FRAME) << 6) | ((address >> 6) & 63)));
    out += 8;
  }
  return out;
}
