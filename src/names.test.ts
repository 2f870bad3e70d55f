import fc from 'fast-check';
import { expect, it } from 'vitest';
import { didYouMean, editDistance, nearest, unknownName } from './names.ts';

it('distances are those of the textbook', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('hardwrae', 'hardware')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
});

it('a distance is symmetric, none for the same text, and never above the longer one', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

it('near names are few letters apart or share a part, best first; far ones are not guessed', () => {
  const hosts = ['epyc-zen3-2021', 'epyc-zen4-2022', 'sandy-bridge-ep-2012'];
  expect(nearest('zen3', hosts)).toEqual(['epyc-zen3-2021']);
  expect(nearest('epyc-zen3-2012', hosts)[0]).toBe('epyc-zen3-2021');
  expect(nearest('itanium', hosts)).toEqual([]);
  expect(nearest('zen33', hosts)[0]).toBe('epyc-zen3-2021');
  expect(nearest('vsphre', ['vsphere-4', 'esxi-8'])).toEqual(['vsphere-4']);
  expect(didYouMean('epyc-zen', hosts)).toBe(' Did you mean epyc-zen3-2021 or epyc-zen4-2022?');
});

it('the sentence names all there are, and shows no control characters', () => {
  expect(unknownName('a technique', 'ful\u001b[31m', ['full', 'para'])).toBe(
    'expected a technique (full, para), found "ful\ufffd[31m".',
  );
});
