import { expect, it } from 'vitest';
import { comparePage } from './compare.ts';

it('runs without a common case: what to compare instead, and the cases of each', () => {
  const alone = { cases: [], onlyInA: ['a/x'], onlyInB: ['b/x', 'b/y'] };
  const { figures, summary, sections } = comparePage(alone, 'one', 'two');
  expect(figures).toEqual([]);
  expect(String(summary.advice[0]?.action)).toMatch(/^Compare runs of the same VMs/);
  expect(sections.flatMap((section) => section.figures.map(({ rows }) => rows))).toEqual([
    [
      { case: 'a/x', run: 'A' },
      { case: 'b/x', run: 'B' },
      { case: 'b/y', run: 'B' },
    ],
  ]);
});
