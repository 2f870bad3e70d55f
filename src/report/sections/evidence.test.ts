import { expect, it } from 'vitest';
import { pageOf } from '../../../test/pages.ts';
import type { Case } from '../../evidence/suite.ts';
import { type Text, textIn } from '../../message.ts';
import { evidenceSections, evidenceSummary } from './evidence.ts';

const target = (id: string, error: number, bound: number): Case => ({
  ...{ id, metric: 'time', unit: 's', expected: 1, predicted: 1 + error },
  ...{ error, bound, pass: Math.abs(error) <= bound },
});

const english = (text: Text | undefined) => textIn(text ?? '', 'en');

const judged = [
  {
    suite: 'a',
    system: 'QEMU 7.2.22',
    cases: [target('near', 0.09, 0.1), target('exact', 0, 0.1)],
    listed: [],
  },
  {
    suite: 'b',
    cases: [target('fine', 0.01, 0.1), target('<b>miss', -0.4, 0.2)],
    listed: [{ id: 'odd', reason: 'no record' }],
  },
];

it('misses stand first, in the summary, in a table of their own and within their suite', async () => {
  const summary = evidenceSummary(judged);
  expect(english(summary.sentence)).toBe('1 target of 4 is out of bounds, in b.');
  expect(summary.verdict).toBe('no');
  const [advice] = summary.advice;
  expect(english(advice?.action)).toBe('Do not rely on time of <b>miss (b).');
  expect(english(advice?.gain)).toBe('error -40 %, bound 20 %.');
  const sections = evidenceSections(judged);
  expect(sections[0]!.figures.map(({ id }) => id)).toEqual(['missed', 'suite-overview']);
  const overview = sections[0]!.figures[1]!.rows;
  expect(overview.map((row) => row['expected values of'])).toEqual(['QEMU 7.2.22', null]);
  expect(sections[2]!.figures[0]!.rows.map(({ id }) => id)).toEqual(['<b>miss', 'fine']);
  expect(english(sections[2]!.gist)).toBe('1 of 2 targets within bounds');
  expect(await pageOf(sections)).not.toContain('<b>miss');
});

it('without a miss the target nearest to its bound is named', () => {
  const summary = evidenceSummary(judged.slice(0, 1));
  expect(english(summary.sentence)).toBe('All 2 targets of 1 suite are within their bounds.');
  expect(english(summary.wouldChange)).toBe(
    'Nearest to its bound is time of near (a): error 9 %, bound 10 %.',
  );
  expect(evidenceSections(judged.slice(0, 1))[0]!.figures.map(({ id }) => id)).toEqual([
    'suite-overview',
  ]);
});
