import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rng } from '../../rng.ts';
import { fitTrend, reaches } from './trend.ts';

it('a straight line is found again, and a limit on it is reached when it says, with no width', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 3, max: 12 }),
      (from, slope, count) => {
        const trend = fitTrend(
          Array.from({ length: count }, (_, i) => [i - count + 1, from + slope * (i - count + 1)]),
        );
        expect(trend.slope).toBeCloseTo(slope, 9);
        const found = reaches(trend, from + slope * 7, 1000);
        expect(found.value).toBeCloseTo(7, 6);
        expect(found.early).toBeCloseTo(7, 3);
        expect(found.late).toBeCloseTo(7, 3);
      },
    ),
    { numRuns: 60 },
  );
});

it('the prediction interval of a worked example: y = 0.785 + 0.425 x, s = 0.9645', () => {
  const trend = fitTrend([
    [1, 1],
    [2, 2],
    [3, 1.3],
    [4, 3.75],
    [5, 2.25],
  ]);
  expect([trend.slope, trend.at(0)]).toEqual([
    expect.closeTo(0.425, 12),
    expect.closeTo(0.785, 12),
  ]);
  // 2.3534 x 0.96454 x sqrt(1 + 1/5 + 3^2 / 10)
  expect(trend.half(6)).toBeCloseTo(2.3534 * 0.96454 * Math.sqrt(2.1), 3);
  expect(trend.slopeHalf).toBeCloseTo((2.3534 * 0.96454) / Math.sqrt(10), 3);
});

it('two dates are a line without an interval', () => {
  const trend = fitTrend([
    [-10, 5],
    [0, 10],
  ]);
  expect(reaches(trend, 20, 100)).toEqual({
    value: expect.closeTo(20, 6),
    early: undefined,
    late: undefined,
  });
});

it('a limit that is never reached has no date, and its early end may have one', () => {
  const falling = fitTrend([
    [-2, 10],
    [-1, 9],
    [0, 8],
  ]);
  expect(reaches(falling, 20, 1000)).toEqual({ value: null, early: null, late: null });
  const noisy = fitTrend([
    [-3, 8],
    [-2, 12],
    [-1, 7],
    [0, 11],
  ]);
  const found = reaches(noisy, 40, 1000);
  expect(found.early).toBeLessThan(found.value!);
  expect(found.late).toBeNull();
});

it('nine of ten new values lie within the interval', () => {
  const rng = new Rng(7);
  const noise = () => Array.from({ length: 12 }, () => rng.nextUnit()).reduce((a, b) => a + b, -6);
  let inside = 0;
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    const points = Array.from(
      { length: 7 },
      (_, i) => [i - 6, 100 + 2 * (i - 6) + noise()] as const,
    );
    const trend = fitTrend(points);
    const value = 100 + 2 * 5 + noise();
    if (Math.abs(value - trend.at(5)) <= trend.half(5)!) inside++;
  }
  expect(inside / runs).toBeGreaterThan(0.87);
  expect(inside / runs).toBeLessThan(0.93);
});

it('days that are alike widen the interval', () => {
  const slow = Array.from({ length: 60 }, (_, i) => [i - 59, Math.sin(i / 6)] as const);
  const quick = Array.from({ length: 60 }, (_, i) => [i - 59, i % 2 === 0 ? 0.7 : -0.7] as const);
  expect(fitTrend(slow).slopeHalf!).toBeGreaterThan(2 * fitTrend(quick).slopeHalf!);
});
