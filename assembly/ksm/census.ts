// How many pages have which contents, without keeping the pages: the fast mode for hosts of any size.
import {
  CLASS_DUP,
  CLASS_SHARED,
  CLASS_VOLATILE,
  dupSlot,
  pageClass,
  poolsVolatiles,
  sharedSlot,
  volatileSlot,
} from './population';

function increment(counts: usize, slot: u64): void {
  const at = counts + ((<usize>slot) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/**
 * Adds the pages [from, to) of a VM to `classes` (7 u32) and to the u32 counts of the pools. Volatile pages are counted in
 * `volatiles` where they draw from a pool. Counts of dup pools are the VM's own: the caller folds and clears them.
 */
export function census(
  vm: u32,
  from: u32,
  to: u32,
  classes: usize,
  shared: usize,
  dups: usize,
  volatiles: usize,
): void {
  for (let page = from; page < to; page++) {
    const kind = pageClass(vm, page);
    const at = classes + ((<usize>kind) << 2);
    store<u32>(at, load<u32>(at) + 1);
    if (kind == CLASS_SHARED) increment(shared, sharedSlot(vm, page));
    else if (kind == CLASS_DUP) increment(dups, dupSlot(vm, page));
    else if (kind == CLASS_VOLATILE && poolsVolatiles())
      increment(volatiles, volatileSlot(vm, page, 0));
  }
}

/**
 * Adds to five f64 at `out` what `count` contents with these numbers of copies become in KSM: pages shared, sharing,
 * unshared, chains, dups. Clears the counts.
 */
export function foldCounts(counts: usize, count: u32, limit: u32, out: usize): void {
  let shared: f64 = 0;
  let sharing: f64 = 0;
  let unshared: f64 = 0;
  let chains: f64 = 0;
  let dups: f64 = 0;
  for (let i: u32 = 0; i < count; i++, counts += 4) {
    const copies = load<u32>(counts);
    if (!copies) continue;
    store<u32>(counts, 0);
    const rest = copies % limit;
    const nodes = copies < 2 ? 0 : copies / limit + (rest >= 2 ? 1 : 0);
    const alone: u32 = copies == 1 || (copies > limit && rest == 1) ? 1 : 0;
    shared += nodes;
    unshared += alone;
    sharing += copies - nodes - alone;
    if (nodes > 1) {
      chains += 1;
      dups += nodes;
    }
  }
  store<f64>(out, load<f64>(out) + shared);
  store<f64>(out, load<f64>(out, 8) + sharing, 8);
  store<f64>(out, load<f64>(out, 16) + unshared, 16);
  store<f64>(out, load<f64>(out, 24) + chains, 24);
  store<f64>(out, load<f64>(out, 32) + dups, 32);
}
