// How a hypervisor learns about writes: PML buffer, dirty ring, write protection with huge-page splits.
// Each simulates `count` writes to random pages and counts the exits the guest pays for.
import { CACHED_PAGES, drawBatch, fetchPages, testAndSetPage, testAndSetPages } from './bitmap';
import { BATCH } from './layout';

const PML_ENTRIES: u32 = 512;

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
  while (count > 0) {
    const size = drawBatch(dbits, rng, pages, count);
    const end = BATCH + ((<usize>size) << 2);
    for (let at = BATCH; at < end; ) {
      // As many pages as cannot fill the buffer before the last of them.
      const safe = min(end, at + ((<usize>(PML_ENTRIES - fill)) << 2));
      for (; at < safe; at += 4) {
        const page = load<u32>(at);
        // Branch-free append: the slot is written always, kept only for a first write.
        store<u32>(buffer + ((<usize>fill) << 2), page);
        fill += testAndSetPage(dbits, page) ^ 1;
      }
      if (fill === PML_ENTRIES) {
        if (pages > CACHED_PAGES) fetchPages(bitmap, buffer, fill);
        testAndSetPages(bitmap, buffer, fill);
        fill = 0;
        exits++;
      }
    }
    count -= size;
  }
  store<u32>(state, fill);
  store<u32>(state, exits, 4);
}

/** Empties a partly filled PML buffer, as a sync does. Returns the pages that were new to `bitmap`. */
export function pmlFlush(bitmap: usize, buffer: usize, state: usize): u32 {
  const fresh = testAndSetPages(bitmap, buffer, load<u32>(state));
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
  while (count > 0) {
    const size = drawBatch(dbits, rng, pages, count);
    const end = BATCH + ((<usize>size) << 2);
    for (let at = BATCH; at < end; at += 4) {
      const page = load<u32>(at);
      if (testAndSetPage(dbits, page)) continue;
      store<u32>(ring + ((<usize>(head & mask)) << 2), page);
      head++;
      if (head - load<u32>(state, 4) === entries) {
        store<u32>(state, head);
        ringHarvest(bitmap, ring, entries, state);
        full++;
      }
    }
    count -= size;
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
    fresh += testAndSetPage(bitmap, load<u32>(ring + ((<usize>(tail & mask)) << 2))) ^ 1;
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
  while (count > 0) {
    const size = drawBatch(bitmap, rng, pages, count);
    const end = BATCH + ((<usize>size) << 2);
    for (let at = BATCH; at < end; at += 4) {
      const page = load<u32>(at);
      if (testAndSetPage(bitmap, page)) continue;
      faults++;
      splits += testAndSetPage(split, page >>> 9) ^ 1;
    }
    count -= size;
  }
  store<u32>(state, faults);
  store<u32>(state, splits, 4);
}
