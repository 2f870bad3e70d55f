import { UserError } from '../../errors.ts';

const TWO_M = 2 ** 21;
const ONE_G = 2 ** 30;
/** 2M regions kept at most: what a trace says must not fill the memory. */
const MAX_REGIONS = 2 ** 18;

/** A range that a trace says is mapped by pages of one size above 4K. */
export interface StatedRange {
  start: number;
  bytes: number;
  pageBytes: number;
}

/** The page sizes that a trace states for single references, by 2M region. */
export class StatedPages {
  private readonly sizes = new Map<number, number>();
  private overflow = false;

  /** A reference to `address` through a page of `pageBytes`; the largest size of a region stays. */
  add(address: number, pageBytes: number): void {
    const region = Math.floor(address / TWO_M);
    const known = this.sizes.get(region);
    if (known !== undefined) {
      if (pageBytes > known) this.sizes.set(region, pageBytes);
    } else if (this.sizes.size < MAX_REGIONS) this.sizes.set(region, pageBytes);
    else this.overflow = true;
  }

  /**
   * Ranges of large pages in ascending order. A gap in which the trace has no reference belongs to the range around
   * it: it makes no difference, and the ranges stay few. Throws a UserError when the trace states no large page at all or
   * more than is kept.
   */
  ranges(): StatedRange[] {
    if (this.overflow) {
      throw new UserError(
        'the trace states the pages of more than 512 GiB of separate 2M regions.',
      );
    }
    const ranges: StatedRange[] = [];
    let open: StatedRange | undefined;
    for (const [region, stated] of [...this.sizes].sort(([a], [b]) => a - b)) {
      const pageBytes = stated >= ONE_G ? ONE_G : stated >= TWO_M ? TWO_M : 0;
      const align = Math.max(TWO_M, pageBytes);
      const start = Math.floor((region * TWO_M) / align) * align;
      if (pageBytes !== open?.pageBytes) open = undefined;
      if (pageBytes === 0) continue;
      if (open) open.bytes = start + align - open.start;
      else {
        open = { start, bytes: align, pageBytes };
        ranges.push(open);
      }
    }
    if (ranges.length === 0) {
      throw new UserError(
        'expected a trace that states 2M or 1G pages of single references (perf script with data_page_size, CSV with page_size).',
      );
    }
    return ranges;
  }
}
