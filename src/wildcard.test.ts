import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matcherOf, matchesName, mayOverlap, unmatched } from './wildcard.ts';

it('matches what the regular expression of the pattern matches', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (given, name) => {
      const parts = given.split('*').map((part) => part.replaceAll('.', '\\.'));
      expect(matchesName(given, name)).toBe(new RegExp(`^${parts.join('.*')}$`).test(name));
    }),
    { numRuns: 2000 },
  );
});

it('a pattern made to backtrack takes no time', () => {
  const started = process.hrtime.bigint();
  expect(matchesName(`${'*a'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(500);
});

const pattern = fc
  .array(fc.constantFrom('a', 'b', '*'), { maxLength: 6 })
  .map((letters) => letters.join(''));

it('several patterns match what one of them does; those that fit nothing are told', () => {
  const name = fc.array(fc.constantFrom('a', 'b'), { maxLength: 6 }).map((some) => some.join(''));
  fc.assert(
    fc.property(
      fc.array(pattern, { maxLength: 4 }),
      fc.array(name, { maxLength: 6 }),
      (all, known) => {
        const one = matcherOf(all);
        for (const each of known)
          expect(one(each)).toBe(all.some((some) => matchesName(some, each)));
        const fitting = all.filter((some) => known.some((each) => matchesName(some, each)));
        expect(unmatched(all, known)).toEqual(all.filter((some) => !fitting.includes(some)));
      },
    ),
    { numRuns: 300 },
  );
});

it('two patterns that both match some name are said to overlap', () => {
  const name = fc.array(fc.constantFrom('a', 'b'), { maxLength: 6 }).map((some) => some.join(''));
  fc.assert(
    fc.property(pattern, pattern, name, (a, b, each) => {
      if (matchesName(a, each) && matchesName(b, each)) expect(mayOverlap(a, b)).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(mayOverlap('web*', 'db*')).toBe(false);
  expect(mayOverlap('web1', 'web2')).toBe(false);
});
