import type { KsmRules, MemoryChange } from './machine.ts';
import { Frame, HugePage, Page, StableNode, Vm } from './pages.reference.ts';
import type { KsmCounts } from './stable.reference.ts';

const PAGES_PER_REGION = 512;

/** Memory of the guests: what a write, a fork or a system call does to page tables before ksmd looks again. */
export class GuestMemory {
  readonly counts: KsmCounts;
  readonly rules: KsmRules;
  private batch: Frame[] = [];

  constructor(counts: KsmCounts, rules: KsmRules) {
    this.counts = counts;
    this.rules = rules;
  }

  /** The guest writes: contents become `key`, sharing breaks at once, counters follow at the next visit. */
  write(page: Page, key: bigint): void {
    const { mapping } = page;
    if (mapping instanceof Frame && this.mayReuse(mapping)) {
      if (mapping.forked && mapping.inBatch) this.drainBatch();
      mapping.forked = false;
      mapping.key = key;
      return;
    }
    if (mapping === 'ksm-zero' || mapping instanceof StableNode) this.counts.cowBreaks++;
    this.unmap(page);
    this.give(page, new Frame(key));
    this.addToBatch(page);
  }

  /** Whether the last page that maps a frame (or any part of its huge page) writes to it. */
  private mayReuse(frame: Frame): boolean {
    if (frame.orphaned || frame.pages.size > 1) return false;
    if (!frame.huge) return true;
    const [first] = frame.pages;
    return [...frame.huge.frames].every((each) => [...each.pages].every((p) => p.vm === first!.vm));
  }

  /** The guest reads memory it never wrote: the shared zero page is mapped. */
  read(page: Page): void {
    if (page.mapping === 'absent') page.mapping = 'zero';
  }

  give(page: Page, frame: Frame): void {
    page.mapping = frame;
    frame.pages.add(page);
  }

  /** The page is no longer mapped (madvise DONTNEED, exit, or before it is mapped to something else). */
  unmap(page: Page): void {
    const { mapping } = page;
    if (mapping instanceof StableNode) mapping.mapped--;
    if (mapping instanceof Frame) {
      mapping.pages.delete(page);
      if (mapping.pages.size === 0) mapping.huge?.frames.delete(mapping);
    }
    if (mapping === 'ksm-zero') {
      this.counts.zeroPages--;
      page.vm.zeroPages--;
    }
    page.mapping = 'absent';
  }

  /** Backs 512 pages with one huge page, all zero. */
  backHuge(pages: readonly Page[]): void {
    const huge = new HugePage();
    for (const page of pages) {
      const frame = new Frame(0n);
      frame.huge = huge;
      huge.frames.add(frame);
      this.give(page, frame);
    }
  }

  splitHuge(huge: HugePage): void {
    for (const frame of huge.frames) {
      frame.huge = null;
      if (!this.rules.splitDropsZeros || frame.key !== 0n) continue;
      for (const page of frame.pages) page.mapping = 'zero';
    }
    huge.frames.clear();
  }

  addToBatch(page: Page): void {
    if (this.rules.lruBatch === 0) return;
    const frame = page.mapping as Frame;
    frame.inBatch = true;
    this.batch.push(frame);
    if (this.batch.length >= this.rules.lruBatch) this.drainBatch();
  }

  drainBatch(): void {
    for (const frame of this.batch) frame.inBatch = false;
    this.batch = [];
  }

  /** What a system call over a range does to each mapped page of it. */
  change(change: Exclude<MemoryChange, 'move'>, page: Page): void {
    if (change === 'unmap') this.removeMapping(page);
    if (change === 'drop') this.unmap(page);
    if (change === 'unmergeable') this.unmerge(page);
    if (change === 'unmergeable' || change === 'mergeable') {
      page.mergeable = change === 'mergeable';
    }
    if (change === 'read-only' || change === 'writable') page.writable = change === 'writable';
  }

  /** munmap: the place goes too. */
  removeMapping(page: Page): void {
    this.unmap(page);
    page.mapped = false;
    page.mergeable = false;
  }

  /** A shared page (of KSM, or its zero page) becomes a copy of its own, as madvise(UNMERGEABLE) does. */
  unmerge(page: Page): void {
    const { mapping, key } = page;
    if (!page.mergeable || mapping === 'absent' || mapping === 'zero') return;
    if (mapping instanceof Frame && !mapping.orphaned) return;
    this.unmap(page);
    this.give(page, new Frame(key));
    this.addToBatch(page);
  }

  /** A child of the process: its page tables map what the parent's map. It may be listed for ksmd. */
  fork(parent: Vm, id: number): Vm {
    const child = new Vm(id, parent.pages.length);
    child.listed = parent.listed;
    parent.pages.forEach((page, i) => {
      const copy = child.pages[i]!;
      const { mapped, mergeable, writable, mapping } = page;
      Object.assign(copy, { mapped, mergeable, writable, mapping });
      if (mapping instanceof StableNode) mapping.mapped++;
      if (mapping instanceof Frame) {
        mapping.pages.add(copy);
        mapping.forked = true;
      }
      if (mapping === 'ksm-zero') {
        this.counts.zeroPages++;
        child.zeroPages++;
      }
    });
    parent.at.forEach((page, i) => {
      child.at[i] = child.pages[parent.pages.indexOf(page)]!;
    });
    return child;
  }

  /** mremap of guest pages [first, first + pages) to new places below all others; merged pages are unmerged first. */
  move(vm: Vm, first: number, pages: number): void {
    const moved = vm.at.slice(first, first + pages).filter((page) => page.mapped);
    const fresh = moved.map((page) => {
      this.unmerge(page);
      const to = new Page(vm);
      const { mapped, mergeable, writable, mapping } = page;
      Object.assign(to, { mapped, mergeable, writable, mapping });
      if (mapping instanceof Frame) {
        mapping.pages.delete(page);
        mapping.pages.add(to);
      }
      Object.assign(page, { mapped: false, mergeable: false, mapping: 'absent' });
      vm.at[vm.at.indexOf(page)] = to;
      return to;
    });
    vm.pages = [...fresh, ...vm.pages];
  }

  /** The guest pages of a VM by whole regions of 2 MiB. */
  regions(vm: Vm): Page[][] {
    const count = Math.floor(vm.at.length / PAGES_PER_REGION);
    return Array.from({ length: count }, (_, i) =>
      vm.at.slice(i * PAGES_PER_REGION, (i + 1) * PAGES_PER_REGION),
    );
  }
}
