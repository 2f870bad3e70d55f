import type { Rng } from '../../rng.ts';

/** A dirty bitmap as a set of pages: what the bit tricks of the kernel must agree with. */
export class PageSet {
  readonly pages = new Set<number>();

  /** Adds pages; returns how many were not there. */
  add(list: Iterable<number>): number {
    const before = this.pages.size;
    for (const page of list) this.pages.add(page);
    return this.pages.size - before;
  }

  /** All pages in ascending order; the set is empty afterwards. */
  harvest(): number[] {
    const list = [...this.pages].sort((a, b) => a - b);
    this.pages.clear();
    return list;
  }
}

export function randomPages(rng: Rng, pages: number, count: number): number[] {
  return Array.from({ length: count }, () => rng.nextBelow(pages));
}

/** What logging `writes` costs: first writes, exits of a buffer or ring, faults and huge-page splits. */
export function loggingReference(writes: readonly number[], entries: number) {
  const dirty = new Set<number>();
  const regions = new Set<number>();
  let held = 0;
  let full = 0;
  for (const page of writes) {
    if (dirty.has(page)) continue;
    dirty.add(page);
    regions.add(page >>> 9);
    held++;
    if (held === entries) {
      full++;
      held = 0;
    }
  }
  return { faults: dirty.size, splits: regions.size, full, held, dirty };
}
