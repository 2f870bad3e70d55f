import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../rng.ts';
import { loggingReference, PageSet, randomPages } from './bitmap.reference.ts';
import { migrationKernel } from './index.ts';
import { ARENA } from './layout.ts';

const PAGES = 1 << 16;
const WORDS = PAGES / 64;
const BITMAP = ARENA;
const SECOND = BITMAP + WORDS * 8;
const LIST = SECOND + WORDS * 8;
const SMALL = LIST + PAGES * 4 + 64;
const { exports: kernel, memory } = migrationKernel(SMALL - ARENA + 65_536);

function clear(): void {
  new Uint8Array(memory.buffer, BITMAP, SMALL + 65_536 - BITMAP).fill(0);
}

function list(pages: readonly number[]): number {
  new Uint32Array(memory.buffer, LIST, pages.length).set(pages);
  return pages.length;
}

function listed(count: number): number[] {
  return [...new Uint32Array(memory.buffer, LIST, count)];
}

const page = fc.oneof(
  fc.integer({ min: 0, max: PAGES - 1 }),
  fc.constantFrom(0, 63, 64, 511, 512, PAGES - 1),
);
const writes = fc.array(page, { maxLength: 3000 });

describe('dirty bitmap', () => {
  it('counts first writes and lists dirty pages in order, leaving nothing behind', () => {
    fc.assert(
      fc.property(writes, writes, (first, second) => {
        clear();
        const set = new PageSet();
        set.add(first);
        kernel.setPages(BITMAP, LIST, list(first));
        expect(kernel.testAndSetPages(BITMAP, LIST, list(second))).toBe(set.add(second));
        expect(kernel.countDirty(BITMAP, WORDS)).toBe(set.pages.size);
        const count = kernel.harvest(BITMAP, WORDS, LIST);
        expect(listed(count)).toEqual(set.harvest());
        expect(kernel.countDirty(BITMAP, WORDS)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the same pages through the summary', () => {
    clear();
    const rng = new Rng(7);
    kernel.seedRng(SMALL, 7);
    const set = new PageSet();
    const fresh = kernel.testAndSetSummary(BITMAP, SECOND, SMALL, PAGES, 5000);
    expect(fresh).toBe(set.add(randomPages(rng, PAGES, 5000)));
    expect(listed(kernel.harvestSummary(BITMAP, SECOND, WORDS, LIST))).toEqual(set.harvest());
  });

  it('draws the pages the shared generator draws', () => {
    clear();
    const rng = new Rng(3);
    kernel.seedRng(SMALL, 3);
    const set = new PageSet();
    kernel.setRandom(BITMAP, SMALL, PAGES, 1000);
    set.add(randomPages(rng, PAGES, 1000));
    expect(kernel.testAndSetRandom(BITMAP, SMALL, PAGES, 1000)).toBe(
      set.add(randomPages(rng, PAGES, 1000)),
    );
  });

  it('clears one chunk and copies it out', () => {
    clear();
    kernel.setPages(BITMAP, LIST, list([0, 5, 64, 700]));
    expect(kernel.clearChunk(BITMAP, 8, SECOND)).toBe(3);
    expect(kernel.countDirty(SECOND, WORDS)).toBe(3);
    expect(kernel.countDirty(BITMAP, WORDS)).toBe(1);
  });
});

describe('write logging', () => {
  it('exits once per 512 first writes with a PML buffer and loses none', () => {
    clear();
    kernel.seedRng(SMALL, 11);
    const expected = loggingReference(randomPages(new Rng(11), PAGES, 20_000), 512);
    const [state, buffer] = [SMALL + 64, SMALL + 128];
    kernel.pmlWrites(BITMAP, SECOND, buffer, state, SMALL, PAGES, 20_000);
    const [fill, exits] = new Uint32Array(memory.buffer, state, 2);
    expect([fill, exits]).toEqual([expected.held, expected.full]);
    kernel.pmlFlush(SECOND, buffer, state);
    expect(kernel.countDirty(SECOND, WORDS)).toBe(expected.dirty.size);
  });

  it('stops the vCPU when the dirty ring is full and hands over every entry', () => {
    clear();
    kernel.seedRng(SMALL, 12);
    const expected = loggingReference(randomPages(new Rng(12), PAGES, 20_000), 1024);
    const [state, ring] = [SMALL + 64, SMALL + 128];
    kernel.ringWrites(BITMAP, SECOND, ring, 1024, state, SMALL, PAGES, 20_000);
    const [head, tail, full] = new Uint32Array(memory.buffer, state, 3);
    expect(full).toBe(expected.full);
    expect(head! - tail!).toBe(expected.held);
    kernel.ringHarvest(SECOND, ring, 1024, state);
    expect(kernel.countDirty(SECOND, WORDS)).toBe(expected.dirty.size);
  });

  it('faults once per page and splits each 2 MiB mapping once under write protection', () => {
    clear();
    kernel.seedRng(SMALL, 13);
    const expected = loggingReference(randomPages(new Rng(13), PAGES, 20_000), 1);
    kernel.protectedWrites(BITMAP, SECOND, SMALL + 64, SMALL, PAGES, 20_000);
    const [faults, splits] = new Uint32Array(memory.buffer, SMALL + 64, 2);
    expect([faults, splits]).toEqual([expected.faults, expected.splits]);
  });
});
