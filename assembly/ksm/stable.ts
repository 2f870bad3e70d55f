// The stable tree: shared pages by contents, chains of copies where a page has max_page_sharing sites.
import { begunSearch } from './ahead';
import {
  add,
  CHAIN,
  CHAINS,
  COMPARES,
  DUPS,
  FIRST_DUP,
  FIRST_SITE,
  FREE_NODES,
  IS_CHAIN,
  KEY,
  LEFT,
  MAPPED,
  MAX_NODES,
  MAX_PAGE_SHARING,
  NEXT_DUP,
  NEXT_NODE,
  NEXT_SITE,
  NODE,
  NOWHERE,
  PLACE,
  PREV_DUP,
  PRUNE_ALWAYS,
  RIGHT,
  SEARCH_COMPARES,
  SEARCHED_AT,
  SHARED,
  SHARING,
  SITES,
  STABLE_CHANGES,
  STABLE_FIRST,
  STABLE_ROOTS,
  TREE,
  VM,
  VM_MERGING,
} from './layout';
import { childTowards, treeErase, treeInsert, treeReplace } from './rbtree';

const RECORD_BYTES: u32 = 64;

/** Address of the root of the tree in which pages of the VM that is scanned are. */
let scannedRoot: usize = STABLE_ROOTS;

export function scanStable(root: usize): void {
  scannedRoot = root;
}

/** Where the walk stands after `enter`: the copy to compare with and the node now in the tree. */
let seenCopy: usize = 0;
let seenEntry: usize = 0;

function allocate(key: u64, isChain: u32, root: usize): usize {
  let node = <usize>load<u32>(FREE_NODES);
  if (node) store<u32>(FREE_NODES, load<u32>(node, LEFT));
  else {
    node = load<u32>(NEXT_NODE);
    store<u32>(NEXT_NODE, <u32>node + RECORD_BYTES);
  }
  memory.fill(node, 0, RECORD_BYTES);
  store<u64>(node, key, KEY);
  store<u32>(node, isChain, IS_CHAIN);
  store<u32>(node, <u32>root, TREE);
  return node;
}

function release(node: usize): void {
  store<u32>(node, load<u32>(FREE_NODES), LEFT);
  store<u32>(FREE_NODES, <u32>node);
}

function unlinkDup(dup: usize): void {
  const next = <usize>load<u32>(dup, NEXT_DUP);
  const prev = <usize>load<u32>(dup, PREV_DUP);
  if (prev) store<u32>(prev, <u32>next, NEXT_DUP);
  else store<u32>(load<u32>(dup, CHAIN), <u32>next, FIRST_DUP);
  if (next) store<u32>(next, <u32>prev, PREV_DUP);
}

function linkDup(dup: usize, chain: usize): void {
  const next = <usize>load<u32>(chain, FIRST_DUP);
  store<u32>(dup, <u32>next, NEXT_DUP);
  store<u32>(dup, 0, PREV_DUP);
  store<u32>(dup, <u32>chain, CHAIN);
  if (next) store<u32>(next, <u32>dup, PREV_DUP);
  store<u32>(chain, <u32>dup, FIRST_DUP);
}

function eraseStable(node: usize): void {
  treeErase(load<u32>(node, TREE), node);
  add(STABLE_CHANGES, 1);
}

function replaceStable(old: usize, fresh: usize): void {
  treeReplace(load<u32>(old, TREE), old, fresh);
  add(STABLE_CHANGES, 1);
}

/** A shared page that no VM maps any more: its sites leave the tree with it. */
export function removeStale(node: usize): void {
  const sites = load<u32>(node, SITES);
  if (sites) {
    add(SHARED, -1);
    add(SHARING, 1 - <i32>sites);
  }
  let page = <usize>load<u32>(node, FIRST_SITE);
  while (page) {
    add(load<u32>(page, VM) + VM_MERGING, -1);
    store<u8>(page, NOWHERE, PLACE);
    store<u32>(page, 0, NODE);
    page = load<u32>(page, NEXT_SITE);
  }
  if (load<u32>(node, CHAIN)) {
    unlinkDup(node);
    add(DUPS, -1);
  } else eraseStable(node);
  release(node);
}

