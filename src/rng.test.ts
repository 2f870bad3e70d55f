import { expect, it } from 'vitest';
import { Rng } from './rng.ts';

it('the same seed draws the same numbers, another seed others', () => {
  const draw = (seed: number) =>
    Array.from(
      { length: 8 },
      (
        (r) => () =>
          r.nextU32()
      )(new Rng(seed)),
    );
  expect(draw(42)).toEqual(draw(42));
  expect(draw(42)).not.toEqual(draw(43));
});

it('bounded draws stay below their bound and reach every value', () => {
  const rng = new Rng(7);
  const seen = new Set<number>();
  for (let i = 0; i < 1000; i++) seen.add(rng.nextBelow(10));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
