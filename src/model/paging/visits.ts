import { Rng } from '../../rng.ts';
import { isWrite, pageOf } from '../../trace-word.ts';
import { findWorkload } from '../../workloads/index.ts';
import type { PatternSpec } from '../../workloads/workload.ts';

const PAGE_BITS = 12;

/** Visits of pages: runs of accesses that stay on one 4K page. */
export interface PageVisits {
  /** 4K page number of each visit. */
  pages: Float64Array;
  /** 1 where an access of the visit writes. */
  writes: Uint8Array;
  /** Accesses in all of them. */
  accesses: number;
  /** The first visit of a page is its first touch; otherwise pages were in use before. */
  cold: boolean;
  /** Visits of the source beyond these were left out. */
  truncated: boolean;
}

/** Enough that rates of 0.1 per 1000 occur, few enough for a guest kernel in TypeScript. */
export const MAX_VISITS = 100_000;
export const PATTERN_VISITS = 10_000;

/** Random pages of a small working set, a third of the visits writing. */
export function uniformVisits(pages: number, visits: number, seed = 1): PageVisits {
  const rng = new Rng(seed);
  return {
    pages: Float64Array.from({ length: visits }, () => rng.nextBelow(pages)),
    writes: Uint8Array.from({ length: visits }, () => Number(rng.nextBelow(3) === 0)),
    accesses: visits,
    cold: false,
    truncated: false,
  };
}

/** The first visits of a synthetic pattern, whose pages have been in use before; updates write, a third of loads do. */
export function patternVisits(spec: PatternSpec, seed = 1): PageVisits {
  const rng = new Rng(seed);
  const workload = findWorkload(spec.pattern);
  const isUpdate = workload.kernelPattern(spec).kind === 2;
  const visits = new VisitRecorder(PATTERN_VISITS, false);
  let accesses = 0;
  for (const address of workload.addresses(spec)) {
    visits.add(Math.floor(address / 4096), isUpdate || rng.nextBelow(3) === 0);
    // Patterns that never leave a page come to an end as well.
    if (visits.isFull || ++accesses >= 64 * PATTERN_VISITS) break;
  }
  return visits.finish();
}

/** Collects the visits of a trace from its beginning. */
export class VisitRecorder {
  private readonly pages: Float64Array;
  private readonly writes: Uint8Array;
  private readonly cold: boolean;
  private count = 0;
  private accesses = 0;
  private truncated = false;

  constructor(limit = MAX_VISITS, cold = true) {
    this.pages = new Float64Array(limit);
    this.writes = new Uint8Array(limit);
    this.cold = cold;
  }

  get isFull(): boolean {
    return this.truncated;
  }

  add(page: number, isWrite: boolean): void {
    if (this.truncated) return;
    if (this.count === 0 || this.pages[this.count - 1] !== page) {
      if (this.count === this.pages.length) {
        this.truncated = true;
        return;
      }
      this.pages[this.count++] = page;
    }
    this.accesses++;
    if (isWrite) this.writes[this.count - 1] = 1;
  }

  /** The next words of a trace. */
  feed(words: BigUint64Array): void {
    for (const word of words) {
      if (this.truncated) return;
      this.add(Number(pageOf(word, PAGE_BITS)), isWrite(word));
    }
  }

  finish(): PageVisits {
    const { count, accesses, cold, truncated } = this;
    const pages = this.pages.slice(0, count);
    return { pages, writes: this.writes.slice(0, count), accesses, cold, truncated };
  }
}
