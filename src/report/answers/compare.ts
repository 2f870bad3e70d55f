import type { Figure } from '../../figure.ts';
import { formatBytes, formatOverhead, inProse, significant } from '../../format.ts';
import type { Message, Text } from '../../message.ts';
import { compareWords, figureNames } from '../../messages/compare.ts';
import { terms } from '../../messages/terms.ts';
import {
  type ComparedCase,
  comparisonSummary,
  NOISE_FLOOR,
  type RunComparison,
} from '../../results/compare.ts';
import { orNothing, type Summary } from '../../summary.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';
import type { PageAnswer } from './page-answer.ts';

const written: Record<ComparedCase['kind'], (value: number) => Text> = {
  ratio: (value) => terms.overhead({ value }),
  seconds: (value) => terms.seconds({ value }),
  bytes: formatBytes,
  number: significant,
};
const shown = (value: number | null, kind: ComparedCase['kind']): Text =>
  value === null ? '—' : written[kind](value);

/** The same in a sentence: three significant digits. */
const inSentence = (value: number | null, kind: ComparedCase['kind']): Text => {
  if (value === null || kind === 'ratio' || kind === 'seconds') return shown(value, kind);
  return kind === 'bytes' ? formatBytes(value, 3) : inProse(value);
};

/** Cases of one run alone that a page lists. */
const MOST_ALONE = 1000;

const unequal = ({ verdict }: ComparedCase) => verdict !== 'same';
const size = ({ change }: ComparedCase) => Math.abs(change ?? Number.POSITIVE_INFINITY);

/** What changed, in a sentence: how much of it is more than noise, and the largest of that. */
function sentenceOf({ cases, onlyInA, onlyInB }: RunComparison): Message {
  const differing = cases.filter(({ verdict }) => verdict === 'differs');
  const inOne = onlyInA.length + onlyInB.length;
  const alone = inOne > 0 ? compareWords.alone({ cases: inOne }) : '';
  const all = cases.length;
  if (all === 0) return compareWords.nothingInCommon({ alone });
  if (differing.length === 0) {
    const moved = cases.filter(unequal).length;
    const within = moved > 0 ? compareWords.within({ moved }) : '';
    return compareWords.noneDiffers({ all, within, alone });
  }
  const most = differing.reduce((a, b) => (size(b) > size(a) ? b : a));
  return compareWords.differ({
    ...{
      differing: differing.length,
      all,
      figure: figureNames(most.figure),
      name: most.case,
      alone,
    },
    ...{ before: inSentence(most.a, most.kind), after: inSentence(most.b, most.kind) },
    by: most.change === null ? '' : compareWords.by({ change: most.change }),
  });
}

const row = (entry: ComparedCase) => ({
  case: entry.case,
  figure: entry.figure,
  A: String(shown(entry.a, entry.kind)),
  B: String(shown(entry.b, entry.kind)),
  'B beside A': entry.change === null ? '—' : formatOverhead(entry.change),
  verdict: entry.verdict,
});

/** Cases that stand in one of the runs, as many as anyone reads. */
function aloneFigures({ onlyInA, onlyInB }: RunComparison): Figure[] {
  const rows = [
    ...onlyInA.map((name) => ({ case: name, run: 'A' })),
    ...onlyInB.map((name) => ({ case: name, run: 'B' })),
  ].slice(0, MOST_ALONE);
  if (rows.length === 0) return [];
  const [title, description] = [compareWords.aloneTitle(), compareWords.aloneText()];
  return [{ id: 'compare-alone', title, description, rows }];
}

function changeFigures({ cases }: RunComparison, verdicts: Text): Figure[] {
  if (cases.length === 0) return [];
  const changed = cases.filter(unequal).sort((a, b) => size(b) - size(a));
  const summary: Figure = {
    id: 'compare-verdicts',
    title: compareWords.verdictsTitle(),
    description: verdicts,
    rows: comparisonSummary(cases),
  };
  if (changed.length === 0) return [summary];
  return [
    summary,
    {
      id: 'compare-changes',
      title: compareWords.changesTitle(),
      description: compareWords.changesText(),
      rows: changed.map(row),
    },
  ];
}

