import { PAGE_HEADER_BYTES, type Xbzrle } from './replay-input.ts';

/** A page cached less than two syncs ago is not evicted (migration/page_cache.c). */
const CACHED_PAGE_LIFETIME = 2;
/** Encoding flag and length in front of a delta. */
const DELTA_HEADER_BYTES = 3;

/** QEMU's cache of pages as sent, direct-mapped by page number; contents are versions. */
export class DeltaCache {
  private readonly pages: Int32Array;
  private readonly ages: Int32Array;
  private readonly versions: Uint32Array;
  private readonly deltaBytes: number;

  constructor({ cachePages, deltaBytes }: Xbzrle) {
    this.pages = new Int32Array(cachePages).fill(-1);
    this.ages = new Int32Array(cachePages);
    this.versions = new Uint32Array(cachePages);
    this.deltaBytes = deltaBytes;
  }

  /** save_xbzrle_page: bytes of the delta, 0 for an unchanged page, -1 when the whole page must go. */
  deltaOf(page: number, version: number, syncs: number, lastStage: boolean): number {
    const slot = page % this.pages.length;
    if (this.pages[slot] !== page) {
      const fresh = this.pages[slot] !== -1 && this.ages[slot]! + CACHED_PAGE_LIFETIME > syncs;
      if (!lastStage && !fresh) {
        this.pages[slot] = page;
        this.ages[slot] = syncs;
        this.versions[slot] = version;
      }
      return -1;
    }
    this.ages[slot] = syncs;
    if (this.versions[slot] === version) return 0;
    if (!lastStage) this.versions[slot] = version;
    return this.deltaBytes === 0 ? -1 : PAGE_HEADER_BYTES + DELTA_HEADER_BYTES + this.deltaBytes;
  }
}
