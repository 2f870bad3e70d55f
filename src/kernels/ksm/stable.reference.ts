import type { KsmKnobs, KsmRules } from './machine.ts';
import { StableNode } from './pages.reference.ts';
import { Tree } from './rbtree.reference.ts';

/** Counters of KSM that only events change; the others follow from them. */
export class KsmCounts {
  fullScans = 0;
  shared = 0;
  sharing = 0;
  unshared = 0;
  scanned = 0;
  skipped = 0;
  zeroPages = 0;
  chains = 0;
  dups = 0;
  compares = 0;
  checksums = 0;
  mergedVisits = 0;
  merges = 0;
  cowBreaks = 0;
  refused = 0;
}

/** The stable tree: shared pages by contents, with chains of copies where a page has max_page_sharing sites. */
export class StableTreeReference {
  /** By memory node; the first alone while pages are merged across nodes. */
  private readonly trees: Tree[] = [];
  private readonly counts: KsmCounts;
  private readonly knobs: KsmKnobs;
  private readonly rules: KsmRules;

  constructor(counts: KsmCounts, knobs: KsmKnobs, rules: KsmRules) {
    this.counts = counts;
    this.knobs = knobs;
    this.rules = rules;
  }

  /** A shared page that nothing maps any more leaves, and its sites with it. */
  removeStale(node: StableNode): void {
    if (node.sites.size > 0) {
      this.counts.shared--;
      this.counts.sharing -= node.sites.size - 1;
    }
    for (const page of node.sites) {
      page.vm.merging--;
      page.place = 'none';
      page.node = null;
    }
    node.sites.clear();
    if (node.chain) this.unlinkDup(node);
    else this.treeOf(node.node).erase(node);
  }

  private unlinkDup(dup: StableNode): void {
    const dups = dup.chain!.dups!;
    dups.splice(dups.indexOf(dup), 1);
    dup.chain = null;
    this.counts.dups--;
  }

  private linkDup(dup: StableNode, chain: StableNode): void {
    chain.dups!.unshift(dup);
    dup.chain = chain;
    this.counts.dups++;
  }

  private canTake(node: StableNode, more = 0): boolean {
    return node.sites.size > 0 && node.sites.size + more < this.knobs.maxPageSharing;
  }

  /**
   * Entry of the stable tree at `node` as a search sees it: the copy to compare with (and to join, if it has room) and
   * the node now in the tree. Null: something stale was removed, the search starts again.
   */
  private enter(node: StableNode, prune: boolean): { copy: StableNode; entry: StableNode } | null {
    if (!node.dups) {
      if (node.mapped === 0) {
        this.removeStale(node);
        return null;
      }
      return { copy: node, entry: node };
    }
    return this.rules.stableFirst ? this.enterOldChain(node, prune) : this.enterChain(node, prune);
  }

  private enterChain(chain: StableNode, prune: boolean) {
    let found: StableNode | null = null;
    for (const dup of [...chain.dups!]) {
      if (dup.mapped === 0) {
        this.removeStale(dup);
        continue;
      }
      const better: boolean =
        !found ||
        (this.canTake(dup) && (!this.canTake(found) || dup.sites.size > found.sites.size));
      if (!better) continue;
      found = dup;
      if (!prune && this.canTake(found)) break;
    }
    if (!found) {
      this.dropChain(chain);
      return null;
    }
    if (chain.dups!.length === 1) return this.collapse(chain, found);
    if (chain.dups![0] !== found && this.canTake(found, 1)) this.moveToFront(found, chain);
    return { copy: found, entry: chain };
  }

  /** Chains of kernels before 6.11: only copies with room are candidates; collapse needs a pruning walk. */
  private enterOldChain(chain: StableNode, prune: boolean) {
    let found: StableNode | null = null;
    let alive = 0;
    for (const dup of [...chain.dups!]) {
      if (dup.mapped === 0) {
        this.removeStale(dup);
        continue;
      }
      alive++;
      if (!this.canTake(dup) || (found && dup.sites.size <= found.sites.size)) continue;
      found = dup;
      if (!prune) break;
    }
    if (found) {
      if (prune && alive === 1) return this.collapse(chain, found);
      if (chain.dups![0] !== found && this.canTake(found, 1)) this.moveToFront(found, chain);
      return { copy: found, entry: chain };
    }
    const any = chain.dups![0];
    if (!any) {
      this.dropChain(chain);
      return null;
    }
    return { copy: any, entry: chain };
  }

