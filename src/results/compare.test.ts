import { expect, it } from 'vitest';
import type { Row } from './columns.ts';
import { compareRuns } from './compare.ts';

const row = (technique: string, cycles: number, low: number, high: number): Row => ({
  workload: 'w',
  host: 'h',
  technique,
  guest_page: '4K',
  host_page: '4K',
  tlb: '',
  cycles,
  overhead_ratio: cycles / 1000 - 1,
  overhead_low: low,
  overhead_high: high,
});

it('a change below the noise floor or inside the intervals is not called a difference', () => {
  const a = [
    row('para', 1100, 0.05, 0.2),
    row('full', 2000, 0.9, 1.1),
    row('hardware', 1010, 0.01, 0.01),
  ];
  const b = [
    row('para', 1150, 0.1, 0.3),
    row('full', 3000, 1.9, 2.1),
    row('hardware', 1012, 0.012, 0.012),
  ];
  const { cases } = compareRuns(a, b);
  expect(cases.map((entry) => entry.verdict)).toEqual([
    'intervals overlap',
    'differs',
    'inside the noise floor',
  ]);
});

it('cases of one run alone are listed, not dropped', () => {
  const result = compareRuns([row('para', 1, 0, 0)], [row('full', 1, 0, 0)]);
  expect(result).toMatchObject({
    cases: [],
    onlyInA: ['w/h/para/4K-4K'],
    onlyInB: ['w/h/full/4K-4K'],
  });
});