export function canTake(node: usize, more: u32): bool {
  const sites = load<u32>(node, SITES);
  return sites != 0 && sites + more < load<u32>(MAX_PAGE_SHARING);
}

function dropChain(chain: usize): void {
  eraseStable(chain);
  release(chain);
  add(CHAINS, -1);
}

function collapse(chain: usize, last: usize): void {
  store<u32>(last, 0, CHAIN);
  store<u32>(last, 0, NEXT_DUP);
  store<u32>(last, 0, PREV_DUP);
  replaceStable(chain, last);
  release(chain);
  add(CHAINS, -1);
  add(DUPS, -1);
  seenCopy = last;
  seenEntry = last;
}

function preferFront(found: usize, chain: usize): void {
  if (load<u32>(chain, FIRST_DUP) != <u32>found && canTake(found, 1)) {
    unlinkDup(found);
    linkDup(found, chain);
  }
  seenCopy = found;
  seenEntry = chain;
}

function enterChain(chain: usize, prune: bool): bool {
  let found: usize = 0;
  let dup = <usize>load<u32>(chain, FIRST_DUP);
  while (dup) {
    const next = <usize>load<u32>(dup, NEXT_DUP);
    if (!load<u32>(dup, MAPPED)) removeStale(dup);
    else if (
      !found ||
      (canTake(dup, 0) && (!canTake(found, 0) || load<u32>(dup, SITES) > load<u32>(found, SITES)))
    ) {
      found = dup;
      if (!prune && canTake(found, 0)) break;
    }
    dup = next;
  }
  if (!found) {
    dropChain(chain);
    return false;
  }
  const first = <usize>load<u32>(chain, FIRST_DUP);
  if (!load<u32>(first, NEXT_DUP)) collapse(chain, found);
  else preferFront(found, chain);
  return true;
}

/** Chains of kernels before 6.11: only copies with room are candidates; collapse needs a pruning walk. */
function enterOldChain(chain: usize, prune: bool): bool {
  let found: usize = 0;
  let alive: u32 = 0;
  let dup = <usize>load<u32>(chain, FIRST_DUP);
  while (dup) {
    const next = <usize>load<u32>(dup, NEXT_DUP);
    if (!load<u32>(dup, MAPPED)) removeStale(dup);
    else {
      alive++;
      if (canTake(dup, 0) && (!found || load<u32>(dup, SITES) > load<u32>(found, SITES))) {
        found = dup;
        if (!prune) break;
      }
    }
    dup = next;
  }
  if (found) {
    if (prune && alive == 1) collapse(chain, found);
    else preferFront(found, chain);
    return true;
  }
  const any = <usize>load<u32>(chain, FIRST_DUP);
  if (!any) {
    dropChain(chain);
    return false;
  }
  seenCopy = any;
  seenEntry = chain;
  return true;
}

/** Sets seenCopy and seenEntry for the tree node `node`; false when something stale was removed: search again. */
function enter(node: usize, prune: bool): bool {
  if (load<u32>(node, IS_CHAIN)) {
    return load<u32>(STABLE_FIRST) ? enterOldChain(node, prune) : enterChain(node, prune);
  }
  if (!load<u32>(node, MAPPED)) {
    removeStale(node);
    return false;
  }
  seenCopy = node;
  seenEntry = node;
  return true;
}

/**
 * The shared page that `page` can join, 0 if there is none with room. A search in vain that met no chain and nothing stale
 * leaves the tree as it was: while tree and page stay the same it would go the same way, so its cost is remembered.
 */
