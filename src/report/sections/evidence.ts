import type { PeerCase } from '../../evidence/peers/compare.ts';
import type { Peer } from '../../evidence/peers/peer.ts';
import type { Case } from '../../evidence/suite.ts';
import { rounded } from '../../format.ts';
import type { Message } from '../../message.ts';
import { evidenceWords } from '../../messages/evidence.ts';
import { notJudgedReason } from '../../messages/evidence-reasons.ts';
import { peerWords } from '../../messages/peers.ts';
import { terms } from '../../messages/terms.ts';
import { type Advice, orNothing, type Summary } from '../../summary.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';
import { peerSections } from './peers.ts';

/** One suite with every target it was judged by. */
export interface JudgedSuite {
  suite: string;
  /** What else ran the cases: its values are those that are expected. */
  system?: string | undefined;
  cases: readonly Case[];
  /** Records that were not judged, and why. */
  listed: readonly { id?: string; count?: number; reason: string }[];
  /** The same cases by other programs; absent where records of the user's own were judged. */
  peers?: readonly PeerCase[] | undefined;
}

/** How near a target is to its bound: 1 is on it, more is a miss; 0 where it is judged by more than its relative error. */
function strain({ error, bound, pass }: Case): number {
  const share =
    error === null || bound === null || bound === 0
      ? Number.POSITIVE_INFINITY
      : Math.abs(error) / bound;
  return pass && share > 1 ? 0 : share;
}

/** That a record, or many under one, was not judged, and why. */
export const notJudged = ({ id, count, reason }: JudgedSuite['listed'][number]): Message =>
  evidenceWords.notJudged({
    id: id ?? evidenceWords.records({ n: count ?? 0 }),
    reason: notJudgedReason(reason),
  });

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

/** Says where nobody else's figure stands beside ours, and why. */
const othersOf = ({ peers }: JudgedSuite) =>
  peers === undefined
    ? html`<p>${peerWords.ownRecords()}</p>`
    : peers.length === 0
      ? html`<p>${peerWords.none()}</p>`
      : '';

/** Every suite and every target with error and bound, the misses first. */
export function evidenceSections(
  judged: readonly JudgedSuite[],
  peers: readonly Peer[] = [],
): Section[] {
  const misses = judged.flatMap((suite) =>
    missesOf(suite).map((entry) => ({ suite: suite.suite, ...rowOf(entry) })),
  );
  const overview = judged.map((suite) => ({
    suite: suite.suite,
    'expected values of': suite.system ?? null,
    targets: suite.cases.length,
    'within bounds': suite.cases.length - missesOf(suite).length,
    missed: missesOf(suite).length,
    'nearest to its bound, %':
      suite.cases.length > 0 ? percent(Math.min(1e6, Math.max(...suite.cases.map(strain)))) : null,
    'not judged': suite.listed.length,
    'figures of others': suite.peers?.length ?? 0,
  }));
  return [
    {
      id: 'suites',
      title: evidenceWords.suites(),
      depth: 'first',
      text: html`<p>${evidenceWords.text()}</p>`,
      figures: [
        ...(misses.length > 0 ? [tableFigure('missed', evidenceWords.missed(), misses)] : []),
        tableFigure('suite-overview', evidenceWords.suiteTable(), overview),
      ],
    },
    ...peerSections(
      judged.map(({ suite, peers: cases = [] }) => ({ suite, cases })),
      peers,
    ),
    ...judged.map(
      (suite): Section => ({
        id: `suite-${idOf(suite.suite)}`,
        title: suite.suite,
        gist: evidenceWords.within({
          cases: suite.cases.length - missesOf(suite).length,
          cases2: suite.cases.length,
        }),
        text: html`${suite.listed.length > 0 ? html`<ul>${suite.listed.map((entry) => html`<li>${notJudged(entry)}</li>`)}</ul>` : ''}${othersOf(suite)}`,
        figures: [
          tableFigure(
            `targets-${idOf(suite.suite)}`,
            evidenceWords.targetsOf({ suite: suite.suite }),
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
      action: evidenceWords.notRely({ metric, id, suite }),
      gain:
        error === null || bound === null
          ? evidenceWords.notSame()
          : evidenceWords.error({ error: 100 * error, bound: 100 * bound }),
    }),
  );
  return {
    question: evidenceWords.question(),
    inputs: { suites: judged.map(({ suite }) => suite).join(', ') },
    sentence:
      missed.length === 0
        ? evidenceWords.allWithin({ all: all.length, judged: judged.length })
        : evidenceWords.outOf({
            missed: missed.length,
            all: all.length,
            join: terms.list({ names: [...new Set(missed.map(({ suite }) => suite))] }),
          }),
    verdict: missed.length === 0 ? 'yes' : 'no',
    confidence:
      missed.length === 0
        ? evidenceWords.exactly({ exact, all: all.length })
        : evidenceWords.exactlyAndMissed({ exact, all: all.length, missed: missed.length }),
    wouldChange: top
      ? evidenceWords[strain(top) > 1 ? 'furthest' : 'nearest']({
          metric: top.metric,
          id: top.id,
          suite: top.suite,
          x: 100 * (top.error ?? 0),
          x2: 100 * (top.bound ?? 0),
        })
      : evidenceWords.otherRecords(),
    advice: orNothing(advice, {
      action: evidenceWords.nothingMissed(),
      gain: evidenceWords.ownRecords(),
    }),
    keyFigures: [
      {
        name: evidenceWords.withinBounds(),
        value: evidenceWords.of({ x: all.length - missed.length, all: all.length }),
      },
      { name: evidenceWords.metExactly(), value: exact.toLocaleString('en-US') },
      { name: evidenceWords.suitesName(), value: String(judged.length) },
    ],
  };
}
