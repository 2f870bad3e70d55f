import fc from 'fast-check';
import { expect, it } from 'vitest';
import { studentQuantile, studentWithin } from './student.ts';

/** Rows of the table of Student's distribution as NIST/SEMATECH prints it (e-Handbook, 1.3.6.7.2). */
const table = [
  [1, 3.078, 6.314, 12.706, 31.821, 63.657, 318.309],
  [2, 1.886, 2.92, 4.303, 6.965, 9.925, 22.327],
  [3, 1.638, 2.353, 3.182, 4.541, 5.841, 10.215],
  [4, 1.533, 2.132, 2.776, 3.747, 4.604, 7.173],
  [5, 1.476, 2.015, 2.571, 3.365, 4.032, 5.893],
  [9, 1.383, 1.833, 2.262, 2.821, 3.25, 4.297],
  [10, 1.372, 1.812, 2.228, 2.764, 3.169, 4.144],
  [19, 1.328, 1.729, 2.093, 2.539, 2.861, 3.579],
  [30, 1.31, 1.697, 2.042, 2.457, 2.75, 3.385],
  [60, 1.296, 1.671, 2.0, 2.39, 2.66, 3.232],
  [100, 1.29, 1.66, 1.984, 2.364, 2.626, 3.174],
] as const;
const columns = [0.9, 0.95, 0.975, 0.99, 0.995, 0.999] as const;

it.each(table)('quantiles with %i degrees of freedom are those of the table', (degrees, ...row) => {
  const found = columns.map((probability) => studentQuantile(probability, degrees));
  for (const [i, expected] of row.entries()) expect(found[i]).toBeCloseTo(expected, 2.99);
});

it('one degree is the distribution of Cauchy, two have a closed form', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 0.9999, noNaN: true }), (p) => {
      expect(studentQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 8);
      const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
      expect(studentQuantile(p, 2)).toBeCloseTo(two, 8);
    }),
    { numRuns: 200 },
  );
});

it('many degrees are nearly normal, and the exact sum and the expansion meet', () => {
  expect(studentQuantile(0.975, 1e9)).toBeCloseTo(1.959963984540054, 8);
  expect(studentQuantile(0.95, 1e9)).toBeCloseTo(1.644853626951473, 8);
  for (const p of columns) {
    const t = studentQuantile(p, 1000);
    expect(studentWithin(t, 1000)).toBeCloseTo(2 * p - 1, 12);
    expect(studentWithin(studentQuantile(p, 1001), 1001)).toBeCloseTo(2 * p - 1, 12);
    expect(studentQuantile(p, 999)).toBeGreaterThan(t);
  }
});

it('a quantile is below so many draws, and falls with more degrees', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.51, max: 0.9999, noNaN: true }),
      fc.integer({ min: 1, max: 3000 }),
      (p, degrees) => {
        const t = studentQuantile(p, degrees);
        expect(studentWithin(t, degrees)).toBeCloseTo(2 * p - 1, 12);
        expect(studentQuantile(p, degrees + 1)).toBeLessThan(t);
      },
    ),
    { numRuns: 100 },
  );
  expect(studentQuantile(0.5, 7)).toBeCloseTo(0, 12);
});

it.each([
  [0.4, 5],
  [1, 5],
  [Number.NaN, 5],
  [0.95, 0],
  [0.95, 2.5],
])('a probability of %f with %f degrees is refused', (p, degrees) => {
  expect(() => studentQuantile(p, degrees)).toThrow(/^expected a /);
});
