import fc from 'fast-check';
import type { TranslationConfig } from './config.ts';

// Small structures of a processor for differential tests, of this kernel and of the one of many address spaces.

/** Caches of partial walks with their geometry, or none. */
export const anyWalkCaches = fc.option(
  fc
    .record({
      pml5: fc.integer({ min: 0, max: 2 }),
      pml4: fc.integer({ min: 0, max: 3 }),
      pdpt: fc.integer({ min: 0, max: 5 }),
      pd: fc.constantFrom(0, 8, 24, 40),
      pdWays: fc.constantFrom(0, 4, 8),
    })
    .map(({ pdWays, ...rest }) => (pdWays === 0 ? rest : { ...rest, pdWays })),
);

/** Levels of a page table. */
export const anyLevels = fc.constantFrom<4 | 5>(4, 5);

/** A set-associative structure of up to so many sets and ways. */
export const anySets = (mostSets: number, mostWays: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: mostSets }), fc.integer({ min: 1, max: mostWays }))
    .map(([count, ways]) => ({ entries: count * ways, ways }));

const someSets = anySets(13, 19);
/** Of 14 to 130 ways: lists and rows. */
export const fullyAssociative = fc
  .integer({ min: 14, max: 130 })
  .map((ways) => ({ entries: ways, ways }));
const leaf = fc.constantFrom<1 | 2 | 3>(1, 2, 3);
const cacheSets = someSets.map(({ entries, ways }) => ({ entries: entries * 16, ways }));
/** Any simulation of accesses as they come. */
export const anyConfig: fc.Arbitrary<TranslationConfig> = fc
  .record({
    mode: fc.constantFrom<'native' | 'nested'>('native', 'nested'),
    guestLevels: anyLevels,
    hostLevels: anyLevels,
    guestLeaf: leaf,
    hostLeaf: leaf,
    l1Tlb: fc.oneof(someSets, fullyAssociative),
    l2Tlb: fc.option(someSets),
    guestWalkCaches: anyWalkCaches,
    hostWalkCaches: anyWalkCaches,
    nestedTlbEntries: fc.integer({ min: 0, max: 70 }).map((n) => n * 2),
    nestedTlbWays: fc.constantFrom(0, 1, 2),
    caches: fc.option(fc.record({ l1d: cacheSets, l2: cacheSets, l3: cacheSets })),
    dataReferences: fc.boolean(),
    frames: fc.constant('first-touch' as const),
  })
  .map(({ nestedTlbWays, ...rest }) => (nestedTlbWays === 0 ? rest : { ...rest, nestedTlbWays }));
/** A few pages near each other, in far segments, and repeats. */
const address = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 24 }),
  fc.integer({ min: 0, max: 2 ** 15 }).map((n) => 0x7ffe_0000_0000 + n * 64),
  fc.integer({ min: 0, max: 2 ** 20 }).map((n) => 2 ** 44 + n * 2 ** 21),
  fc.integer({ min: 0, max: 20 }).map((n) => 2 ** 39 * n + 8),
);
export const anyAddresses = fc.array(address, { minLength: 1, maxLength: 400 });
