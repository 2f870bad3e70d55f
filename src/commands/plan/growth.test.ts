import { expect, it } from 'vitest';
import { growthOf } from './growth.ts';

it('a rate a month has a band of half to one and a half of it, or its own', () => {
  expect(growthOf('2')).toEqual({ percentPerMonth: 2, low: 1, high: 3 });
  expect(growthOf('0')).toEqual({ percentPerMonth: 0, low: 0, high: 0 });
  expect(growthOf('-2')).toEqual({ percentPerMonth: -2, low: -3, high: -1 });
  expect(growthOf('2.5:0:7')).toEqual({ percentPerMonth: 2.5, low: 0, high: 7 });
});

it('twelve months at the rate of a year make the year', () => {
  const { percentPerMonth, low, high } = growthOf('24:12:100/y');
  for (const [month, year] of [
    [percentPerMonth, 1.24],
    [low, 1.12],
    [high, 2],
  ] as const)
    expect((1 + month / 100) ** 12).toBeCloseTo(year, 5);
});

it.each([
  '',
  '/y',
  'x',
  '2:',
  '2:1',
  '2:3:1',
  '1:2:3',
  '2:1:3:4',
  '201',
  '-51',
  '1e9',
  '2/m',
  'NaN',
  '-100/y',
])('says what it expected where it is given "%s"', (text) => {
  expect(() => growthOf(text)).toThrow('expected a rate in percent a month from -50 to 200');
});
