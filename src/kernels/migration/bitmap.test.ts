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

describe('dirty bitmap of any size', () => {
  const MOST = 1 << 22;
  const [AT, OTHER] = [ARENA, ARENA + MOST / 8];
  const [GENERATOR, OUT] = [OTHER + MOST / 8, OTHER + MOST / 8 + 64];
  const large = migrationKernel(OUT + 4 * MOST - ARENA + 64);
  const words = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0n) },
    fc.nat({ max: 63 }).map((bit) => 1n << BigInt(bit)),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  );

  it('is harvested whole, whatever its words and their number', () => {
    const lines = fc
      .nat({ max: 12 })
      .chain((n) => fc.array(words, { minLength: 8 * n, maxLength: 8 * n }));
    fc.assert(
      fc.property(lines, (content) => {
        const bitmap = new BigUint64Array(large.memory.buffer, AT, content.length + 8);
        bitmap.set([...content, ...Array<bigint>(8).fill(~0n)]);
        const expected = content.flatMap((word, w) =>
          Array.from({ length: 64 }, (_, bit) => 64 * w + bit).filter(
            (page) => (word >> BigInt(page % 64)) & 1n,
          ),
        );
        const count = large.exports.harvest(AT, content.length, OUT);
        expect([...new Uint32Array(large.memory.buffer, OUT, count)]).toEqual(expected);
        expect(bitmap.slice(0, content.length).every((word) => word === 0n)).toBe(true);
        expect(bitmap.slice(content.length).every((word) => word === 2n ** 64n - 1n)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('takes the same random writes whether it fits the cache or not, in any number', () => {
    const sizes = fc.constantFrom(1, 63, 5000, 2 ** 21, 2 ** 21 + 1, MOST);
    fc.assert(
      fc.property(sizes, fc.nat({ max: 700 }), fc.integer(), (pages, count, seed) => {
        const { exports, memory: own } = large;
        new Uint8Array(own.buffer, AT, MOST / 4).fill(0);
        const rng = new Rng(seed);
        const set = new PageSet();
        exports.seedRng(GENERATOR, seed);
        exports.setRandom(AT, GENERATOR, pages, count);
        set.add(randomPages(rng, pages, count));
        const again = exports.testAndSetRandom(AT, GENERATOR, pages, count);
        expect(again).toBe(set.add(randomPages(rng, pages, count)));
        const third = exports.testAndSetSummary(AT, OTHER, GENERATOR, pages, count);
        expect(third).toBe(set.add(randomPages(rng, pages, count)));
        const found = exports.harvest(AT, MOST / 64, OUT);
        expect([...new Uint32Array(own.buffer, OUT, found)]).toEqual(set.harvest());
      }),
      { numRuns: 60 },
    );
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
