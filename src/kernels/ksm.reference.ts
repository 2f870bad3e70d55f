import type { KsmKnobs, KsmRules } from '../model/dedup/ksm/machine.ts';
import { Tree, TreeNode } from './rbtree.reference.ts';

/** What a virtual page is mapped to. A StableNode is a page shared by KSM. */
export type Mapping = 'absent' | 'private' | 'zero' | 'ksm-zero' | StableNode;

/** A page of a VM, with the item KSM keeps for it (rmap_item) once it has been seen. */
export class Page extends TreeNode {
  readonly vm: Vm;
  readonly index: number;
  mapping: Mapping = 'absent';
  key = 0n;
  huge: HugePage | null = null;
  /** In a CPU's LRU add batch: a raised reference count that makes write protection fail. */
  inBatch = false;

  hasItem = false;
  place: 'none' | 'unstable' | 'stable' = 'none';
  /** Scan in which the page was put into the unstable tree. */
  seenIn = 0;
  node: StableNode | null = null;
  /** Checksum of the last visit; compared by the contents themselves. */
  checksum: bigint | null = null;
  age = 0;
  skips = 0;

  constructor(vm: Vm, index: number) {
    super();
    this.vm = vm;
    this.index = index;
  }
}

/** 2 MiB of one VM, mapped as one page until it is split. */
export class HugePage {
  readonly pages: Page[];
  split = false;
  constructor(pages: Page[]) {
    this.pages = pages;
  }
}

/** A shared page in the stable tree, or (with `dups`) the chain of the copies of one content. */
export class StableNode extends TreeNode {
  readonly key: bigint;
  readonly dups: StableNode[] | null;
  chain: StableNode | null = null;
  sites = new Set<Page>();
  /** Page-table entries that map the page; at 0 the page is gone and the node stale. */
  mapped = 0;
  constructor(key: bigint, dups: StableNode[] | null) {
    super();
    this.key = key;
    this.dups = dups;
  }
}

export class Vm {
  readonly id: number;
  readonly pages: Page[];
  exited = false;
  items = 0;
  merging = 0;
  zeroPages = 0;
  constructor(id: number, pages: number) {
    this.id = id;
    this.pages = Array.from({ length: pages }, (_, index) => new Page(this, index));
  }
}

const AGE_LIMIT = 255;
const TRIES_BEFORE_SKIPPING = 3;

/** Visits a page is spared after its next visit, by its age. */
function skipLength(age: number): number {
  if (age <= 3) return 1;
  if (age <= 5) return 2;
  return age <= 8 ? 4 : 8;
}

/**
 * KSM of the Linux kernel (mm/ksm.c, read at bf4b87e8 and 0118fb82) one page visit at a time, without bytes and
 * without time: the clear twin of assembly/ksm. `docs/model/dedup.md` lists the rules and what they were checked with.
 */
export class KsmReference {
  readonly vms: Vm[];
  readonly knobs: KsmKnobs;
  readonly rules: KsmRules;
  private readonly stable = new Tree();
  private readonly unstable = new Tree();
  /** VMs in scan order. */
  private readonly order: Vm[];
  /** Next VM to scan; null = between two scans. */
  private cursor: Vm | null = null;
  private position = 0;
  private batch: Page[] = [];

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

  constructor(vms: Vm[], knobs: KsmKnobs, rules: KsmRules) {
    this.vms = vms;
    this.order = [...vms];
    this.knobs = knobs;
    this.rules = rules;
  }

  get items(): number {
    return this.vms.reduce((sum, vm) => sum + vm.items, 0);
  }

  // What the guests do.

  /** The guest writes: contents become `key`, sharing breaks at once, counters follow at the next visit. */
  write(page: Page, key: bigint): void {
    page.key = key;
    if (page.mapping === 'private') return;
    if (page.mapping === 'ksm-zero' || page.mapping instanceof StableNode) this.cowBreaks++;
    this.unmap(page);
    page.mapping = 'private';
    this.addToBatch(page);
  }

  /** The guest reads memory it never wrote: the shared zero page is mapped. */
  read(page: Page): void {
    if (page.mapping === 'absent') page.mapping = 'zero';
  }

  private unmap(page: Page): void {
    if (page.mapping instanceof StableNode) page.mapping.mapped--;
    if (page.mapping === 'ksm-zero') {
      this.zeroPages--;
      page.vm.zeroPages--;
    }
    page.mapping = 'absent';
  }

  private addToBatch(page: Page): void {
    if (this.rules.lruBatch === 0) return;
    page.inBatch = true;
    this.batch.push(page);
    if (this.batch.length >= this.rules.lruBatch) this.drainBatch();
  }

  private drainBatch(): void {
    for (const page of this.batch) page.inBatch = false;
    this.batch = [];
  }

