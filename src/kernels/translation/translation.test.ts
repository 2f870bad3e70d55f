import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../../rng.ts';
import { findWorkload, workloads } from '../../workloads/index.ts';
import { lruMisses } from '../stack-distance/reference.ts';
import { anyAddresses, anyConfig, fullyAssociative } from './config.fixture.ts';
import { oneTlb } from './config.ts';
import { type TranslationConfig, TranslationKernel } from './index.ts';
import { simulateReference } from './reference.ts';

const plain: TranslationConfig = {
  mode: 'nested',
  guestLevels: 4,
  hostLevels: 4,
  guestLeaf: 1,
  hostLeaf: 1,
  l1Tlb: { entries: 64, ways: 4 },
  l2Tlb: { entries: 1536, ways: 12 },
  guestWalkCaches: null,
  hostWalkCaches: null,
  nestedTlbEntries: 0,
  caches: null,
  dataReferences: false,
  frames: 'first-touch',
};

const wordsOf = (addresses: readonly number[]) =>
  BigUint64Array.from(addresses, (address) => BigInt(address) << 2n);

function run(config: TranslationConfig, addresses: readonly number[]) {
  const kernel = new TranslationKernel(config);
  kernel.feed(wordsOf(addresses));
  return { counts: kernel.counts(), lines: kernel.hostTableLines };
}

