import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StackDistanceKernel } from './index.ts';
import { lruMisses } from './reference.ts';

const runs = process.env.VIRTCOST_FULL ? 2000 : 60;

const wordsOf = (pages: readonly number[], pageBits = 12) =>
  BigUint64Array.from(pages, (page, i) => (BigInt(page) << BigInt(pageBits + 2)) | BigInt(i % 3));

function kernelOf(
  families: readonly { sets: number; maxWays: number }[],
  pages: readonly number[],
  cut = 0,
) {
  const kernel = new StackDistanceKernel(families);
  kernel.feed(wordsOf(pages.slice(0, cut)));
  kernel.feed(wordsOf(pages.slice(cut)));
  return kernel;
}

/** Runs of a page, neighbours, and regions up to the top of a 56-bit space. */
const pageLists = fc
  .record({
    regions: fc.array(fc.integer({ min: 0, max: 2 ** 26 }), { minLength: 1, maxLength: 6 }),
    steps: fc.array(fc.tuple(fc.nat(5), fc.nat(60), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 300,
    }),
  })
  .map(({ regions, steps }) =>
    steps.flatMap(([region, page, repeats]) =>
      Array<number>(repeats).fill(regions[region % regions.length]! * 2 ** 18 + page),
    ),
  );

const families = fc.array(
  fc.record({
    sets: fc.constantFrom(1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 96, 128),
    maxWays: fc.constantFrom(1, 2, 7, 8, 9, 16, 17, 24, 30, 32, 33, 50),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('stack distances in one pass', () => {
  test('every associativity of every set count has the misses that a run of its own has', () => {
    fc.assert(
      fc.property(pageLists, families, fc.nat(100), (pages, some, cut) => {
        const kernel = kernelOf(some, pages, cut);
        for (const { sets, maxWays } of some) {
          for (const ways of [1, Math.ceil(maxWays / 2), maxWays]) {
            expect(kernel.misses(sets, ways)).toBe(lruMisses(pages, sets, ways));
          }
        }
        expect(kernel.accesses).toBe(pages.length);
      }),
      { numRuns: runs },
    );
  });

  test('tags that outgrow 16 bits half-way change nothing', () => {
    const some = [16, 48, 64, 96, 1024].map((sets) => ({ sets, maxWays: 32 }));
    const near = Array.from({ length: 3000 }, (_, i) => (i * i * 7) % 4096);
    const far = Array.from({ length: 3000 }, (_, i) => (i % 97) * 2 ** 20 + ((i * i * 5) % 4096));
    const pages = [...near, ...far, ...near];
    const kernel = kernelOf(some, pages, 3500);
    for (const { sets } of some) {
      for (const ways of [1, 3, 4, 12, 20, 32]) {
        expect(kernel.misses(sets, ways)).toBe(lruMisses(pages, sets, ways));
      }
    }
  });

  test('2M pages count by their own page', () => {
    const pages = Array.from({ length: 500 }, (_, i) => (i * i) % 61);
    const kernel = new StackDistanceKernel([{ sets: 8, maxWays: 4 }], 21);
    kernel.feed(wordsOf(pages, 21));
    expect(kernel.misses(8, 3)).toBe(lruMisses(pages, 8, 3));
  });

  test('geometries that no pass can hold and accesses all over the address space are refused', () => {
    const primes = [8191, 8179, 8171].map((sets) => ({ sets, maxWays: 1 }));
    expect(() => new StackDistanceKernel(primes)).toThrow(/least common multiple/);
    expect(() => new StackDistanceKernel([{ sets: 0, maxWays: 1 }])).toThrow(/at least 1 set/);
    expect(() => new StackDistanceKernel([])).toThrow(/1 to 256 set counts/);
    const scattered = Array.from({ length: 5000 }, (_, i) => i * 2 ** 18);
    expect(() => kernelOf([{ sets: 1, maxWays: 1 }], scattered)).toThrow(/separate regions/);
  });
});
