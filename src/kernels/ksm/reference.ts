import type { KsmKnobs, KsmRules, MemoryChange } from './machine.ts';
import { GuestMemory } from './memory.reference.ts';
import { Frame, type Page, StableNode, type Vm } from './pages.reference.ts';
import { Tree } from './rbtree.reference.ts';
import { KsmCounts, StableTreeReference } from './stable.reference.ts';

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
  readonly stable: StableTreeReference;
  /** Of this scan, by memory node as stable trees are when it starts. */
  private unstable: Tree[] = [];
  private unstableNumber = (node: number): number => this.stable.treeNumber(node);
  /** VMs in scan order. */
  private readonly order: Vm[];
  /** Next VM to scan; null = between two scans. */
  private cursor: Vm | null = null;
  private position = 0;

  readonly counts = new KsmCounts();
  readonly memory: GuestMemory;

  constructor(vms: Vm[], knobs: KsmKnobs, rules: KsmRules) {
    this.vms = vms;
    this.order = [...vms];
    this.knobs = knobs;
    this.rules = rules;
    this.memory = new GuestMemory(this.counts, rules);
    this.stable = new StableTreeReference(this.counts, knobs, rules);
  }

  get items(): number {
    return this.vms.reduce((sum, vm) => sum + vm.items, 0);
  }

  // What the guests do.

  /** The VM's memory is unmapped; its items stay until ksmd comes by. */
  exit(vm: Vm): void {
    vm.exited = true;
    for (const page of vm.pages) this.memory.removeMapping(page);
    if (this.cursor === vm || !vm.listed) return;
    this.order.splice(this.order.indexOf(vm), 1);
    vm.listed = vm.items > 0;
    if (!vm.listed) return;
    const behind = this.cursor ? this.order.indexOf(this.cursor) + 1 : 0;
    this.order.splice(behind, 0, vm);
  }

  /** A process that newly asks for merging comes last: ksmd reaches it when it has been everywhere else. */
  private enlist(vm: Vm): void {
    vm.listed = true;
    const before = this.cursor ? this.order.indexOf(this.cursor) : this.order.length;
    this.order.splice(before, 0, vm);
  }

  fork(parent: Vm): void {
    const child = this.memory.fork(parent, this.vms.length);
    this.vms.push(child);
    if (child.listed) this.enlist(child);
  }

  change(change: MemoryChange, vm: Vm, first: number, pages: number): void {
    if (change === 'move') {
      const before = vm.pages.length;
      this.memory.move(vm, first, pages);
      const insertedAt = this.memory.movesAbove ? vm.at.length : 0;
      if (this.cursor === vm && this.position > insertedAt) {
        this.position += vm.pages.length - before;
      }
      return;
    }
    if (change === 'collapse') {
      this.memory.collapse(vm, first, pages);
      return;
    }
    const wereHuge = this.memory.hugeRegions(vm);
    for (const page of vm.at.slice(first, first + pages)) {
      if (page.mapped) this.memory.change(change, page);
    }
    if (change === 'drop') this.memory.noteEmptied(vm, first, pages, wereHuge);
    if (!vm.listed && vm.pages.some((page) => page.mergeable)) this.enlist(vm);
  }

  /** `run` = 2: every shared page becomes copies, every item goes, scans are counted anew. */
  unmergeAll(): void {
    for (const vm of [...this.order]) {
      for (const page of vm.pages) {
        this.memory.unmerge(page);
        if (page.hasItem) this.dropItem(page);
      }
      if (vm.exited) this.unlist(vm);
    }
    this.stable.clear();
    this.counts.fullScans = 0;
    this.cursor = null;
    this.position = 0;
  }

  // What ksmd does.

  /** One wake-up: at most `pages` visits; ends early at the end of a full scan. */
  wake(pages: number): void {
    if (this.order.length === 0) return;
    for (let left = pages; left > 0; left--) {
      const page = this.nextPage();
      if (!page) return;
      this.visit(page);
      this.counts.scanned++;
    }
  }

  private nextPage(): Page | null {
    if (!this.cursor) {
      this.memory.drainBatch();
      this.unstable = [];
      const across = this.knobs.mergeAcrossNodes ?? true;
      this.unstableNumber = (node) => (across ? 0 : node);
      this.cursor = this.order[0]!;
      this.position = 0;
    }
    for (;;) {
      const vm: Vm = this.cursor;
      if (vm.exited) this.position = 0;
      const fromStart = this.position === 0;
      while (this.position < vm.pages.length) {
        const page = vm.pages[this.position++]!;
        if (page.isScanned) {
          if (!page.hasItem) this.createItem(page);
          if (!this.mayBeSkipped(page)) return page;
          this.removeFromTree(page);
        } else if (page.hasItem) {
          this.dropItem(page);
        }
      }
      const next = this.order[this.order.indexOf(vm) + 1] ?? null;
      if (fromStart && !vm.pages.some((page) => page.mergeable)) this.unlist(vm);
      this.position = 0;
      if (!next) {
        this.cursor = null;
        this.counts.fullScans++;
        return null;
      }
      this.cursor = next;
    }
  }

  private unlist(vm: Vm): void {
    vm.listed = false;
    this.order.splice(this.order.indexOf(vm), 1);
  }

  private dropItem(page: Page): void {
    this.removeFromTree(page);
    page.hasItem = false;
    page.vm.items--;
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
    const { mapping } = page;
    if (mapping instanceof StableNode || (mapping as Frame).orphaned) return false;
    const age = page.age;
    if (page.age < AGE_LIMIT) page.age++;
    if (age < TRIES_BEFORE_SKIPPING) return false;
    if (page.skips === 0) {
      page.skips = skipLength(age);
      return false;
    }
    this.counts.skipped++;
    page.skips--;
    return true;
  }

  private visit(page: Page): void {
    const { mapping } = page;
    if (mapping instanceof StableNode) {
      this.counts.mergedVisits++;
      if (page.node === mapping) return;
      // Mapped by a fork: it joins the shared page it maps, full or not.
      this.removeFromTree(page);
      this.append(page, mapping);
      return;
    }
    if (!this.rules.stableFirst) {
      this.removeFromTree(page);
      if (!this.passesChecksumGate(page)) return;
      if (this.mergeWithZeroPage(page)) return;
    }
    const node = this.stable.search(page.key, page.vm.node);
    this.removeFromTree(page);
    if (node) {
      if (this.writeProtect(page)) {
        this.mapTo(page, node);
        this.append(page, node);
        this.counts.merges++;
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
    this.counts.checksums++;
    if (page.checksum === page.key) return true;
    page.checksum = page.key;
    return false;
  }

  private mergeWithZeroPage(page: Page): boolean {
    if (!this.knobs.useZeroPages || page.key !== 0n || !this.writeProtect(page)) return false;
    this.memory.unmap(page);
    page.mapping = 'ksm-zero';
    this.counts.zeroPages++;
    page.vm.zeroPages++;
    this.counts.merges++;
    return true;
  }

  /** Splits a huge page where there is one, then write-protects; false where the page cannot be merged now. */
  private writeProtect(page: Page): boolean {
    if (page.mapping instanceof Frame && page.mapping.huge)
      this.memory.splitHuge(page.mapping.huge);
    const { mapping } = page;
    if (!(mapping instanceof Frame) || mapping.orphaned) return false;
    if (mapping.inBatch) this.counts.refused++;
    return !mapping.inBatch;
  }

  private mapTo(page: Page, node: StableNode): void {
    this.memory.unmap(page);
    page.mapping = node;
    node.mapped++;
  }

  private mergeTwo(page: Page, partner: Page): void {
    const frame = page.mapping as Frame;
    if (frame.huge && partner.mapping instanceof Frame && frame.huge === partner.mapping.huge) {
      this.memory.splitHuge(frame.huge);
      return;
    }
    if (!this.writeProtect(page)) return;
    if (!this.writeProtect(partner)) {
      // The page became a shared page of one site: it is copied back, and the copy enters the LRU batch.
      frame.orphaned = true;
      this.memory.unmerge(page);
      return;
    }
    this.removeFromTree(partner);
    const node = this.stable.insert(page.key, page.vm.node);
    // Whoever maps the page after a fork now maps the shared page.
    for (const each of [...frame.pages]) this.mapTo(each, node);
    this.mapTo(partner, node);
    this.append(partner, node);
    this.append(page, node);
    this.counts.merges += 2;
  }

  private append(page: Page, node: StableNode): void {
    if (node.sites.size > 0) this.counts.sharing++;
    else this.counts.shared++;
    node.sites.add(page);
    page.node = node;
    page.place = 'stable';
    page.vm.merging++;
  }

  private removeFromTree(page: Page): void {
    if (page.place === 'stable') {
      const node = page.node!;
      if (node.mapped === 0) {
        this.stable.removeStale(node);
        return;
      }
      node.sites.delete(page);
      if (node.sites.size > 0) this.counts.sharing--;
      else this.counts.shared--;
      page.vm.merging--;
    } else if (page.place === 'unstable') {
      if (page.seenIn === this.counts.fullScans) this.unstableOf(page).erase(page);
      this.counts.unshared--;
    }
    page.node = null;
    page.place = 'none';
  }

  private unstableOf(page: Page): Tree {
    const number = this.unstableNumber(page.vm.node);
    this.unstable[number] ??= new Tree();
    return this.unstable[number];
  }

  /** A page of equal contents in the unstable tree; without one, `page` enters the tree. */
  private searchUnstable(page: Page): Page | null {
    const tree = this.unstableOf(page);
    let at = tree.root as Page | null;
    let parent: Page | null = null;
    let onLeft = false;
    while (at) {
      if (!at.isScanned || at.mapping === page.mapping) return null;
      this.counts.compares++;
      if (page.key === at.key) return at;
      parent = at;
      onLeft = page.key < at.key;
      at = (onLeft ? at.left : at.right) as Page | null;
    }
    tree.insert(page, parent, onLeft);
    page.place = 'unstable';
    page.seenIn = this.counts.fullScans;
    this.counts.unshared++;
    return null;
  }
}
