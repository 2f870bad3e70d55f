import type { KsmRules, MemoryChange } from './machine.ts';
import { Frame, HugePage, Page, StableNode, Vm } from './pages.reference.ts';
import type { KsmCounts } from './stable.reference.ts';

const PAGES_PER_REGION = 512;

/** Memory of the guests: what a write, a fork or a system call does to page tables before ksmd looks again. */
export class GuestMemory {
  readonly counts: KsmCounts;
  readonly rules: KsmRules;
  /** Whether the guests' memory is advised to be huge (madvise HUGEPAGE). */
  advisedHuge = false;
  /** Where mremap puts pages: above the guest's memory, or below. */
  movesAbove = false;
  private batch: Frame[] = [];

  constructor(counts: KsmCounts, rules: KsmRules) {
    this.counts = counts;
    this.rules = rules;
  }

  /** The guest writes: contents become `key`, sharing breaks at once, counters follow at the next visit. */
  write(page: Page, key: bigint): void {
    if (page.mapping === 'absent') this.faultHuge(page);
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
  change(change: MemoryChange, page: Page): void {
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
    const child = new Vm(id, parent.pages.length, parent.node);
    child.listed = parent.listed;
    for (const region of parent.empty) child.empty.add(region);
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

  /** mremap of guest pages [first, first + pages) to new places, each time below those of the last; merged pages are unmerged first. */
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
    vm.pages.splice(this.movesAbove ? vm.at.length : 0, 0, ...fresh);
  }

  /** The guest pages of a VM by whole regions of 2 MiB. */
  regions(vm: Vm): Page[][] {
    const count = Math.floor(vm.at.length / PAGES_PER_REGION);
    return Array.from({ length: count }, (_, i) =>
      vm.at.slice(i * PAGES_PER_REGION, (i + 1) * PAGES_PER_REGION),
    );
  }

  /** Whether a huge page can lie there: one mapping, where it always was. */
  private isUniform(vm: Vm, region: readonly Page[]): boolean {
    const [first] = region;
    const start = vm.pages.indexOf(first!);
    return region.every(
      (page, i) =>
        page.mapped &&
        page.mergeable === first!.mergeable &&
        page.writable === first!.writable &&
        vm.pages[start + i] === page,
    );
  }

  /** After madvise(DONTNEED) of so many pages: regions it emptied and whose page table went with it. */
  noteEmptied(vm: Vm, first: number, pages: number, wereHuge: ReadonlySet<number>): void {
    if (!this.advisedHuge) return;
    this.regions(vm).forEach((region, number) => {
      const start = number * PAGES_PER_REGION;
      if (start + PAGES_PER_REGION <= first || start >= first + pages) return;
      if (region.some((page) => page.mapping !== 'absent')) return;
      const reclaimed = this.rules.reclaimsTables && pages >= PAGES_PER_REGION;
      if (wereHuge.has(number) || reclaimed) vm.empty.add(number);
    });
  }

  /** Numbers of the regions that one whole huge page backs. */
  hugeRegions(vm: Vm): Set<number> {
    const whole = this.regions(vm).map(([first, ...others]) => {
      const huge = first!.mapping instanceof Frame ? first!.mapping.huge : null;
      const same = (page: Page) => page.mapping instanceof Frame && page.mapping.huge === huge;
      return huge !== null && others.every(same);
    });
    return new Set(whole.flatMap((is, number) => (is ? [number] : [])));
  }

  /** The first write to a region without a page table brings a huge page, all zero. */
  private faultHuge(page: Page): void {
    const { vm } = page;
    if (vm.empty.size === 0) return;
    const number = Math.floor(vm.at.indexOf(page) / PAGES_PER_REGION);
    if (!vm.empty.delete(number)) return;
    const region = this.regions(vm)[number]!;
    if (!this.isUniform(vm, region)) return;
    this.backHuge(region);
    this.drainBatch();
  }

  /**
   * Makes huge pages of the whole regions in [first, first + pages), as madvise(COLLAPSE) does: with copies of what is shared
   * and zeroes where nothing is. A region in which a shared page is mapped twice stays as it is: the kernel locks each page.
   */
  collapse(vm: Vm, first: number, pages: number): void {
    this.drainBatch();
    const huge = this.hugeRegions(vm);
    this.regions(vm).forEach((region, number) => {
      const start = number * PAGES_PER_REGION;
      const inside = start >= first && start + PAGES_PER_REGION <= first + pages;
      if (!inside || huge.has(number) || !this.isUniform(vm, region)) return;
      const shared = region.map(({ mapping }) => mapping).filter((m) => m instanceof StableNode);
      if (new Set(shared).size < shared.length) return;
      if (region.every(({ mapping }) => mapping === 'absent')) return;
      const keys = region.map((page) => page.key);
      for (const page of region) this.unmap(page);
      this.backHuge(region);
      region.forEach((page, i) => {
        (page.mapping as Frame).key = keys[i]!;
      });
    });
  }
}
