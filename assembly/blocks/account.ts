// Counters of a store, f64 each, by their offset in its header.

import { COUNTERS } from './layout';

export const HOST_READS: usize = COUNTERS;
export const HOST_READ_BYTES: usize = 136;
export const HOST_WRITES: usize = 144;
export const HOST_WRITE_BYTES: usize = 152;
export const META_UPDATES: usize = 160;
export const FLUSHES: usize = 168;
export const LOOKUPS: usize = 176;
export const COPIED_BLOCKS: usize = 184;
export const SPACE_BLOCKS: usize = 192;
export const CLEANED_BLOCKS: usize = 200;
export const REFUSED: usize = 208;
export const GUEST_READS: usize = 216;
export const GUEST_WRITES: usize = 224;
export const MERGED_BLOCKS: usize = 232;

export const NO_DEATH: u16 = 0xffff;

export function tally(store_: usize, counter: usize, amount: f64): void {
  store<f64>(store_ + counter, load<f64>(store_ + counter) + amount);
}
