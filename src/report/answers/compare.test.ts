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

it('of many changes the largest are listed, and how many there are is said', () => {
  const cases = Array.from({ length: 3000 }, (_, i) => ({
    ...{ study: 's', case: `c${i}`, figure: 'f', kind: 'number' as const, a: 1000, b: 1000 + i },
    ...{ change: i / 1000, aInterval: null, bInterval: null },
    verdict: i === 0 ? ('same' as const) : ('differs' as const),
  }));
  const { figures, summary, changed } = comparePage(
    { cases, onlyInA: [], onlyInB: [] },
    ...(['one', 'two'] as const),
  );
  expect(changed).toBe(2999);
  const [verdicts, changes] = figures;
  expect(verdicts?.rows).toEqual([{ study: 's', figure: 'f', same: 1, differs: 2999 }]);
  expect(changes?.rows).toHaveLength(1000);
  expect(changes?.rows[0]).toMatchObject({ case: 'c2999', A: '1,000', B: '3,999' });
  expect(String(changes?.title)).toBe(
    'What changed, largest first (the first 1,000 of 2,999 rows)',
  );
  expect(String(summary.sentence)).toMatch(
    /^2999 of 3000 figures differ; most of all f of c2999: 1,000 became 4,000/,
  );
});
