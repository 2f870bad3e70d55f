// The nodes that the next searches will meet, brought into the processor's caches: a search waits for one node after
// another, so several are walked side by side first. Nothing is changed and nothing is counted. What is not in the stable tree
// is remembered as searched in vain, and only that is looked for in the unstable one.
import {
  AHEAD_BEGINS,
  AHEAD_LANES,
  CHECKSUM,
  CURSOR,
  HAS_CHECKSUM,
  isOwnMemory,
  KEY,
  MAPPED,
  MAPPING,
  PAGES_AHEAD,
  PLACES_PER_VM,
  POSITION,
  RECORD_SHIFT,
  SEARCH_COMPARES,
  SEARCHED_AT,
  STABLE_CHANGES,
  STABLE_FIRST,
  VM_STABLE,
  VM_UNSTABLE,
} from './layout';
import { childTowards } from './rbtree';

/** Lanes of the unstable tree, behind those of the stable one. A lane is a key, the node its search has come to, its page. */
const UNSTABLE_LANES: usize = AHEAD_LANES + ((<usize>PAGES_AHEAD) << 4);
/** Added to the page of a lane that came by a chain or something stale: there the search has more to do. */
const BEGUN: u32 = 1;

/** Remembers that a search of the stable tree took so many comparisons in vain, as `searchStable` does. */
function remember(page: usize, changes: u32, compares: u32): void {
  store<u32>(page, changes, SEARCHED_AT);
  store<u32>(page, compares, SEARCH_COMPARES);
}

function beginOf(page: usize): usize {
  const place = (<u32>page >> RECORD_SHIFT) & (PAGES_AHEAD - 1);
  return AHEAD_BEGINS + ((<usize>place) << 4);
}

/** Remembers that the search for `page` comes to `node` after so many comparisons, and from there on has to be made. */
function begin(page: usize, changes: u32, node: usize, compares: u32): void {
  const at = beginOf(page);
  store<u32>(at, <u32>page);
  store<u32>(at, changes, 4);
  store<u32>(at, <u32>node, 8);
  store<u32>(at, compares, 12);
}

/** Where the search of the stable tree for `page` was begun (node at 8, comparisons at 12), 0 where it was not. */
export function begunSearch(page: usize, changes: u32): usize {
  const at = beginOf(page);
  return load<u32>(at) == <u32>page && load<u32>(at, 4) == changes ? at : 0;
}

/** What was begun holds no longer: contents may have changed. */
export function forgetBegun(): void {
  for (let i: u32 = 0; i < PAGES_AHEAD; i++) store<u32>(AHEAD_BEGINS + ((<usize>i) << 4), 0);
}

/**
 * Walks the lanes up to `end` through the stable tree, level by level. Those whose contents are not there go on at `out`, which
 * ends where it returns.
 */
function descendStable(end: usize, changes: u32, out: usize): usize {
  for (let compares: u32 = 1; end > AHEAD_LANES; compares++) {
    let kept: usize = AHEAD_LANES;
    for (let lane: usize = AHEAD_LANES; lane < end; lane += 16) {
      const key = load<u64>(lane);
      const at = <usize>load<u32>(lane, 8);
      const here = load<u64>(at, KEY);
      let page = load<u32>(lane, 12);
      if (key == here || !load<u32>(at, MAPPED)) {
        if (!(page & BEGUN)) begin(page, changes, at, compares - 1);
        if (key == here) continue;
        page |= BEGUN;
      }
      const next = <u32>childTowards(at, key > here);
      if (next) {
        store<u64>(kept, key);
        store<u32>(kept, next, 8);
        store<u32>(kept, page, 12);
        kept += 16;
        continue;
      }
      if (!(page & BEGUN)) remember(page, changes, compares);
      store<u64>(out, key);
      out += 16;
    }
    end = kept;
  }
  return out;
}

/** Walks the lanes up to `end` from the root of the unstable tree to its leaves. */
function descendUnstable(end: usize, root: u32): void {
  if (!root) return;
  for (let lane = UNSTABLE_LANES; lane < end; lane += 16) store<u32>(lane, root, 8);
  let some = root;
  while (some) {
    some = 0;
    for (let lane = UNSTABLE_LANES; lane < end; lane += 16) {
      const at = <usize>load<u32>(lane, 8);
      if (!at) continue;
      const next = <u32>childTowards(at, load<u64>(lane) > load<u64>(at, KEY));
      store<u32>(lane, next, 8);
      some |= next;
    }
  }
}

/** Whether the visit of a page will go through the trees, as far as can be told now. */
function willBeSearched(page: usize, stableFirst: bool): bool {
  if (!isOwnMemory(load<u32>(page, MAPPING))) return false;
  if (stableFirst) return true;
  return load<u8>(page, HAS_CHECKSUM) != 0 && load<u64>(page, CHECKSUM) == load<u64>(page, KEY);
}

/** Looks ahead from `page`, the last one that `nextPage` gave, where that was not done yet; `from` is where it was last. */
export function lookAhead(page: usize, from: usize): usize {
  if (page - from < (<usize>PAGES_AHEAD) << RECORD_SHIFT) return from;
  const vm = <usize>load<u32>(CURSOR);
  const left = load<u32>(PLACES_PER_VM) - load<u32>(POSITION) + 1;
  const end = page + ((<usize>min<u32>(left, PAGES_AHEAD)) << RECORD_SHIFT);
  const changes = load<u32>(STABLE_CHANGES);
  const stableFirst = load<u32>(STABLE_FIRST) != 0;
  const root = load<u32>(load<u32>(vm, VM_STABLE));
  let searched: usize = AHEAD_LANES;
  let unstable: usize = UNSTABLE_LANES;
  for (let at = page; at < end; at += 1 << RECORD_SHIFT) {
    if (!willBeSearched(at, stableFirst)) continue;
    const isKnown = !root || load<u32>(at, SEARCHED_AT) == changes;
    const lane = isKnown ? unstable : searched;
    store<u64>(lane, load<u64>(at, KEY));
    store<u32>(lane, root, 8);
    store<u32>(lane, <u32>at, 12);
    if (isKnown) unstable += 16;
    else searched += 16;
  }
  unstable = descendStable(searched, changes, unstable);
  descendUnstable(unstable, load<u32>(load<u32>(vm, VM_UNSTABLE)));
  return page;
}
