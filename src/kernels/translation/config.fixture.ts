import fc from 'fast-check';

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
