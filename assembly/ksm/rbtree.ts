// Red-black tree without keys (Cormen, Leiserson, Rivest and Stein, chapter 13; deletion splices out the successor).
// Twin: src/kernels/ksm/rbtree.reference.ts. `root` is the address of the root pointer.
import { LEFT, PARENT, RIGHT } from './layout';

/** Child on the right or left without a branch: which way a search turns cannot be predicted. */
export function childTowards(node: usize, right: bool): usize {
  return load<u32>(node + ((<usize>right) << 2), LEFT);
}

function isRed(node: usize): bool {
  return node != 0 && (load<u32>(node, PARENT) & 1) != 0;
}

function parentOf(node: usize): usize {
  return load<u32>(node, PARENT) & ~1;
}

function setParent(node: usize, parent: usize): void {
  store<u32>(node, <u32>parent | (load<u32>(node, PARENT) & 1), PARENT);
}

function setRed(node: usize): void {
  store<u32>(node, load<u32>(node, PARENT) | 1, PARENT);
}

function setBlack(node: usize): void {
  store<u32>(node, load<u32>(node, PARENT) & ~1, PARENT);
}

function replaceChild(root: usize, old: usize, fresh: usize, parent: usize): void {
  if (!parent) store<u32>(root, <u32>fresh);
  else if (load<u32>(parent, LEFT) == <u32>old) store<u32>(parent, <u32>fresh, LEFT);
  else store<u32>(parent, <u32>fresh, RIGHT);
}

/** Puts `fresh` in the place of `old`, links and colour included. */
export function treeReplace(root: usize, old: usize, fresh: usize): void {
  replaceChild(root, old, fresh, parentOf(old));
  const left = <usize>load<u32>(old, LEFT);
  const right = <usize>load<u32>(old, RIGHT);
  if (left) setParent(left, fresh);
  if (right) setParent(right, fresh);
  store<u32>(fresh, <u32>left, LEFT);
  store<u32>(fresh, <u32>right, RIGHT);
  store<u32>(fresh, load<u32>(old, PARENT), PARENT);
}

function rotateLeft(root: usize, top: usize): void {
  const riser = <usize>load<u32>(top, RIGHT);
  const inner = <usize>load<u32>(riser, LEFT);
  store<u32>(top, <u32>inner, RIGHT);
  store<u32>(riser, <u32>top, LEFT);
  if (inner) setParent(inner, top);
  const parent = parentOf(top);
  replaceChild(root, top, riser, parent);
  setParent(riser, parent);
  setParent(top, riser);
}

function rotateRight(root: usize, top: usize): void {
  const riser = <usize>load<u32>(top, LEFT);
  const inner = <usize>load<u32>(riser, RIGHT);
  store<u32>(top, <u32>inner, LEFT);
  store<u32>(riser, <u32>top, RIGHT);
  if (inner) setParent(inner, top);
  const parent = parentOf(top);
  replaceChild(root, top, riser, parent);
  setParent(riser, parent);
  setParent(top, riser);
}

function rotate(root: usize, top: usize, toLeft: bool): void {
  if (toLeft) rotateLeft(root, top);
  else rotateRight(root, top);
}

/** Links `node` below `parent` on the given side and rebalances. */
export function treeInsert(root: usize, node: usize, parent: usize, onLeft: bool): void {
  store<u64>(node, 0, LEFT);
  store<u32>(node, <u32>parent | 1, PARENT);
  if (!parent) store<u32>(root, <u32>node);
  else if (onLeft) store<u32>(parent, <u32>node, LEFT);
  else store<u32>(parent, <u32>node, RIGHT);

  let at = node;
  while (true) {
    const father = parentOf(at);
    if (!isRed(father)) break;
    const grandfather = parentOf(father);
    const fatherOnLeft = load<u32>(grandfather, LEFT) == <u32>father;
    const uncle = <usize>(
      (fatherOnLeft ? load<u32>(grandfather, RIGHT) : load<u32>(grandfather, LEFT))
    );
    if (isRed(uncle)) {
      setBlack(father);
      setBlack(uncle);
      setRed(grandfather);
      at = grandfather;
      continue;
    }
    let top = father;
    if (<u32>at == (fatherOnLeft ? load<u32>(father, RIGHT) : load<u32>(father, LEFT))) {
      rotate(root, father, fatherOnLeft);
      top = at;
    }
    setBlack(top);
    setRed(grandfather);
    rotate(root, grandfather, !fatherOnLeft);
    break;
  }
  setBlack(load<u32>(root));
}

export function treeErase(root: usize, node: usize): void {
  const left = <usize>load<u32>(node, LEFT);
  const right = <usize>load<u32>(node, RIGHT);
  let child: usize;
  let hole: usize;
  let lostBlack: bool;
  if (left && right) {
    let successor = right;
    while (load<u32>(successor, LEFT)) successor = load<u32>(successor, LEFT);
    lostBlack = !isRed(successor);
    child = load<u32>(successor, RIGHT);
    const above = parentOf(successor);
    hole = above;
    if (above == node) hole = successor;
    else {
      store<u32>(above, <u32>child, LEFT);
      if (child) setParent(child, above);
      store<u32>(successor, <u32>right, RIGHT);
      setParent(right, successor);
    }
    replaceChild(root, node, successor, parentOf(node));
    store<u32>(successor, load<u32>(node, PARENT), PARENT);
    store<u32>(successor, <u32>left, LEFT);
    setParent(left, successor);
  } else {
    child = left | right;
    hole = parentOf(node);
    lostBlack = !isRed(node);
    replaceChild(root, node, child, hole);
    if (child) setParent(child, hole);
  }
  if (lostBlack) restoreBlack(root, child, hole);
}

function restoreBlack(root: usize, at: usize, parent: usize): void {
  while (parent && !isRed(at)) {
    const onLeft = load<u32>(parent, LEFT) == <u32>at;
    let sibling = <usize>(onLeft ? load<u32>(parent, RIGHT) : load<u32>(parent, LEFT));
    if (isRed(sibling)) {
      setBlack(sibling);
      setRed(parent);
      rotate(root, parent, onLeft);
      sibling = <usize>(onLeft ? load<u32>(parent, RIGHT) : load<u32>(parent, LEFT));
    }
    const far = <usize>(onLeft ? load<u32>(sibling, RIGHT) : load<u32>(sibling, LEFT));
    const near = <usize>(onLeft ? load<u32>(sibling, LEFT) : load<u32>(sibling, RIGHT));
    if (!isRed(far) && !isRed(near)) {
      setRed(sibling);
      at = parent;
      parent = parentOf(at);
      continue;
    }
    if (!isRed(far)) {
      setBlack(near);
      setRed(sibling);
      rotate(root, sibling, !onLeft);
      sibling = <usize>(onLeft ? load<u32>(parent, RIGHT) : load<u32>(parent, LEFT));
    }
    if (isRed(parent)) setRed(sibling);
    else setBlack(sibling);
    setBlack(parent);
    setBlack(onLeft ? load<u32>(sibling, RIGHT) : load<u32>(sibling, LEFT));
    rotate(root, parent, onLeft);
    return;
  }
  if (at) setBlack(at);
}
