import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findWorkload } from '../../workloads/index.ts';
import { anyAddresses, anyConfig } from './config.fixture.ts';
import { canPair, type TranslationConfig, TranslationKernel } from './index.ts';
import { simulateReference } from './reference.ts';

/** Data caches whose sets divide each other, of any ways; at times no power of two. */
const anyCaches = fc
  .record({
    first: fc.constantFrom(8, 16, 24, 64),
    second: fc.constantFrom(1, 2, 3, 4),
    third: fc.constantFrom(1, 2, 4, 13),
    ways: fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 18 }))),
  })
  .map(({ first, second, third, ways }) => {
    const sets = [first, first * second, first * second * third];
    const [l1d, l2, l3] = sets.map((each, i) => ({ entries: each * ways[i]!, ways: ways[i]! }));
    return { l1d: l1d!, l2: l2!, l3: l3! };
  });

/** Native walks and nested ones of the same guest. */
const pairs = fc
  .tuple(anyConfig, anyConfig, anyCaches)
  .map(([first, second, caches]): [TranslationConfig, TranslationConfig] => {
    const { hostLevels, hostLeaf, hostWalkCaches, nestedTlbEntries, nestedTlbWays } = second;
    const native = { ...first, mode: 'native' as const, caches, dataReferences: true };
    const host = { hostLevels, hostLeaf, hostWalkCaches, nestedTlbEntries };
    const ways = nestedTlbWays === undefined ? {} : { nestedTlbWays };
    return [native, { ...native, ...host, ...ways, mode: 'nested' }];
  })
  .filter(([native, nested]) => canPair(native, nested));

const GIB = 2 ** 30;
const caches = {
  l1d: { entries: 512, ways: 8 },
  l2: { entries: 8192, ways: 8 },
  l3: { entries: 13 * 4096, ways: 13 },
};
const walkCaches = { pml5: 0, pml4: 2, pdpt: 2, pd: 4 };
const native: TranslationConfig = {
  ...{ mode: 'native', guestLevels: 4, hostLevels: 4, guestLeaf: 1, hostLeaf: 1 },
  ...{ l1Tlb: { entries: 64, ways: 4 }, l2Tlb: { entries: 1536, ways: 12 } },
  ...{ guestWalkCaches: walkCaches, hostWalkCaches: walkCaches, nestedTlbEntries: 16 },
  ...{ caches, dataReferences: true, frames: 'first-touch' },
};
const nested: TranslationConfig = { ...native, mode: 'nested', hostLeaf: 2 };

function wordsOf(pattern: string, bytes: number, count: number): BigUint64Array {
  const made = findWorkload(pattern).kernelPattern({ pattern, base: 2 ** 40, bytes, seed: 7 });
  const frames = { base: 2 ** 40, bytes };
  return new TranslationKernel({ ...native, frames }, made).generate(count);
}

describe('a kernel with a companion', () => {
  test('both count what each would count alone', () => {
    let hostRefs = 0;
    fc.assert(
      fc.property(pairs, anyAddresses, ([one, other], list) => {
        const kernel = new TranslationKernel(one, undefined, other);
        const words = BigUint64Array.from(list, (address) => BigInt(address) << 2n);
        const cut = Math.floor(words.length / 3);
        kernel.feed(words.subarray(0, cut));
        kernel.feed(words.subarray(cut));
        const { hostTableLines } = new TranslationKernel(other);
        expect(kernel.counts()).toEqual(simulateReference(one, list, kernel.hostTableLines));
        const expected = simulateReference(other, list, hostTableLines);
        expect(kernel.companionCounts()).toEqual(expected);
        hostRefs += expected.hostRefs;
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 2000 : 120 },
    );
    expect(hostRefs).toBeGreaterThan(1000);
  });

  test('so they do where a stream keeps the caches full', () => {
    const batch = fc.integer({ min: 1, max: 100 });
    const streams = ['uniform', 'zipf'].flatMap((pattern) =>
      [16, 19, 22].map((bits) => wordsOf(pattern, 2 ** bits, 4000)),
    );
    fc.assert(
      fc.property(pairs, fc.constantFrom(...streams), batch, ([one, other], words, length) => {
        const kernel = new TranslationKernel(one, undefined, other);
        const alone = [one, other].map((config) => new TranslationKernel(config));
        // Rows part and are one again batch by batch.
        for (let done = 0; done < words.length; done += length) {
          for (const each of [kernel, ...alone]) each.feed(words.subarray(done, done + length));
        }
        expect([kernel.counts(), kernel.companionCounts()]).toEqual(
          alone.map((each) => each.counts()),
        );
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 1000 : 100 },
    );
  });

  test('rows part where host tables are read much, and are one again where they are not', () => {
    const kernel = new TranslationKernel(native, undefined, nested);
    const alone = [native, nested].map((config) => new TranslationKernel(config));
    const seen = [
      wordsOf('uniform', 2 ** 24, 60_000),
      wordsOf('gups', 64 * GIB, 30_000),
      wordsOf('uniform', 2 ** 24, 200_000),
      wordsOf('phases', 2 ** 28, 60_000),
    ].map((words) => {
      for (const each of [kernel, ...alone]) each.feed(words);
      expect([kernel.counts(), kernel.companionCounts()]).toEqual(alone.map((one) => one.counts()));
      return kernel.isPaired;
    });
    expect(seen).toEqual([true, false, true, true]);
  });

  test('so they do with short tags, and a pattern started over counts as at first', () => {
    const bytes = 2 ** 26;
    const pattern = findWorkload('zipf').kernelPattern({ pattern: 'zipf', bytes, seed: 3 });
    const frames = { base: pattern.base, bytes };
    const both = [native, nested].map((config) => ({ ...config, frames }));
    const kernel = new TranslationKernel(both[0]!, pattern, both[1]);
    kernel.runPattern(20_000);
    const first = [kernel.counts(), kernel.companionCounts()];
    const alone = both.map((config) => {
      const one = new TranslationKernel(config, pattern);
      one.runPattern(20_000);
      return one.counts();
    });
    expect(first).toEqual(alone);
    kernel.restart(pattern);
    kernel.runPattern(20_000);
    expect([kernel.counts(), kernel.companionCounts()]).toEqual(first);
  });

  test('only nested walks over the same caches, their sets dividing each other, are a companion', () => {
    expect(canPair(native, nested)).toBe(true);
    expect(canPair(nested, native)).toBe(false);
    expect(canPair(native, native)).toBe(false);
    const other = { ...nested, caches: { ...caches, l2: { entries: 4096, ways: 8 } } };
    expect(canPair(native, other)).toBe(false);
    const odd = { ...caches, l2: { entries: 8 * 100, ways: 8 } };
    expect(canPair({ ...native, caches: odd }, { ...nested, caches: odd })).toBe(false);
    const list = { ...caches, l1d: { entries: 16, ways: 16 } };
    const frames = { base: 2 ** 40, bytes: 2 ** 24 };
    expect(canPair({ ...native, frames }, { ...nested, frames })).toBe(true);
    const listed = { caches: list, frames };
    expect(canPair({ ...native, ...listed }, { ...nested, ...listed })).toBe(false);
    expect(
      canPair({ ...native, dataReferences: false }, { ...nested, dataReferences: false }),
    ).toBe(false);
  });
});
