// How often each content is there, and where, by 128-bit key: open addressing with linear probing, the table at most three
// quarters full. Blocks come VM after VM. One table may hold a part of all contents only: whoever has `part` of `parts`
// skips the keys of the others, so that tables of several threads together hold each content once.
//
// Slots of 4 bytes: number of the content + 1, 0 = free.
// Contents of 32 bytes: key, copies u32, last VM it was seen in u16, how many VMs have it u16, copies in that last VM u32,
// and, where pairs of VMs are counted, a list of the VMs before it u32.
// The list is of nodes of 12 bytes: VM u32, copies in it u32, next node u32, 0 = end.
import { TALLY } from './layout';

const SLOTS: usize = TALLY;
const SLOT_MASK: usize = TALLY + 4;
const CONTENTS: usize = TALLY + 8;
const COUNT: usize = TALLY + 12;
const CAPACITY: usize = TALLY + 16;
/** Next free node. */
const NODES: usize = TALLY + 20;
/** u32 a pair of VMs, 0 where pairs are not counted. */
const MATRIX: usize = TALLY + 24;
const VMS: usize = TALLY + 28;
const NODES_END: usize = TALLY + 32;

const CONTENT_SHIFT: usize = 5;
const COPIES: usize = 16;
const SEEN: usize = 20;
const IN_LAST: usize = 24;
const BEFORE: usize = 28;
const NODE_BYTES: u32 = 12;

/** Keys looked at in one go: their slots are fetched together. */
const GROUP: u32 = 16;
/** Addresses of the keys of a group, u32 each. */
const PICKED: usize = TALLY + 48;

const FULL: u32 = 0xffffffff;

/** The caller zeroes slots and matrix. */
export function tallySetUp(
  slots: u32,
  slotCount: u32,
  contents: u32,
  capacity: u32,
  nodes: u32,
  nodeCount: u32,
  matrix: u32,
  vms: u32,
): void {
  store<u32>(SLOTS, slots);
  store<u32>(SLOT_MASK, slotCount - 1);
  store<u32>(CONTENTS, contents);
  store<u32>(COUNT, 0);
  store<u32>(CAPACITY, capacity);
  store<u32>(NODES, nodes);
  store<u32>(NODES_END, nodes + nodeCount * NODE_BYTES);
  store<u32>(MATRIX, matrix);
  store<u32>(VMS, vms);
}

function cell(row: u32, column: u32): usize {
  return <usize>load<u32>(MATRIX) + ((<usize>(row * load<u32>(VMS) + column)) << 2);
}

function addTo(at: usize, amount: u32): void {
  store<u32>(at, load<u32>(at) + amount);
}

/** One more block of VM `vm` has a content that was there before; false where its list finds no room. */
function repeat(content: usize, vm: u32): bool {
  const seen = load<u32>(content, SEEN);
  const pairs = load<u32>(MATRIX) != 0;
  if ((seen & 0xffff) == vm) {
    const here = load<u32>(content, IN_LAST) + 1;
    store<u32>(content, here, IN_LAST);
    if (pairs) addTo(cell(vm, vm), here == 2 ? 2 : 1);
  } else {
    if (pairs) {
      const node = <usize>load<u32>(NODES);
      if (<u32>node == load<u32>(NODES_END)) return false;
      store<u32>(NODES, <u32>node + NODE_BYTES);
      store<u32>(node, seen & 0xffff);
      store<u32>(node, load<u32>(content, IN_LAST), 4);
      store<u32>(node, load<u32>(content, BEFORE), 8);
      store<u32>(content, <u32>node, BEFORE);
      for (let other = node; other; other = load<u32>(other, 8))
        addTo(cell(load<u32>(other), vm), load<u32>(other, 4));
    }
    store<u32>(content, ((seen & 0xffff0000) + 0x10000) | vm, SEEN);
    store<u32>(content, 1, IN_LAST);
  }
  addTo(content + COPIES, 1);
  if (!pairs) return true;
  for (let other = <usize>load<u32>(content, BEFORE); other; other = load<u32>(other, 8))
    addTo(cell(vm, load<u32>(other)), 1);
  return true;
}

