import type { Figure } from '../../figure.ts';
import { formatBytes, formatOverhead, inProse, significant } from '../../format.ts';
import type { Message, Text } from '../../message.ts';
import { compareWords, figureNames } from '../../messages/compare.ts';
import { terms } from '../../messages/terms.ts';
import {
  type ComparedCase,
  type ComparedSummary,
  NOISE_FLOOR,
  type RunComparison,
  summedUp,
} from '../../results/compare.ts';
import { orNothing, type Summary } from '../../summary.ts';
import { limited, MOST_FIGURE_ROWS } from '../../tables/limited-figure.ts';
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

/** All that is told of two runs. */
interface Told {
  summed: ComparedSummary;
  /** Figures compared. */
  all: number;
  /** Cases that stand in one of the runs. */
  alone: number;
}

/** Figures that are not the same in both runs. */
const changedOf = ({ summed: { counts }, all }: Told) => all - counts.same;

/** What changed, in a sentence: how much of it is more than noise, and the largest of that. */
function sentenceOf(told: Told): Message {
  const { summed, all } = told;
  const [most] = summed.differing;
  const alone = told.alone > 0 ? compareWords.alone({ cases: told.alone }) : '';
  if (all === 0) return compareWords.nothingInCommon({ alone });
  if (most === undefined) {
    const moved = changedOf(told);
    const within = moved > 0 ? compareWords.within({ moved }) : '';
    return compareWords.noneDiffers({ all, within, alone });
  }
  return compareWords.differ({
    ...{ differing: summed.counts.differs, all, name: most.case, alone },
    figure: figureNames(most.figure),
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

function changeFigures(told: Told, verdicts: Text): Figure[] {
  const { summed, all } = told;
  if (all === 0) return [];
  const summary: Figure = {
    id: 'compare-verdicts',
    title: compareWords.verdictsTitle(),
    description: verdicts,
    rows: summed.verdicts,
  };
  if (summed.changed.length === 0) return [summary];
  const changes: Figure = {
    id: 'compare-changes',
    title: compareWords.changesTitle(),
    description: compareWords.changesText(),
    rows: summed.changed.map(row),
  };
  return [summary, limited(changes, changedOf(told))];
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

const runsAbout = ({ summed, all }: Told): About => ({
  opening: {
    question: compareWords.question(),
    confidence: compareWords.confidence({
      floor: NOISE_FLOOR,
      overlap: summed.counts['intervals overlap'],
      all,
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
function summaryOf(told: Told, a: string, b: string, about: About): Summary {
  const { summed, all, alone } = told;
  const { counts } = summed;
  return {
    ...about.opening,
    inputs: { A: a, B: b, 'noise floor': terms.overhead({ value: NOISE_FLOOR }) },
    sentence: sentenceOf(told),
    advice: orNothing(
      summed.differing.map((entry) => ({
        action: compareWords.look({ figure: figureNames(entry.figure), name: entry.case }),
        gain: compareWords.fromTo({
          before: shown(entry.a, entry.kind),
          after: shown(entry.b, entry.kind),
        }),
      })),
      all === 0
        ? { action: compareWords.nothingShared(), gain: compareWords.noCommonCase() }
        : { action: compareWords.nothingToDo(), gain: compareWords.noDifference() },
    ),
    keyFigures: [
      {
        name: compareWords.differing(),
        value: String(counts.differs),
        note: compareWords.ofFigures({ all }),
      },
      {
        name: compareWords.notSure(),
        value: String(counts['intervals overlap']),
        note: compareWords.overlap(),
      },
      { name: compareWords.inNoise(), value: String(counts['inside the noise floor']) },
      { name: compareWords.same(), value: String(counts.same) },
      ...(about.alone
        ? [
            {
              name: compareWords.inOneRun(),
              value: String(alone),
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
  about?: About,
): PageAnswer & { figures: Figure[]; changed: number } {
  const told: Told = {
    // One more than are drawn: there the table is cut.
    summed: summedUp(result.cases, MOST_FIGURE_ROWS + 1),
    all: result.cases.length,
    alone: result.onlyInA.length + result.onlyInB.length,
  };
  const says = about ?? runsAbout(told);
  const figures = changeFigures(told, says.verdicts);
  return {
    ...{ figures, changed: changedOf(told) },
    summary: summaryOf(told, a, b, says),
    // What is in one run alone comes last; the terminal lists its names.
    sections: [sectionOf([...aloneFigures(result), ...figures])],
  };
}