  /** The VM's memory is unmapped; its items stay until ksmd comes by. */
  exit(vm: Vm): void {
    vm.exited = true;
    for (const page of vm.pages) this.unmap(page);
    if (this.cursor === vm) return;
    this.order.splice(this.order.indexOf(vm), 1);
    if (vm.items === 0) return;
    const behind = this.cursor ? this.order.indexOf(this.cursor) + 1 : 0;
    this.order.splice(behind, 0, vm);
  }

  // What ksmd does.

  /** One wake-up: at most `pages` visits; ends early at the end of a full scan. */
  wake(pages: number): void {
    if (this.order.length === 0) return;
    for (let left = pages; left > 0; left--) {
      const page = this.nextPage();
      if (!page) return;
      this.visit(page);
      this.scanned++;
    }
  }

  private nextPage(): Page | null {
    if (!this.cursor) {
      this.drainBatch();
      this.unstable.root = null;
      this.cursor = this.order[0]!;
      this.position = 0;
    }
    for (;;) {
      const vm: Vm = this.cursor;
      if (vm.exited) this.position = 0;
      while (this.position < vm.pages.length) {
        const page = vm.pages[this.position++]!;
        if (page.mapping === 'private' || page.mapping instanceof StableNode) {
          if (!page.hasItem) this.createItem(page);
          if (!this.mayBeSkipped(page)) return page;
          this.removeFromTree(page);
        } else if (page.hasItem) {
          this.removeFromTree(page);
          page.hasItem = false;
          vm.items--;
        }
      }
      const at = this.order.indexOf(vm);
      const next = this.order[at + 1] ?? null;
      if (vm.exited) this.order.splice(at, 1);
      this.position = 0;
      if (!next) {
        this.cursor = null;
        this.fullScans++;
        return null;
      }
      this.cursor = next;
    }
  }

  private createItem(page: Page): void {
    page.hasItem = true;
    page.place = 'none';
    page.node = null;
    page.checksum = null;
    page.age = 0;
    page.skips = 0;
    page.vm.items++;
  }

  private mayBeSkipped(page: Page): boolean {
    if (!this.knobs.smartScan || !this.rules.hasSmartScan) return false;
    if (page.mapping instanceof StableNode) return false;
    const age = page.age;
    if (page.age < AGE_LIMIT) page.age++;
    if (age < TRIES_BEFORE_SKIPPING) return false;
    if (page.skips === 0) {
      page.skips = skipLength(age);
      return false;
    }
    this.skipped++;
    page.skips--;
    return true;
  }

  private visit(page: Page): void {
    if (page.mapping instanceof StableNode) {
      this.mergedVisits++;
      return;
    }
    if (!this.rules.stableFirst) {
      this.removeFromTree(page);
      if (!this.passesChecksumGate(page)) return;
      if (this.mergeWithZeroPage(page)) return;
    }
    const node = this.searchStable(page.key);
    this.removeFromTree(page);
    if (node) {
      if (this.writeProtect(page)) {
        this.mapTo(page, node);
        this.append(page, node);
        this.merges++;
      }
      return;
    }
    if (this.rules.stableFirst) {
      if (!this.passesChecksumGate(page)) return;
      if (this.mergeWithZeroPage(page)) return;
    }
    const partner = this.searchUnstable(page);
    if (partner) this.mergeTwo(page, partner);
  }

  private passesChecksumGate(page: Page): boolean {
    this.checksums++;
    if (page.checksum === page.key) return true;
    page.checksum = page.key;
    return false;
  }

  private mergeWithZeroPage(page: Page): boolean {
    if (!this.knobs.useZeroPages || page.key !== 0n || !this.writeProtect(page)) return false;
    page.mapping = 'ksm-zero';
    this.zeroPages++;
    page.vm.zeroPages++;
    this.merges++;
    return true;
  }

  /** Splits a huge page where there is one, then write-protects; false where the page cannot be merged now. */
  private writeProtect(page: Page): boolean {
    if (page.huge && !page.huge.split) this.splitHuge(page.huge);
    return page.mapping === 'private' && !page.inBatch;
  }

  private splitHuge(huge: HugePage): void {
    huge.split = true;
    if (!this.rules.splitDropsZeros) return;
    for (const page of huge.pages) if (page.key === 0n) page.mapping = 'zero';
  }

  private mapTo(page: Page, node: StableNode): void {
    page.mapping = node;
    node.mapped++;
  }

  private mergeTwo(page: Page, partner: Page): void {
    if (page.huge && page.huge === partner.huge && !page.huge.split) {
      this.splitHuge(page.huge);
      return;
    }
    if (!this.writeProtect(page)) return;
    if (!this.writeProtect(partner)) {
      // The page became a shared page of one site: it is copied back, and the copy enters the LRU batch.
      this.addToBatch(page);
      return;
    }
    this.removeFromTree(partner);
    const node = this.insertStable(page.key);
    this.mapTo(page, node);
    this.mapTo(partner, node);
    this.append(partner, node);
    this.append(page, node);
    this.merges += 2;
  }

