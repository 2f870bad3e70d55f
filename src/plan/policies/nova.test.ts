import { expect, it } from 'vitest';
import { novaWeights } from './nova.ts';

/** Free vCPUs of the worked example in Red Hat's OpenStack 17.1 guide. */
const free = [5, 5, 10, 10, 15, 20, 20, 15, 10, 5];
const rounded = (weights: readonly number[]) => weights.map((w) => Math.round(w * 100) / 100);

it('weighs from the fullest host, as the guide calculates', () => {
  expect(rounded(novaWeights(free))).toEqual([0, 0, 0.33, 0.33, 0.67, 1, 1, 0.67, 0.33, 0]);
});

it('weighs from zero where the weigher says so: what Nova 26.2.2 answers', () => {
  const seen = [0.25, 0.25, 0.5, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25];
  expect(rounded(novaWeights(free, 0))).toEqual(seen);
});

it('weighs equal hosts 0', () => {
  expect(novaWeights([7, 7, 7])).toEqual([0, 0, 0]);
});
