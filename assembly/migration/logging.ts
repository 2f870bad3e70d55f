// How a hypervisor learns about writes: PML buffer, dirty ring, write protection with huge-page splits.
// Each simulates `count` writes to random pages and counts the exits the guest pays for.
import { nextBelow } from '../lib/rng';
import { keepRng } from './bitmap';

const PML_ENTRIES: u32 = 512;

function applyList(bitmap: usize, list: usize, count: u32): u32 {
  let fresh: u32 = 0;
  const end = list + ((<usize>count) << 2);
  for (; list < end; list += 4) {
    const page = load<u32>(list);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    fresh += ((word >>> (page & 31)) & 1) ^ 1;
    store<u32>(at, word | (1 << (page & 31)));
  }
  return fresh;
}

/**
 * Page-modification logging: the processor notes a page when it sets its D bit (`dbits`), 512 notes
 * fill the buffer and cost one exit. `state`: fill, exits. The buffer is emptied into `bitmap`.
 */
export function pmlWrites(
  dbits: usize,
  bitmap: usize,
  buffer: usize,
  state: usize,
  rng: usize,
  pages: u32,
  count: u32,
): void {
  let fill = load<u32>(state);
  let exits = load<u32>(state, 4);
  let a = load<u32>(rng);
  let b = load<u32>(rng, 4);
  let c = load<u32>(rng, 8);
  let n = load<u32>(rng, 12);
  const end = n + count;
  while (n !== end) {
    const out = a + b + n;
    n++;
    a = b ^ (b >>> 9);
    b = c + (c << 3);
    c = rotl<u32>(c, 21) + out;
    const page = <u32>((<u64>out * <u64>pages) >> 32);
    const at = dbits + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    const bit: u32 = 1 << (page & 31);
    // Branch-free append: the slot is written always, kept only for a first write.
    store<u32>(buffer + ((<usize>fill) << 2), page);
    store<u32>(at, word | bit);
    fill += <u32>((word & bit) === 0);
    if (fill === PML_ENTRIES) {
      applyList(bitmap, buffer, fill);
      fill = 0;
      exits++;
    }
  }
  keepRng(rng, a, b, c, n);
  store<u32>(state, fill);
  store<u32>(state, exits, 4);
}

/** Empties a partly filled PML buffer, as a sync does. Returns the pages that were new to `bitmap`. */
export function pmlFlush(bitmap: usize, buffer: usize, state: usize): u32 {
  const fresh = applyList(bitmap, buffer, load<u32>(state));
  store<u32>(state, 0);
  return fresh;
}

/**
 * Dirty ring of `entries` slots: a first write (D bit) pushes its page; a full ring stops the vCPU
 * until it is harvested into `bitmap`. `state`: head, tail (free-running), full exits.
 */
export function ringWrites(
  dbits: usize,
  bitmap: usize,
  ring: usize,
  entries: u32,
  state: usize,
  rng: usize,
  pages: u32,
  count: u32,
): void {
  const mask = entries - 1;
  let head = load<u32>(state);
  let full = load<u32>(state, 8);
  for (let i: u32 = 0; i < count; i++) {
    const page = nextBelow(rng, pages);
    const at = dbits + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    const bit: u32 = 1 << (page & 31);
    if (word & bit) continue;
    store<u32>(at, word | bit);
    store<u32>(ring + ((<usize>(head & mask)) << 2), page);
    head++;
    if (head - load<u32>(state, 4) === entries) {
      store<u32>(state, head);
      ringHarvest(bitmap, ring, entries, state);
      full++;
    }
  }
  store<u32>(state, head);
  store<u32>(state, full, 8);
}

/** Collects every entry between tail and head into `bitmap`; returns pages that were new to it. */
export function ringHarvest(bitmap: usize, ring: usize, entries: u32, state: usize): u32 {
  const mask = entries - 1;
  const head = load<u32>(state);
  let tail = load<u32>(state, 4);
  let fresh: u32 = 0;
  for (; tail !== head; tail++) {
    const page = load<u32>(ring + ((<usize>(tail & mask)) << 2));
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    fresh += ((word >>> (page & 31)) & 1) ^ 1;
    store<u32>(at, word | (1 << (page & 31)));
  }
  store<u32>(state, tail, 4);
  return fresh;
}

/**
 * Write protection: a first write to a page faults; if its 2 MiB region is still mapped huge, the fault
 * splits it (bit set in `split`, one per 512 pages). `state`: faults, splits. Dirty bits go to `bitmap`.
 */
export function protectedWrites(
  bitmap: usize,
  split: usize,
  state: usize,
  rng: usize,
  pages: u32,
  count: u32,
): void {
  let faults = load<u32>(state);
  let splits = load<u32>(state, 4);
  for (let i: u32 = 0; i < count; i++) {
    const page = nextBelow(rng, pages);
    const at = bitmap + ((<usize>(page >>> 5)) << 2);
    const word = load<u32>(at);
    const bit: u32 = 1 << (page & 31);
    if (word & bit) continue;
    store<u32>(at, word | bit);
    faults++;
    const regionAt = split + ((<usize>(page >>> 14)) << 2);
    const regions = load<u32>(regionAt);
    const region: u32 = 1 << ((page >>> 9) & 31);
    splits += <u32>((regions & region) === 0);
    store<u32>(regionAt, regions | region);
  }
  store<u32>(state, faults);
  store<u32>(state, splits, 4);
}