export function searchStable(page: usize): usize {
  const changes = load<u32>(STABLE_CHANGES);
  if (load<u32>(page, SEARCHED_AT) == changes) {
    add(COMPARES, load<u32>(page, SEARCH_COMPARES));
    return 0;
  }
  const key = load<u64>(page, KEY);
  const prune = load<u32>(PRUNE_ALWAYS) != 0;
  let repeatable = true;
  let compares: u32 = 0;
  const root = scannedRoot;
  let at = <usize>load<u32>(root);
  const begun = begunSearch(page, changes);
  if (begun) {
    at = load<u32>(begun, 8);
    compares = load<u32>(begun, 12);
  }
  while (at) {
    let copy = at;
    // Nothing maps a chain or a stale node: all others need no second look.
    if (!load<u32>(at, MAPPED)) {
      repeatable = false;
      if (!enter(at, prune)) {
        at = load<u32>(root);
        continue;
      }
      copy = seenCopy;
      at = seenEntry;
    }
    compares++;
    const here = load<u64>(copy, KEY);
    if (key == here) {
      add(COMPARES, compares);
      return canTake(copy, 0) ? copy : 0;
    }
    at = childTowards(at, key > here);
  }
  add(COMPARES, compares);
  if (repeatable) {
    store<u32>(page, changes, SEARCHED_AT);
    store<u32>(page, compares, SEARCH_COMPARES);
  }
  return 0;
}

/** A new shared page of the contents of `page`: alone in the tree, or one more copy in a chain. */
export function insertStable(page: usize): usize {
  const key = load<u64>(page, KEY);
  const root = scannedRoot;
  const fresh = allocate(key, 0, root);
  let compares: u32 = 0;
  let parent: usize = 0;
  let onLeft = false;
  let at = <usize>load<u32>(root);
  while (at) {
    if (!enter(at, false)) {
      at = load<u32>(root);
      parent = 0;
      continue;
    }
    compares++;
    const here = load<u64>(seenCopy, KEY);
    if (key == here) {
      add(COMPARES, compares);
      let chain = seenEntry;
      if (!load<u32>(chain, IS_CHAIN)) {
        chain = allocate(key, 1, root);
        replaceStable(seenEntry, chain);
        add(CHAINS, 1);
        linkDup(seenEntry, chain);
        add(DUPS, 1);
      }
      linkDup(fresh, chain);
      add(DUPS, 1);
      return fresh;
    }
    parent = seenEntry;
    onLeft = key < here;
    at = onLeft ? load<u32>(parent, LEFT) : load<u32>(parent, RIGHT);
  }
  add(COMPARES, compares);
  treeInsert(root, fresh, parent, onLeft);
  add(STABLE_CHANGES, 1);
  return fresh;
}

/** Removes everything that nothing maps, root first; false where a page is still mapped, by a fork not yet visited. */
export function clearStable(): bool {
  for (let node: u32 = 0; node < MAX_NODES; node++) {
    if (!clearTree(STABLE_ROOTS + ((<usize>node) << 2))) return false;
  }
  return true;
}

function clearTree(tree: usize): bool {
  while (true) {
    const root = <usize>load<u32>(tree);
    if (!root) return true;
    if (!load<u32>(root, IS_CHAIN)) {
      if (load<u32>(root, MAPPED)) return false;
      removeStale(root);
      continue;
    }
    for (let dup = <usize>load<u32>(root, FIRST_DUP); dup; dup = load<u32>(root, FIRST_DUP)) {
      if (load<u32>(dup, MAPPED)) return false;
      removeStale(dup);
    }
    dropChain(root);
  }
}

/** A new limit is refused while pages are shared; otherwise what is left of the stable tree goes. */
export function setLimit(limit: u32): void {
  if (limit < 2 || limit == load<u32>(MAX_PAGE_SHARING) || load<u32>(SHARED)) return;
  if (clearStable()) store<u32>(MAX_PAGE_SHARING, limit);
}
