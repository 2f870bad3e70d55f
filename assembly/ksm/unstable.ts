// The unstable tree: pages seen in this scan whose contents nobody shares yet, forgotten when the next scan starts.
//
// Where nothing changes from one scan to the next, the same pages enter it in the same order, and each insertion takes the
// comparisons it took before. So entries are kept as a log; a scan that repeats the log does not build the tree, and builds
// it from the log when something else happens.
import {
  add,
  COMPARES,
  DEAD,
  ENTRIES,
  ENTRY_BYTES,
  FULL_SCANS,
  INSERT_COMPARES,
  isReachable,
  KEY,
  LOG_CLOSED,
  LOG_END,
  MAX_NODES,
  NEXT_ENTRY,
  NODE,
  PAGE,
  PLACE,
  REPLAYING,
  SEEN_IN,
  SHARER,
  UNSHARED,
  UNSTABLE,
  UNSTABLE_ROOTS,
  VM,
  VM_UNSTABLE,
} from './layout';
import { childTowards, treeErase, treeInsert } from './rbtree';

/** Address of the root of the tree in which pages of the VM that is scanned are. */
let scannedRoot: usize = UNSTABLE_ROOTS;

export function scanUnstable(root: usize): void {
  scannedRoot = root;
}

/** Address of the root of the unstable tree of a page's memory node. */
function unstableRoot(page: usize): usize {
  return load<u32>(load<u32>(page, VM), VM_UNSTABLE);
}

export function forgetUnstable(): void {
  memory.fill(UNSTABLE_ROOTS, 0, MAX_NODES << 2);
  store<u32>(NEXT_ENTRY, load<u32>(ENTRIES));
  store<u32>(REPLAYING, load<u32>(LOG_END) > load<u32>(ENTRIES) ? 1 : 0);
  store<u32>(LOG_CLOSED, 0);
}

/** Whether two pages map the same memory since a fork. */
function mapSame(page: usize, other: usize): bool {
  for (let at = <usize>load<u32>(page, SHARER); at && at != page; at = load<u32>(at, SHARER)) {
    if (at == other) return true;
  }
  return false;
}

function buildTree(): void {
  const end = <usize>load<u32>(NEXT_ENTRY);
  store<u32>(REPLAYING, 0);
  store<u32>(LOG_END, <u32>end);
  for (let entry = <usize>load<u32>(ENTRIES); entry < end; entry += ENTRY_BYTES) {
    const key = load<u64>(entry, KEY);
    let parent: usize = 0;
    let here: u64 = 0;
    const root = unstableRoot(load<u32>(entry, PAGE));
    let at = <usize>load<u32>(root);
    while (at) {
      here = load<u64>(at, KEY);
      parent = at;
      at = childTowards(at, key > here);
    }
    treeInsert(root, entry, parent, key < here);
  }
}

/** Before anything but an insertion is done to the tree: it must be there, and what follows is no log. */
function leaveLog(): void {
  if (load<u32>(REPLAYING)) buildTree();
  store<u32>(LOG_CLOSED, 1);
}

export function eraseEntry(entry: usize): void {
  leaveLog();
  treeErase(unstableRoot(load<u32>(entry, PAGE)), entry);
}

/** Keeps the entry of a page in this scan's tree true to the page. */
export function syncEntry(page: usize): void {
  if (load<u8>(page, PLACE) != UNSTABLE || load<u32>(page, SEEN_IN) != load<u32>(FULL_SCANS))
    return;
  const entry = <usize>load<u32>(page, NODE);
  const key = load<u64>(page, KEY);
  const dead: u32 = isReachable(page) ? 0 : 1;
  if (load<u64>(entry, KEY) == key && load<u32>(entry, DEAD) == dead) return;
  leaveLog();
  if (<u32>entry < load<u32>(LOG_END)) store<u32>(LOG_END, <u32>entry);
  store<u64>(entry, key, KEY);
  store<u32>(entry, dead, DEAD);
}

function enter(page: usize, entry: usize): void {
  store<u32>(NEXT_ENTRY, <u32>entry + ENTRY_BYTES);
  store<u32>(page, <u32>entry, NODE);
  store<u8>(page, UNSTABLE, PLACE);
  store<u32>(page, load<u32>(FULL_SCANS), SEEN_IN);
  add(UNSHARED, 1);
}

/** Whether `page` comes next in the log as it came then. */
function repeatsLog(page: usize, entry: usize): bool {
  return (
    <u32>entry < load<u32>(LOG_END) &&
    load<u32>(entry, PAGE) == <u32>page &&
    load<u64>(entry, KEY) == load<u64>(page, KEY) &&
    isReachable(page)
  );
}

/** A page of equal contents in the tree; 0 without one, and `page` enters the tree, or where it is the same page, forked. */
export function searchUnstable(page: usize): usize {
  const entry = <usize>load<u32>(NEXT_ENTRY);
  if (load<u32>(REPLAYING)) {
    if (repeatsLog(page, entry)) {
      add(COMPARES, load<u32>(entry, INSERT_COMPARES));
      enter(page, entry);
      return 0;
    }
    buildTree();
  }
  const key = load<u64>(page, KEY);
  let compares: u32 = 0;
  const root = scannedRoot;
  let at = <usize>load<u32>(root);
  let parent: usize = 0;
  let here: u64 = 0;
  while (at) {
    if (load<u32>(at, DEAD)) {
      add(COMPARES, compares);
      return 0;
    }
    compares++;
    here = load<u64>(at, KEY);
    if (key == here) {
      const partner = <usize>load<u32>(at, PAGE);
      const same = mapSame(page, partner);
      // The kernel sees that it is the same page before it compares.
      add(COMPARES, compares - (same ? 1 : 0));
      return same ? 0 : partner;
    }
    parent = at;
    at = childTowards(at, key > here);
  }
  add(COMPARES, compares);
  // Splitting a huge page may just have dropped the page itself.
  const dead: u32 = isReachable(page) ? 0 : 1;
  store<u64>(entry, key, KEY);
  store<u32>(entry, dead, DEAD);
  store<u32>(entry, <u32>page, PAGE);
  store<u32>(entry, compares, INSERT_COMPARES);
  treeInsert(root, entry, parent, key < here);
  enter(page, entry);
  if (dead) store<u32>(LOG_CLOSED, 1);
  if (!load<u32>(LOG_CLOSED)) store<u32>(LOG_END, <u32>entry + ENTRY_BYTES);
  return 0;
}
