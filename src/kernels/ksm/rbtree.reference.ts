/** A node of a red-black tree; what it holds is up to the class that extends it. */
export class TreeNode {
  left: TreeNode | null = null;
  right: TreeNode | null = null;
  parent: TreeNode | null = null;
  red = false;
}

/**
 * Red-black tree without keys: the caller walks and decides where a node goes, as Linux does. Balancing is that of
 * Cormen, Leiserson, Rivest and Stein, chapter 13; deletion splices out the successor, so shapes equal the kernel's.
 */
export class Tree {
  root: TreeNode | null = null;

  private replaceChild(old: TreeNode, fresh: TreeNode | null, parent: TreeNode | null): void {
    if (!parent) this.root = fresh;
    else if (parent.left === old) parent.left = fresh;
    else parent.right = fresh;
  }

  /** Puts `fresh` in the place of `old`, links and colour included. */
  replace(old: TreeNode, fresh: TreeNode): void {
    this.replaceChild(old, fresh, old.parent);
    if (old.left) old.left.parent = fresh;
    if (old.right) old.right.parent = fresh;
    fresh.left = old.left;
    fresh.right = old.right;
    fresh.parent = old.parent;
    fresh.red = old.red;
  }

  private rotate(top: TreeNode, toLeft: boolean): void {
    const riser = (toLeft ? top.right : top.left)!;
    const inner = toLeft ? riser.left : riser.right;
    if (toLeft) {
      top.right = inner;
      riser.left = top;
    } else {
      top.left = inner;
      riser.right = top;
    }
    if (inner) inner.parent = top;
    this.replaceChild(top, riser, top.parent);
    riser.parent = top.parent;
    top.parent = riser;
  }

  /** Links `node` below `parent` on the given side and rebalances. */
  insert(node: TreeNode, parent: TreeNode | null, onLeft: boolean): void {
    node.left = null;
    node.right = null;
    node.parent = parent;
    node.red = true;
    if (!parent) this.root = node;
    else if (onLeft) parent.left = node;
    else parent.right = node;

    let at = node;
    while (at.parent?.red) {
      const father = at.parent;
      const grandfather = father.parent!;
      const fatherOnLeft = grandfather.left === father;
      const uncle = fatherOnLeft ? grandfather.right : grandfather.left;
      if (uncle?.red) {
        father.red = false;
        uncle.red = false;
        grandfather.red = true;
        at = grandfather;
        continue;
      }
      let top = father;
      if (at === (fatherOnLeft ? father.right : father.left)) {
        this.rotate(father, fatherOnLeft);
        top = at;
      }
      top.red = false;
      grandfather.red = true;
      this.rotate(grandfather, !fatherOnLeft);
      break;
    }
    this.root!.red = false;
  }

  erase(node: TreeNode): void {
    let hole: TreeNode | null;
    let child: TreeNode | null;
    let lostBlack: boolean;
    if (node.left && node.right) {
      let successor = node.right;
      while (successor.left) successor = successor.left;
      lostBlack = !successor.red;
      child = successor.right;
      hole = successor.parent === node ? successor : successor.parent;
      if (successor.parent !== node) {
        this.replaceChild(successor, child, successor.parent);
        if (child) child.parent = successor.parent;
        successor.right = node.right;
        successor.right.parent = successor;
      }
      this.replaceChild(node, successor, node.parent);
      successor.parent = node.parent;
      successor.left = node.left;
      successor.left.parent = successor;
      successor.red = node.red;
    } else {
      child = node.left ?? node.right;
      hole = node.parent;
      lostBlack = !node.red;
      this.replaceChild(node, child, node.parent);
      if (child) child.parent = node.parent;
    }
    if (lostBlack) this.restoreBlack(child, hole);
  }

  private restoreBlack(at: TreeNode | null, parent: TreeNode | null): void {
    while (parent && !at?.red) {
      const onLeft = parent.left === at;
      let sibling = (onLeft ? parent.right : parent.left)!;
      if (sibling.red) {
        sibling.red = false;
        parent.red = true;
        this.rotate(parent, onLeft);
        sibling = (onLeft ? parent.right : parent.left)!;
      }
      const far = onLeft ? sibling.right : sibling.left;
      const near = onLeft ? sibling.left : sibling.right;
      if (!far?.red && !near?.red) {
        sibling.red = true;
        at = parent;
        parent = at.parent;
        continue;
      }
      if (!far?.red) {
        near!.red = false;
        sibling.red = true;
        this.rotate(sibling, !onLeft);
        sibling = (onLeft ? parent.right : parent.left)!;
      }
      sibling.red = parent.red;
      parent.red = false;
      (onLeft ? sibling.right : sibling.left)!.red = false;
      this.rotate(parent, onLeft);
      return;
    }
    if (at) at.red = false;
  }
}
