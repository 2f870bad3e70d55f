import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesName } from './wildcard.ts';

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
