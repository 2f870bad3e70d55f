// The nodes that the next searches will meet, brought into the processor's caches: a search waits for one node after
// another, so several are walked side by side first. Nothing is changed and nothing is counted.
import {
  AHEAD_LANES,
  CHECKSUM,
  CURSOR,
  HAS_CHECKSUM,
  isOwnMemory,
  KEY,
  MAPPING,
  PLACES_PER_VM,
  POSITION,
  RECORD_SHIFT,
  SEARCHED_AT,
  STABLE_CHANGES,
  STABLE_FIRST,
  VM_STABLE,
  VM_UNSTABLE,
} from './layout';
import { childTowards } from './rbtree';

/** Pages looked at together; a lane is the key of one and the node its search has come to, 16 bytes. */
const PAGES_AHEAD: u32 = 16;

/** Walks the first `lanes` keys from the root of a tree to its leaves, level by level. */
function descend(lanes: usize, root: u32): void {
  if (!root) return;
  const end = AHEAD_LANES + (lanes << 4);
  for (let lane = AHEAD_LANES; lane < end; lane += 16) store<u32>(lane, root, 8);
  let some = root;
  while (some) {
    some = 0;
    for (let lane = AHEAD_LANES; lane < end; lane += 16) {
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
  let searched: usize = 0;
  let known: u32 = 0;
  for (let at = page; at < end; at += 1 << RECORD_SHIFT) {
    store<u64>(AHEAD_LANES + (searched << 4), load<u64>(at, KEY));
    if (!willBeSearched(at, stableFirst)) continue;
    searched++;
    known += load<u32>(at, SEARCHED_AT) == changes ? 1 : 0;
  }
  if (known < <u32>searched) descend(searched, load<u32>(load<u32>(vm, VM_STABLE)));
  descend(searched, load<u32>(load<u32>(vm, VM_UNSTABLE)));
  return page;
}
