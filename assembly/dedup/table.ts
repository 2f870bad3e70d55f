// Contents by 128-bit key: open addressing with linear probing, 16 bytes of key per distinct content, numbered from 0 in
// the order first seen. Slots hold number + 1, so 0 is free; the table is kept at most half full by its caller.
//
// A content has 24 bytes at CONTENTS: its key, its copies u32, the last VM it was seen in u16, and how many VMs have it
// u16. Counting here costs next to nothing: the line was just fetched to compare the key.
import { TABLE } from './layout';

const SLOTS: usize = TABLE;
const SLOT_MASK: usize = TABLE + 4;
const CONTENTS: usize = TABLE + 8;
const COUNT: usize = TABLE + 12;

/** Slots (4 bytes each, zeroed by the caller) and the array of distinct contents. */
export function tableSetUp(slotsPtr: u32, slotCount: u32, contentsPtr: u32): void {
  store<u32>(SLOTS, slotsPtr);
  store<u32>(SLOT_MASK, slotCount - 1);
  store<u32>(CONTENTS, contentsPtr);
  store<u32>(COUNT, 0);
}

export function tableCount(): u32 {
  return load<u32>(COUNT);
}

const ZERO_ID: u32 = 0xffffffff;
const CONTENT_BYTES: usize = 24;

/**
 * Numbers of `count` keys of VM `vm` at `from` (16 bytes each; all zero = zero page, number 2^32 - 1) as u32 at `to`.
 * All blocks of one VM come before those of the next. Returns how many were zero.
 */
export function assignIds(from: usize, count: u32, to: usize, vm: u32): u32 {
  const slots = <usize>load<u32>(SLOTS);
  const mask = load<u32>(SLOT_MASK);
  const contents = <usize>load<u32>(CONTENTS);
  let known = load<u32>(COUNT);
  let zeros: u32 = 0;
  for (let i: u32 = 0; i < count; i++, from += 16, to += 4) {
    const low = load<u64>(from);
    const high = load<u64>(from, 8);
    if ((low | high) == 0) {
      store<u32>(to, ZERO_ID);
      zeros++;
      continue;
    }
    let slot = <u32>low & mask;
    while (true) {
      const found = load<u32>(slots + ((<usize>slot) << 2));
      if (!found) {
        const at = contents + <usize>known * CONTENT_BYTES;
        store<u64>(at, low);
        store<u64>(at, high, 8);
        store<u32>(at, 1, 16);
        store<u32>(at, vm | 0x10000, 20);
        store<u32>(to, known);
        known++;
        store<u32>(slots + ((<usize>slot) << 2), known);
        break;
      }
      const at = contents + <usize>(found - 1) * CONTENT_BYTES;
      if (load<u64>(at) == low && load<u64>(at, 8) == high) {
        store<u32>(at, load<u32>(at, 16) + 1, 16);
        const vms = load<u32>(at, 20);
        if ((vms & 0xffff) != vm) store<u32>(at, ((vms & 0xffff0000) + 0x10000) | vm, 20);
        store<u32>(to, found - 1);
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  store<u32>(COUNT, known);
  return zeros;
}
