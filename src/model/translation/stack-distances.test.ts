import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TranslationConfig, TranslationKernel } from '../../kernels/translation.ts';
import { findWorkload } from '../../workloads/index.ts';
import { cheMissRatio, StackDistances } from './stack-distances.ts';

function bruteForce(pages: readonly number[], sets: number, ways: number): number {
  const rows = Array.from({ length: sets }, () => [] as number[]);
  let misses = 0;
  for (const page of pages) {
    const row = rows[page % sets]!;
    const at = row.indexOf(page);
    if (at >= 0) row.splice(at, 1);
    else misses++;
    row.unshift(page);
    if (row.length > ways) row.pop();
  }
  return misses;
}

function pagesOf(pattern: string, bytes: number, count: number): number[] {
  const list: number[] = [];
  for (const address of findWorkload(pattern).addresses({ pattern, bytes })) {
    if (list.push(Math.floor(address / 4096)) === count) break;
  }
  return list;
}

describe('stack distances', () => {
  test('one pass gives the misses of every geometry, as brute force does', () => {
    const pages = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(pages, fc.integer({ min: 1, max: 9 }), (list, sets) => {
        const sweep = new StackDistances([{ sets, maxWays: 8 }]);
        sweep.feed(list.slice(0, 50));
        sweep.feed(list.slice(50));
        for (let ways = 1; ways <= 8; ways++) {
          expect(sweep.misses(sets, ways)).toBe(bruteForce(list, sets, ways));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('families that divide each other stay exact, in any order and over several batches', () => {
    const pages = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 300 });
    const families = fc.array(
      fc.record({
        sets: fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 24),
        maxWays: fc.integer({ min: 1, max: 6 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(pages, families, (list, some) => {
        const sweep = new StackDistances(some);
        sweep.feed(list.slice(0, 70));
        sweep.feed(list.slice(70));
        for (const { sets, maxWays } of some) {
          expect(sweep.misses(sets, maxWays)).toBe(bruteForce(list, sets, maxWays));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('200 geometries from one pass agree with the kernel where it is asked', () => {
    const pattern = { pattern: 'zipf', bytes: 2 ** 24 };
    const families = [16, 32, 64, 96, 128, 192, 256, 384, 512, 1024].map((sets) => ({
      sets,
      maxWays: 20,
    }));
    const sweep = new StackDistances(families);
    sweep.feed(pagesOf('zipf', pattern.bytes, 20_000));
    const prepared = findWorkload('zipf').kernelPattern(pattern);
    for (const [sets, ways] of [
      [16, 4],
      [96, 5],
      [384, 12],
    ] as const) {
      const config: TranslationConfig = {
        mode: 'native',
        guestLevels: 4,
        hostLevels: 4,
        guestLeaf: 1,
        hostLeaf: 1,
        l1Tlb: { entries: sets * ways, ways },
        l2Tlb: null,
        guestWalkCaches: null,
        hostWalkCaches: null,
        nestedTlbEntries: 0,
        caches: null,
        dataReferences: false,
        frames: prepared,
      };
      const kernel = new TranslationKernel(config, prepared);
      kernel.runPattern(20_000);
      expect(sweep.misses(sets, ways)).toBe(kernel.counts().l1Misses);
    }
  });

  test("Che's closed form meets the simulation of an independent stream within 0.01", () => {
    const pages = 4096;
    const entries = 1000;
    const sweep = new StackDistances([{ sets: 1, maxWays: entries }]);
    const list = pagesOf('uniform', pages * 4096, 12_000);
    sweep.feed(list.slice(0, 6000));
    const warm = sweep.misses(1, entries);
    sweep.feed(list.slice(6000));
    const simulated = (sweep.misses(1, entries) - warm) / 6000;
    const formula = cheMissRatio([{ pages, probability: 1 / pages }], entries);
    expect(Math.abs(simulated - formula)).toBeLessThan(0.01);
  });
});
