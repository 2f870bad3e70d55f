// Contents by 128-bit key: open addressing with linear probing, 16 bytes of key per distinct content, numbered from 0 in
// the order first seen. Slots hold number + 1, so 0 is free; the table is kept at most half full by its caller.
import { TABLE } from './layout';

const SLOTS: usize = TABLE;
const SLOT_MASK: usize = TABLE + 4;
const KEYS: usize = TABLE + 8;
const COUNT: usize = TABLE + 12;

/** Slots (4 bytes each, zeroed by the caller) and the array of distinct keys. */
export function tableSetUp(slotsPtr: u32, slotCount: u32, keysPtr: u32): void {
  store<u32>(SLOTS, slotsPtr);
  store<u32>(SLOT_MASK, slotCount - 1);
  store<u32>(KEYS, keysPtr);
  store<u32>(COUNT, 0);
}

export function tableCount(): u32 {
  return load<u32>(COUNT);
}

const ZERO_ID: u32 = 0xffffffff;

/** Numbers of `count` keys at `from` (16 bytes each; all zero = zero page, number 2^32 - 1) as u32 at `to`. */
export function assignIds(from: usize, count: u32, to: usize): void {
  const slots = <usize>load<u32>(SLOTS);
  const mask = load<u32>(SLOT_MASK);
  const keys = <usize>load<u32>(KEYS);
  let known = load<u32>(COUNT);
  for (let i: u32 = 0; i < count; i++, from += 16, to += 4) {
    const low = load<u64>(from);
    const high = load<u64>(from, 8);
    if ((low | high) == 0) {
      store<u32>(to, ZERO_ID);
      continue;
    }
    let slot = <u32>low & mask;
    while (true) {
      const found = load<u32>(slots + ((<usize>slot) << 2));
      if (!found) {
        store<u64>(keys + ((<usize>known) << 4), low);
        store<u64>(keys + ((<usize>known) << 4), high, 8);
        store<u32>(to, known);
        known++;
        store<u32>(slots + ((<usize>slot) << 2), known);
        break;
      }
      const at = keys + ((<usize>(found - 1)) << 4);
      if (load<u64>(at) == low && load<u64>(at, 8) == high) {
        store<u32>(to, found - 1);
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  store<u32>(COUNT, known);
}