/** Counts the key at `key`; false where there is no room for it. */
function tallyKey(key: usize, vm: u32): bool {
  const slots = <usize>load<u32>(SLOTS);
  const mask = load<u32>(SLOT_MASK);
  const contents = <usize>load<u32>(CONTENTS);
  const low = load<u64>(key);
  const high = load<u64>(key, 8);
  let index = <u32>low & mask;
  while (true) {
    const slot = slots + ((<usize>index) << 2);
    const found = load<u32>(slot);
    if (!found) {
      const known = load<u32>(COUNT);
      if (known == load<u32>(CAPACITY)) return false;
      const content = contents + ((<usize>known) << CONTENT_SHIFT);
      store<u64>(content, low);
      store<u64>(content, high, 8);
      store<u32>(content, 1, COPIES);
      store<u32>(content, vm | 0x10000, SEEN);
      store<u32>(content, 1, IN_LAST);
      store<u32>(content, 0, BEFORE);
      store<u32>(COUNT, known + 1);
      store<u32>(slot, known + 1);
      return true;
    }
    const content = contents + ((<usize>(found - 1)) << CONTENT_SHIFT);
    if (load<u64>(content) == low && load<u64>(content, 8) == high) {
      return repeat(content, vm);
    }
    index = (index + 1) & mask;
  }
}

/** Keeps the loads alive that fetch slots and contents ahead of their use. */
let fetched: u64 = 0;

function fetch(count: u32): void {
  const slots = <usize>load<u32>(SLOTS);
  const mask = load<u32>(SLOT_MASK);
  const contents = <usize>load<u32>(CONTENTS);
  let any: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const low = load<u64>(load<u32>(PICKED + ((<usize>i) << 2)));
    any |= load<u32>(slots + ((<usize>(<u32>low & mask)) << 2));
  }
  for (let i: u32 = 0; i < count; i++) {
    const low = load<u64>(load<u32>(PICKED + ((<usize>i) << 2)));
    const found = load<u32>(slots + ((<usize>(<u32>low & mask)) << 2));
    any |= load<u64>(contents + ((<usize>(found ? found - 1 : 0)) << CONTENT_SHIFT));
  }
  fetched |= any;
}

/**
 * Counts those of `count` keys of VM `vm` at `from` (16 bytes each) that belong to `part` of `parts`. Returns how many of
 * all of them were zero, or 2^32 - 1 where there was no room for one.
 */
export function tallyKeys(from: usize, count: u32, vm: u32, part: u32, parts: u32): u32 {
  const end = from + ((<usize>count) << 4);
  let zeros: u32 = 0;
  while (from < end) {
    let picked: u32 = 0;
    for (; from < end && picked < GROUP; from += 16) {
      const high = load<u64>(from, 8);
      const isZero = (load<u64>(from) | high) == 0;
      const mine = <u32>(((high >> 32) * parts) >> 32) == part && !isZero;
      store<u32>(PICKED + ((<usize>picked) << 2), <u32>from);
      picked += <u32>mine;
      zeros += <u32>isZero;
    }
    fetch(picked);
    for (let i: u32 = 0; i < picked; i++) {
      if (!tallyKey(load<u32>(PICKED + ((<usize>i) << 2)), vm)) return FULL;
    }
  }
  return zeros;
}

/**
 * Adds up the contents: blocks there once by VM (u32 each at `unique`), blocks of contents that only one VM has (u32 each at
 * `intra`), contents with 1, 2, ... `lowest` copies (u32 each at `low`, from index 1), all zeroed by the caller. The copies of every
 * other content go to `rest`, u32 each. Returns how many those are.
 */
export function sumContents(
  unique: usize,
  intra: usize,
  low: usize,
  lowest: u32,
  rest: usize,
): u32 {
  const begin = rest;
  let content = <usize>load<u32>(CONTENTS);
  for (let left = load<u32>(COUNT); left > 0; left--, content += 32) {
    const copies = load<u32>(content, COPIES);
    const seen = load<u32>(content, SEEN);
    const vm = (<usize>(seen & 0xffff)) << 2;
    if (copies == 1) addTo(unique + vm, 1);
    else if (seen >> 16 == 1) addTo(intra + vm, copies);
    if (copies <= lowest) addTo(low + ((<usize>copies) << 2), 1);
    else {
      store<u32>(rest, copies);
      rest += 4;
    }
  }
  return <u32>((rest - begin) >> 2);
}

/** Contents, each counted once for every VM that has it. */
export function contentsInVms(): f64 {
  let sum: f64 = 0;
  let content = <usize>load<u32>(CONTENTS);
  for (let left = load<u32>(COUNT); left > 0; left--, content += 32)
    sum += <f64>(load<u32>(content, SEEN) >> 16);
  return sum;
}
