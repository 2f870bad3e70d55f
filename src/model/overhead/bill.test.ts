import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Status } from '../../sourced.ts';
import { type BillLine, compareBills } from './bill.ts';

const entry = (event: string, cycles: number, more: Partial<BillLine> = {}): BillLine => ({
  event,
  label: event,
  part: 'cpu-exits',
  cycles,
  low: cycles,
  high: cycles,
  status: 'measured',
  source: 'test',
  unverified: false,
  ...more,
});

it('a bill against itself is no overhead, however wide its intervals', () => {
  const bill = [entry('syscall', 100, { low: 50, high: 300 }), entry('user', 1000)];
  expect(compareBills(bill, bill)).toMatchObject({ overheadRatio: 0, low: 0, high: 0, parts: {} });
});

it('the interval comes from the lines that differ alone', () => {
  const shared = entry('user', 1000, { low: 500, high: 2000 });
  const result = compareBills([shared], [shared, entry('hypercall', 100, { low: 80, high: 150 })]);
  expect(result.overheadRatio).toBeCloseTo(0.1, 12);
  expect(result.low).toBeCloseTo(80 / 2000, 12);
  expect(result.high).toBeCloseTo(150 / 500, 12);
});

it('parts sum to the overhead and the point lies inside its interval', () => {
  const status = fc.constantFrom<Status>('measured', 'published', 'derived', 'estimated');
  const line = fc
    .record({
      event: fc.constantFrom('a', 'b', 'c'),
      cycles: fc.double({ min: 0.1, max: 1e6, noNaN: true }),
      part: fc.constantFrom('user' as const, 'cpu-exits' as const, 'device-io' as const),
      status,
      spread: fc.double({ min: 0, max: 0.9, noNaN: true }),
    })
    .map(({ event, cycles, part, status: known, spread }) =>
      entry(event, cycles, {
        part,
        status: known,
        low: cycles * (1 - spread),
        high: cycles * (1 + spread),
      }),
    );
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.array(line, { minLength: 1 }),
      (base, bill) => {
        const result = compareBills(base, bill);
        const sum = Object.values(result.parts).reduce((total, part) => total + part.cycles, 0);
        // Rounding grows with what is summed, and a base near zero magnifies it.
        const summed = [...base, ...bill].reduce((total, { high }) => total + high, 0);
        const slack = 1e-12 * (1 + summed / result.baseCycles);
        expect(Math.abs(sum / result.baseCycles - result.overheadRatio)).toBeLessThan(slack);
        expect(result.low).toBeLessThanOrEqual(result.overheadRatio + slack);
        expect(result.high).toBeGreaterThanOrEqual(result.overheadRatio - slack);
      },
    ),
  );
});