describe('the translation kernel', () => {
  test('a cold walk costs (g + 1)(h + 1) - 1 references for all levels and page sizes', () => {
    for (const guestLevels of [4, 5] as const)
      for (const hostLevels of [4, 5] as const)
        for (const guestLeaf of [1, 2, 3] as const)
          for (const hostLeaf of [1, 2, 3] as const) {
            const { counts } = run({ ...plain, guestLevels, hostLevels, guestLeaf, hostLeaf }, [
              2 ** 40,
            ]);
            const g = guestLevels - guestLeaf + 1;
            const h = hostLevels - hostLeaf + 1;
            expect(counts.guestRefs + counts.hostRefs).toBe((g + 1) * (h + 1) - 1);
          }
  });

  test('counts what the reference counts, for any geometry and any addresses', () => {
    fc.assert(
      fc.property(anyConfig, anyAddresses, (settings, list) => {
        const { counts, lines } = run(settings, list);
        expect(counts).toEqual(simulateReference(settings, list, lines));
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 3000 : 150 },
    );
  });

  test('long rows and any number of sets miss what LRU misses', () => {
    const many = fc
      .tuple(fc.integer({ min: 1, max: 2 ** 15 }), fc.integer({ min: 1, max: 17 }))
      .map(([count, ways]) => ({ entries: count * ways, ways }));
    // Keys that share sets and keys far apart, each used again now and then.
    const stream = fc.tuple(
      fullyAssociative.map(({ ways }) => ways),
      fc.integer(),
      fc.integer({ min: 1, max: 2 ** 16 }),
    );
    fc.assert(
      fc.property(fc.oneof(fullyAssociative, many), stream, (tlb, [pages, seed, stride]) => {
        const random = new Rng(seed);
        const list = Array.from({ length: 1500 }, () => random.nextBelow(pages) * stride);
        const kernel = new TranslationKernel(oneTlb(tlb, 1, 'first-touch'));
        kernel.feed(wordsOf(list.map((page) => page * 4096)));
        expect(kernel.counts().l1Misses).toBe(lruMisses(list, tlb.entries / tlb.ways, tlb.ways));
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 2000 : 100 },
    );
  });

  test('a list whose keys all hash alike misses what LRU misses', () => {
    // The hash of assembly/translation/list.ts is the upper 12 bits of a product.
    const alike = (page: number) => Math.imul(page, 0x9e37_79b1) >>> 20 === 0;
    const pages: number[] = [];
    for (let page = 0; pages.length < 100; page++) if (alike(page)) pages.push(page);
    const random = new Rng(5);
    const list = Array.from({ length: 3000 }, () => pages[random.nextBelow(pages.length)]!);
    for (const ways of [16, 64, 128]) {
      const frames = { base: 0, bytes: 2 ** 40 };
      const kernel = new TranslationKernel(oneTlb({ entries: ways, ways }, 1, frames));
      kernel.feed(wordsOf(list.map((page) => page * 4096)));
      expect(kernel.counts().l1Misses).toBe(lruMisses(list, 1, ways));
    }
  });

  test('a last cache whose rows are brought in ahead misses what the reference misses', () => {
    const random = new Rng(11);
    const list = Array.from({ length: 6000 }, () => random.nextBelow(2 ** 18) * 64 * 1021);
    const settings = {
      ...{ ...plain, nestedTlbEntries: 32, dataReferences: true },
      caches: {
        l1d: { entries: 512, ways: 8 },
        l2: { entries: 2048, ways: 4 },
        l3: { entries: 131_072, ways: 16 },
      },
    };
    const { counts, lines } = run(settings, [...list, ...list]);
    expect(counts).toEqual(simulateReference(settings, [...list, ...list], lines));
    expect(counts.served!.l3.data).toBeGreaterThan(1000);
  });

  test('a simulation in the memory of another starts from nothing', () => {
    fc.assert(
      fc.property(
        anyConfig,
        anyConfig,
        anyAddresses,
        anyAddresses,
        (first, second, before, list) => {
          const one = new TranslationKernel(first);
          one.feed(wordsOf(before));
          one.release();
          const { counts, lines } = run(second, list);
          expect(counts).toEqual(simulateReference(second, list, lines));
        },
      ),
      { numRuns: process.env.VIRTCOST_FULL ? 500 : 30 },
    );
  });

  test('computed frames equal frames handed out one by one', () => {
    const region = fc.record({
      base: fc.integer({ min: 0, max: 2 ** 28 }).map((page) => page * 4096),
      bytes: fc.integer({ min: 8, max: 2 ** 23 }),
    });
    fc.assert(
      fc.property(anyConfig, region, fc.integer(), (settings, frames, seed) => {
        const spec = { pattern: 'uniform', ...frames, seed };
        const pattern = findWorkload('uniform').kernelPattern(spec);
        const kernel = new TranslationKernel({ ...settings, frames }, pattern);
        kernel.runPattern(300);
        const list: number[] = [];
        for (const next of findWorkload('uniform').addresses(spec)) {
          if (list.push(next) === 300) break;
        }
        expect(kernel.counts()).toEqual(
          simulateReference({ ...settings, frames }, list, kernel.hostTableLines),
        );
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 1000 : 60 },
    );
  });

  test('frames of a region that crosses directory and PDPT borders are those of first touch', () => {
    for (const guestLeaf of [1, 2, 3] as const)
      for (const guestLevels of [4, 5] as const) {
        const base = 2 ** 39 * 3 - 2 ** 21 * 700 - 4096;
        const bytes = guestLeaf === 1 ? 2 ** 25 : 2 ** 32;
        const start = guestLeaf === 1 ? 2 ** 39 * 3 - 2 ** 24 : base;
        const frames = { base: start, bytes };
        const spec = { pattern: 'strided', ...frames, strideBytes: 2 ** 20 + 4096 };
        const small = { entries: 16, ways: 16 };
        const settings = {
          ...plain,
          guestLeaf,
          guestLevels,
          frames,
          caches: { l1d: small, l2: small, l3: small },
        };
        const kernel = new TranslationKernel(settings, findWorkload('strided').kernelPattern(spec));
        kernel.runPattern(5000);
        const list: number[] = [];
        for (const next of findWorkload('strided').addresses(spec))
          if (list.push(next) === 5000) break;
        expect(kernel.counts()).toEqual(simulateReference(settings, list, kernel.hostTableLines));
      }
  });

  test('a trace that outgrows its frame table goes on in a larger memory', () => {
    const list = Array.from({ length: 40_000 }, (_, i) => ((i * 7919) % 30_000) * 4096);
    const { counts, lines } = run({ ...plain, nestedTlbEntries: 16 }, list);
    expect(counts.firstTouches).toBe(30_000);
    expect(counts).toEqual(simulateReference({ ...plain, nestedTlbEntries: 16 }, list, lines));
  });

  test('a terabyte of regular mapping takes no more simulator memory than a megabyte', () => {
    const memory = (bytes: number) => {
      const pattern = findWorkload('gups').kernelPattern({ pattern: 'gups', bytes });
      const kernel = new TranslationKernel({ ...plain, frames: pattern }, pattern);
      kernel.runPattern(1000);
      return kernel.memoryBytes;
    };
    expect(memory(2 ** 40)).toBe(memory(2 ** 20));
  });

  test('more separate 4 GiB ranges than it can name is a clear error', () => {
    const list = Array.from({ length: 4000 }, (_, i) => i * 2 ** 32);
    expect(() => run(plain, list)).toThrow(/4 GiB ranges/);
  });

  test.each([
    [{ entries: 0, ways: 1 }, /at least 1 entry/],
    [{ entries: 10, ways: 4 }, /ways that divide 10/],
    [{ entries: 2 ** 32, ways: 4 }, /simulator memory/],
  ])('geometry %o is refused with a message', (l2Tlb, message) => {
    expect(() => new TranslationKernel({ ...plain, l2Tlb })).toThrow(message);
  });
});

describe.each(workloads.map((workload) => [workload.id, workload] as const))(
  'pattern %s',
  (_, workload) => {
    const spec = { pattern: workload.id, bytes: 3 * 2 ** 20 + 4096, seed: 7, phaseAccesses: 100 };

    test('kernel and twin give the same addresses, inside the footprint', () => {
      const pattern = workload.kernelPattern(spec);
      const words = new TranslationKernel({ ...plain, frames: pattern }, pattern).generate(3000);
      const twin = workload.addresses(spec);
      for (const word of words) {
        const expected = twin.next().value;
        expect(Number(word >> 2n)).toBe(expected);
        expect(expected).toBeGreaterThanOrEqual(2 ** 44);
        expect(expected).toBeLessThan(2 ** 44 + spec.bytes);
      }
    });
  },
);

test('zipf draws ranks as often as rank^-s says', () => {
  const pages = 1000;
  const twin = findWorkload('zipf').addresses({
    pattern: 'zipf',
    bytes: pages * 4096,
    exponent: 1,
  });
  const seen = new Map<number, number>();
  for (let i = 0; i < 200_000; i++) {
    const page = Math.floor(twin.next().value / 4096);
    seen.set(page, (seen.get(page) ?? 0) + 1);
  }
  const shares = [...seen.values()].sort((a, b) => b - a).map((n) => n / 200_000);
  const norm = Array.from({ length: pages }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b);
  expect(shares[0]).toBeCloseTo(1 / norm, 2);
  expect(shares[9]).toBeCloseTo(1 / 10 / norm, 2);
  expect(seen.size).toBe(pages);
});

test('the pointer chase visits every page once per round', () => {
  const twin = findWorkload('chase').addresses({ pattern: 'chase', bytes: 777 * 4096 });
  const round = Array.from({ length: 777 }, () => twin.next().value);
  expect(new Set(round).size).toBe(777);
  expect(twin.next().value).toBe(round[0]);
});
