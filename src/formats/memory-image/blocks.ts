import { nth } from '../../elements.ts';
import type { MemoryImage } from './image.ts';

/** Blocks of guest memory that lie together, by the index of their first page in the image. */
export interface BlockRange {
  page: number;
  blocks: number;
}

/** Runs of whole, aligned blocks of `per` pages; pages are counted from the first of the image. */
export function wholeBlocks(image: MemoryImage, per: number): BlockRange[] {
  const ranges: BlockRange[] = [];
  let page = 0;
  for (let i = 0; i < image.runs.length; ) {
    const first = nth(image.runs, i);
    const begin = page;
    let frames = 0;
    // Runs that continue each other are one piece of guest memory.
    for (; i < image.runs.length; i++) {
      const run = nth(image.runs, i);
      if (run.firstFrame !== first.firstFrame + frames) break;
      frames += run.pages;
    }
    page += frames;
    const skip = (per - (first.firstFrame % per)) % per;
    const blocks = Math.floor((frames - skip) / per);
    if (blocks > 0) ranges.push({ page: begin + skip, blocks });
  }
  return ranges;
}

/** Where pages of an image and of the base image have the same frame: `pages` of them from these indices on. */
export interface SamePlace {
  page: number;
  basePage: number;
  pages: number;
}

/** Both lists of runs ascend, so one walk over both finds what they have in common. */
export function samePlaces(image: MemoryImage, base: MemoryImage): SamePlace[] {
  const places: SamePlace[] = [];
  let [page, basePage, next] = [0, 0, 0];
  for (const run of image.runs) {
    const end = run.firstFrame + run.pages;
    for (; next < base.runs.length; next++) {
      const other = nth(base.runs, next);
      const otherEnd = other.firstFrame + other.pages;
      const from = Math.max(run.firstFrame, other.firstFrame);
      const to = Math.min(end, otherEnd);
      if (from < to) {
        places.push({
          page: page + from - run.firstFrame,
          basePage: basePage + from - other.firstFrame,
          pages: to - from,
        });
      }
      if (otherEnd > end) break;
      basePage += other.pages;
    }
    page += run.pages;
  }
  return places;
}
