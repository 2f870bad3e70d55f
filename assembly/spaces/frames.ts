// Guest-physical frames of several address spaces in several VMs: each VM numbers its frames from 0. A page marked
// global, and the leaf table of its 2M region, belong to the VM; tables above belong to each address space.
import { insert, largeData, largeTable, slotOf, smallFrame } from '../translation/frames';
import {
  BASE_PAGE,
  EXPLICIT,
  FAULT,
  FIRST_TOUCHES,
  GUEST_LEAF,
  GUEST_LEVELS,
} from '../translation/layout';
import {
  CURRENT_BLOCK,
  FLAT,
  FLAT_BASE,
  FLAT_FIRST,
  FLAT_START,
  MAX_SPACES,
  NEXT_FRAMES,
  PROCESSES,
  ROOTS,
  VM_FRAMES,
} from './layout';

export function vmOf(space: u32): u32 {
  return space / load<u32>(PROCESSES);
}

/** Data pages take codes 0, 8 and 16 by size, tables their level. */
function keyOf(code: u64, owner: u32, prefix: u64): u64 {
  return ((code << 58) | ((<u64>owner) << 44) | prefix) + 1;
}

function nextOf(vm: u32): usize {
  return NEXT_FRAMES + ((<usize>vm) << 2);
}

function rootOf(space: u32): u64 {
  const at = ROOTS + ((<usize>space) << 2);
  if (load<u32>(at) == 0) {
    const next = nextOf(vmOf(space));
    store<u32>(at, load<u32>(next) + 1);
    store<u32>(next, load<u32>(next) + 1);
  }
  return <u64>(load<u32>(at) - 1);
}

function ownerOf(space: u32, level: u32, global: u32): u32 {
  return global && level < 2 ? MAX_SPACES + vmOf(space) : space;
}

/** First frame of the page of size `leaf` that holds v, in its VM; hands out what is missing, tables first. */
function touchedData(space: u32, v: u64, leaf: u32, global: u32): u64 {
  const span = 9 * (<u64>leaf - 1);
  const owner = global ? MAX_SPACES + vmOf(space) : space;
  const key = keyOf(8 * (<u64>leaf - 1), owner, v >> span);
  let slot = slotOf(key);
  const known = load<u64>(slot) != 0;
  if (known && !global) return load<u64>(slot, 8);
  rootOf(space);
  const nextAt = nextOf(vmOf(space));
  let next = <u64>load<u32>(nextAt);
  for (let l = load<u32>(GUEST_LEVELS) - 1; l >= leaf; l--) {
    const tableKey = keyOf(l, ownerOf(space, l, global), v >> (9 * <u64>l));
    const table = slotOf(tableKey);
    if (load<u64>(table) == 0) insert(table, tableKey, next++);
  }
  if (!known) {
    const size: u64 = 1 << span;
    const frame = (next + size - 1) & ~(size - 1);
    next = frame + size;
    if (next > <u64>load<u32>(VM_FRAMES)) {
      store<u32>(FAULT, 2);
      return 0;
    }
    slot = slotOf(key);
    insert(slot, key, frame);
    store<u64>(FIRST_TOUCHES, load<u64>(FIRST_TOUCHES) + 1);
  }
  store<u32>(nextAt, <u32>next);
  return load<u64>(slotOf(key), 8);
}

function blockOf(shared: bool): u64 {
  return shared ? 0 : load<u64>(CURRENT_BLOCK);
}

/** Frame of page v of the running `space`, in its VM. */
export function dataFrame(space: u32, v: u64, leaf: u32, global: u32): u64 {
  if (load<u32>(EXPLICIT)) {
    const span = 9 * (<u64>leaf - 1);
    return touchedData(space, v, leaf, global) + (v & ((1 << span) - 1));
  }
  const block = blockOf(global != 0);
  if (load<u32>(FLAT)) return block + v - load<u64>(FLAT_FIRST);
  if (load<u32>(GUEST_LEAF) == 1) return block + smallFrame(v, load<u32>(GUEST_LEVELS));
  return block + largeData(v);
}

/** Frame of the table of `level` that maps page v there. */
export function tableFrame(space: u32, v: u64, level: u32, global: u32): u64 {
  const levels = load<u32>(GUEST_LEVELS);
  const shift: u64 = 9 * <u64>level;
  if (load<u32>(EXPLICIT)) {
    if (level == levels) return rootOf(space);
    return load<u64>(slotOf(keyOf(level, ownerOf(space, level, global), v >> shift)), 8);
  }
  const block = blockOf(global != 0 && level < 2);
  if (load<u32>(FLAT)) {
    const index = (v >> shift) - (load<u64>(FLAT_BASE) >> shift);
    return block + load<u64>(FLAT_START + ((<usize>level) << 3)) + index;
  }
  if (level == levels) return block;
  if (load<u32>(GUEST_LEAF) != 1) return block + largeTable(v, level);
  const first = max<u64>((v >> shift) << shift, load<u64>(BASE_PAGE));
  return block + smallFrame(first, levels) - level;
}
