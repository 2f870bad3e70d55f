import type { Case } from '../../evidence/suite.ts';
import { rounded } from '../../format.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';
import { plural } from '../../words.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';

/** One suite with every target it was judged by. */
export interface JudgedSuite {
  suite: string;
  cases: readonly Case[];
  /** Records that were not judged, and why. */
  listed: readonly { id?: string; count?: number; reason: string }[];
}

/** How near a target is to its bound: 1 is on it, more is a miss; 0 where it is judged by more than its relative error. */
function strain({ error, bound, pass }: Case): number {
  const share =
    error === null || bound === null || bound === 0
      ? Number.POSITIVE_INFINITY
      : Math.abs(error) / bound;
  return pass && share > 1 ? 0 : share;
}

const missesFirst = (cases: readonly Case[]) =>
  [...cases].sort((a, b) => Number(a.pass) - Number(b.pass) || strain(b) - strain(a));

const cell = (value: unknown): string | number | boolean | null =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
    ? value
    : value === null || value === undefined
      ? null
      : '…';

const percent = (share: number | null | undefined) =>
  share === null || share === undefined ? null : rounded(100 * share, 4);

const rowOf = (entry: Case): FigureRow => ({
  id: entry.id,
  metric: entry.metric,
  expected: cell(entry.expected),
  predicted: cell(entry.predicted),
  unit: entry.unit,
  'error %': percent(entry.error),
  'bound %': percent(entry.bound),
  'repeats within %': percent(entry.repeatability),
  result: entry.pass ? 'ok' : 'FAILED',
});

const idOf = (suite: string) => suite.replaceAll(/[^A-Za-z0-9]+/g, '-');
const missesOf = ({ cases }: JudgedSuite) => cases.filter(({ pass }) => !pass);

/** Every suite and every target with error and bound, the misses first. */
export function evidenceSections(judged: readonly JudgedSuite[]): Section[] {
  const misses = judged.flatMap((suite) =>
    missesOf(suite).map((entry) => ({ suite: suite.suite, ...rowOf(entry) })),
  );
  const overview = judged.map((suite) => ({
    suite: suite.suite,
    targets: suite.cases.length,
    'within bounds': suite.cases.length - missesOf(suite).length,
    missed: missesOf(suite).length,
    'nearest to its bound, %':
      suite.cases.length > 0 ? percent(Math.min(1e6, Math.max(...suite.cases.map(strain)))) : null,
    'not judged': suite.listed.length,
  }));
  return [
    {
      id: 'suites',
      title: 'Suites',
      depth: 'first',
      text: html`<p>A prediction is made from the inputs of a record alone and judged by what was measured or published. Nearest
        to its bound: error over bound, 100 % is on it.</p>`,
      figures: [
        ...(misses.length > 0 ? [tableFigure('missed', 'Targets missed', misses)] : []),
        tableFigure('suite-overview', 'Suites', overview),
      ],
    },
    ...judged.map(
      (suite): Section => ({
        id: `suite-${idOf(suite.suite)}`,
        title: suite.suite,
        gist: `${suite.cases.length - missesOf(suite).length} of ${plural(suite.cases.length, 'target')} within bounds`,
        text: html`${suite.listed.length > 0 ? html`<ul>${suite.listed.map(({ id, count, reason }) => html`<li>Not judged: ${id ?? plural(count ?? 0, 'record')}: ${reason}</li>`)}</ul>` : ''}`,
        figures: [
          tableFigure(
            `targets-${idOf(suite.suite)}`,
            `Targets of ${suite.suite}`,
            missesFirst(suite.cases).map(rowOf),
          ),
        ],
      }),
    ),
  ];
}

/** How far predictions can be trusted: what was missed, and what is nearest to its bound. */
export function evidenceSummary(judged: readonly JudgedSuite[]): Summary {
  const all = judged.flatMap(({ suite, cases }) => cases.map((entry) => ({ suite, ...entry })));
  const missed = all.filter(({ pass }) => !pass);
  const known = all.filter(({ error, bound }) => error !== null && bound !== null && bound > 0);
  const nearest = [...known].sort((a, b) => strain(b) - strain(a));
  const [top] = nearest.filter((entry) => strain(entry) > 0);
  const exact = all.filter(({ error }) => error === 0).length;
  const advice = missed.slice(0, 4).map(
    ({ suite, id, metric, error, bound }): Advice => ({
      action: `Do not rely on ${metric} of ${id} (${suite}).`,
      gain:
        error === null || bound === null
          ? 'predicted and measured are not the same.'
          : `error ${inProse(100 * error)} %, bound ${inProse(100 * bound)} %.`,
    }),
  );
  return {
    question: 'How far do predictions lie from what was measured or published?',
    inputs: { suites: judged.map(({ suite }) => suite).join(', ') },
    sentence:
      missed.length === 0
        ? `All ${plural(all.length, 'target')} of ${plural(judged.length, 'suite')} are within their bounds.`
        : `${plural(missed.length, 'target')} of ${all.length.toLocaleString('en-US')} ${missed.length === 1 ? 'is' : 'are'} out of bounds, in ${[...new Set(missed.map(({ suite }) => suite))].join(', ')}.`,
    verdict: missed.length === 0 ? 'yes' : 'no',
    confidence: `${exact.toLocaleString('en-US')} of ${plural(all.length, 'target')} are met exactly; the others lie within the bound their suite states.`,
    wouldChange: top
      ? `Nearest to its bound is ${top.metric} of ${top.id} (${top.suite}): error ${inProse(100 * (top.error ?? 0))} %, bound ${inProse(100 * (top.bound ?? 0))} %.`
      : 'Other records: none here has a bound that is a share.',
    advice: orNothing(advice, {
      action: 'Nothing is missed.',
      gain: 'give records of your own with --data to judge by them.',
    }),
    keyFigures: [
      {
        name: 'Within bounds',
        value: `${(all.length - missed.length).toLocaleString('en-US')} of ${all.length.toLocaleString('en-US')}`,
      },
      { name: 'Met exactly', value: exact.toLocaleString('en-US') },
      { name: 'Suites', value: String(judged.length) },
    ],
  };
}