const sectionOf = (figures: readonly Figure[]): Section => ({
  id: 'changes',
  title: compareWords.section(),
  depth: 'first',
  text: html``,
  figures: [...figures].reverse(),
});

/** What is compared: the question, how sure its answer is, and what would change that. */
interface About {
  opening: Pick<Summary, 'question' | 'confidence' | 'wouldChange'>;
  /** What the verdicts are counted over. */
  verdicts: Text;
  /** Whether a case may stand on one side alone. */
  alone: boolean;
}

const runsAbout = (cases: readonly ComparedCase[]): About => ({
  opening: {
    question: compareWords.question(),
    confidence: compareWords.confidence({
      floor: NOISE_FLOOR,
      overlap: cases.filter(({ verdict }) => verdict === 'intervals overlap').length,
      all: cases.length,
    }),
    wouldChange: compareWords.wouldChange(),
  },
  verdicts: compareWords.verdictsText(),
  alone: true,
});

/** Two exit profiles of one guest. */
export const exitsAbout = (): About => ({
  opening: {
    question: compareWords.exitsQuestion(),
    confidence: compareWords.exitsSure({ floor: NOISE_FLOOR }),
    wouldChange: compareWords.exitsWouldChange(),
  },
  verdicts: compareWords.exitVerdictsText(),
  alone: false,
});

/** What a page of two runs opens with: no change is said as such. */
function summaryOf(
  { cases, onlyInA, onlyInB }: RunComparison,
  a: string,
  b: string,
  { opening, alone }: About,
): Summary {
  const count = (verdict: ComparedCase['verdict']) =>
    cases.filter((entry) => entry.verdict === verdict).length;
  const changed = cases
    .filter(({ verdict }) => verdict === 'differs')
    .sort((x, y) => size(y) - size(x));
  const overlap = count('intervals overlap');
  return {
    ...opening,
    inputs: { A: a, B: b, 'noise floor': terms.overhead({ value: NOISE_FLOOR }) },
    sentence: sentenceOf({ cases, onlyInA, onlyInB }),
    advice: orNothing(
      changed.slice(0, 4).map((entry) => ({
        action: compareWords.look({ figure: figureNames(entry.figure), name: entry.case }),
        gain: compareWords.fromTo({
          before: shown(entry.a, entry.kind),
          after: shown(entry.b, entry.kind),
        }),
      })),
      cases.length === 0
        ? { action: compareWords.nothingShared(), gain: compareWords.noCommonCase() }
        : { action: compareWords.nothingToDo(), gain: compareWords.noDifference() },
    ),
    keyFigures: [
      {
        name: compareWords.differing(),
        value: String(changed.length),
        note: compareWords.ofFigures({ all: cases.length }),
      },
      { name: compareWords.notSure(), value: String(overlap), note: compareWords.overlap() },
      { name: compareWords.inNoise(), value: String(count('inside the noise floor')) },
      { name: compareWords.same(), value: String(count('same')) },
      ...(alone
        ? [
            {
              name: compareWords.inOneRun(),
              value: String(onlyInA.length + onlyInB.length),
              note: compareWords.cases(),
            },
          ]
        : []),
    ],
  };
}

/** Two runs compared, A by its name and B by its: what `virtcost compare` says and the panel of a page. */
export function comparePage(
  result: RunComparison,
  a: string,
  b: string,
  about: About = runsAbout(result.cases),
): PageAnswer & { figures: Figure[] } {
  const figures = changeFigures(result, about.verdicts);
  return {
    figures,
    summary: summaryOf(result, a, b, about),
    // What is in one run alone comes last; the terminal lists its names.
    sections: [sectionOf([...aloneFigures(result), ...figures])],
  };
}