  private append(page: Page, node: StableNode): void {
    if (node.sites.size > 0) this.sharing++;
    else this.shared++;
    node.sites.add(page);
    page.node = node;
    page.place = 'stable';
    page.vm.merging++;
  }

  private removeFromTree(page: Page): void {
    if (page.place === 'stable') {
      const node = page.node!;
      if (node.mapped === 0) {
        this.removeStale(node);
        return;
      }
      node.sites.delete(page);
      if (node.sites.size > 0) this.sharing--;
      else this.shared--;
      page.vm.merging--;
    } else if (page.place === 'unstable') {
      if (page.seenIn === this.fullScans) this.unstable.erase(page);
      this.unshared--;
    }
    page.node = null;
    page.place = 'none';
  }

  private removeStale(node: StableNode): void {
    if (node.sites.size > 0) {
      this.shared--;
      this.sharing -= node.sites.size - 1;
    }
    for (const page of node.sites) {
      page.vm.merging--;
      page.place = 'none';
      page.node = null;
    }
    node.sites.clear();
    if (node.chain) this.unlinkDup(node);
    else this.stable.erase(node);
  }

  private unlinkDup(dup: StableNode): void {
    const dups = dup.chain!.dups!;
    dups.splice(dups.indexOf(dup), 1);
    dup.chain = null;
    this.dups--;
  }

  private linkDup(dup: StableNode, chain: StableNode): void {
    chain.dups!.unshift(dup);
    dup.chain = chain;
    this.dups++;
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
    this.stable.erase(chain);
    this.chains--;
  }

  private collapse(chain: StableNode, last: StableNode) {
    this.unlinkDup(last);
    this.stable.replace(chain, last);
    this.chains--;
    return { copy: last, entry: last };
  }

  /** A new limit is refused while pages are shared; otherwise what is left of the stable tree goes. */
  setMaxPageSharing(limit: number): void {
    if (limit < 2 || this.shared > 0) return;
    this.knobs.maxPageSharing = limit;
    while (this.stable.root) this.dropChain(this.stable.root as StableNode);
  }

  private moveToFront(dup: StableNode, chain: StableNode): void {
    const dups = chain.dups!;
    dups.splice(dups.indexOf(dup), 1);
    dups.unshift(dup);
  }

  /** The shared page that `key` can join, if there is one with room. */
  private searchStable(key: bigint): StableNode | null {
    let at = this.stable.root as StableNode | null;
    while (at) {
      const seen = this.enter(at, this.knobs.pruneAlways);
      if (!seen) {
        at = this.stable.root as StableNode | null;
        continue;
      }
      this.compares++;
      if (key === seen.copy.key) return this.canTake(seen.copy) ? seen.copy : null;
      at = (key < seen.copy.key ? seen.entry.left : seen.entry.right) as StableNode | null;
    }
    return null;
  }

  private insertStable(key: bigint): StableNode {
    const fresh = new StableNode(key, null);
    let at = this.stable.root as StableNode | null;
    let parent: StableNode | null = null;
    let onLeft = false;
    while (at) {
      const seen = this.enter(at, false);
      if (!seen) {
        at = this.stable.root as StableNode | null;
        parent = null;
        continue;
      }
      this.compares++;
      if (key === seen.copy.key) {
        let chain = seen.entry;
        if (!chain.dups) {
          chain = new StableNode(key, []);
          this.stable.replace(seen.entry, chain);
          this.chains++;
          this.linkDup(seen.entry, chain);
        }
        this.linkDup(fresh, chain);
        return fresh;
      }
      parent = seen.entry;
      onLeft = key < seen.copy.key;
      at = (onLeft ? parent.left : parent.right) as StableNode | null;
    }
    this.stable.insert(fresh, parent, onLeft);
    return fresh;
  }

  /** A page of equal contents in the unstable tree; without one, `page` enters the tree. */
  private searchUnstable(page: Page): Page | null {
    let at = this.unstable.root as Page | null;
    let parent: Page | null = null;
    let onLeft = false;
    while (at) {
      if (at.mapping !== 'private' && !(at.mapping instanceof StableNode)) return null;
      this.compares++;
      if (page.key === at.key) return at;
      parent = at;
      onLeft = page.key < at.key;
      at = (onLeft ? at.left : at.right) as Page | null;
    }
    this.unstable.insert(page, parent, onLeft);
    page.place = 'unstable';
    page.seenIn = this.fullScans;
    this.unshared++;
    return null;
  }
}