  private dropChain(chain: StableNode): void {
    this.treeOf(chain.node).erase(chain);
    this.counts.chains--;
  }

  private collapse(chain: StableNode, last: StableNode) {
    this.unlinkDup(last);
    this.treeOf(chain.node).replace(chain, last);
    this.counts.chains--;
    return { copy: last, entry: last };
  }

  /** A new limit is refused while pages are shared; otherwise what is left of the stable tree goes. */
  setMaxPageSharing(limit: number): void {
    if (limit < 2 || limit === this.knobs.maxPageSharing || this.counts.shared > 0) return;
    if (this.clear()) this.knobs.maxPageSharing = limit;
  }

  /** A change of merge_across_nodes: refused as a new limit is. */
  setAcrossNodes(across: boolean): void {
    if (across === (this.knobs.mergeAcrossNodes ?? true) || this.counts.shared > 0) return;
    if (this.clear()) this.knobs.mergeAcrossNodes = across;
  }

  /** Number of the trees in which pages of a memory node are. */
  treeNumber(node: number): number {
    return (this.knobs.mergeAcrossNodes ?? true) ? 0 : node;
  }

  private treeOf(number: number): Tree {
    this.trees[number] ??= new Tree();
    return this.trees[number];
  }

  /** Removes everything that nothing maps, root first; false where a page is still mapped, by a fork not yet visited. */
  clear(): boolean {
    return this.trees.every((tree) => this.clearTree(tree));
  }

  private clearTree(tree: Tree): boolean {
    while (tree.root) {
      const root = tree.root as StableNode;
      for (const node of root.dups ? [...root.dups] : [root]) {
        if (node.mapped > 0) return false;
        this.removeStale(node);
      }
      if (root.dups) this.dropChain(root);
    }
    return true;
  }

  private moveToFront(dup: StableNode, chain: StableNode): void {
    const dups = chain.dups!;
    dups.splice(dups.indexOf(dup), 1);
    dups.unshift(dup);
  }

  /** The shared page of a memory node that `key` can join, if there is one with room. */
  search(key: bigint, memoryNode: number): StableNode | null {
    const tree = this.treeOf(this.treeNumber(memoryNode));
    let at = tree.root as StableNode | null;
    while (at) {
      const seen = this.enter(at, this.knobs.pruneAlways);
      if (!seen) {
        at = tree.root as StableNode | null;
        continue;
      }
      this.counts.compares++;
      if (key === seen.copy.key) return this.canTake(seen.copy) ? seen.copy : null;
      at = (key < seen.copy.key ? seen.entry.left : seen.entry.right) as StableNode | null;
    }
    return null;
  }

  /** A new shared page of contents `key`: alone in the tree, or one more copy in a chain. */
  insert(key: bigint, memoryNode: number): StableNode {
    const number = this.treeNumber(memoryNode);
    const tree = this.treeOf(number);
    const fresh = new StableNode(key, null, number);
    let at = tree.root as StableNode | null;
    let parent: StableNode | null = null;
    let onLeft = false;
    while (at) {
      const seen = this.enter(at, false);
      if (!seen) {
        at = tree.root as StableNode | null;
        parent = null;
        continue;
      }
      this.counts.compares++;
      if (key === seen.copy.key) {
        let chain = seen.entry;
        if (!chain.dups) {
          chain = new StableNode(key, [], number);
          tree.replace(seen.entry, chain);
          this.counts.chains++;
          this.linkDup(seen.entry, chain);
        }
        this.linkDup(fresh, chain);
        return fresh;
      }
      parent = seen.entry;
      onLeft = key < seen.copy.key;
      at = (onLeft ? parent.left : parent.right) as StableNode | null;
    }
    tree.insert(fresh, parent, onLeft);
    return fresh;
  }
}
