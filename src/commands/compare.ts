import type { Command } from 'commander';
import type { Figure } from '../figure.ts';
import { formatBytes, formatOverhead, significant } from '../format.ts';
import type { Message, Text } from '../message.ts';
import { compareWords } from '../messages/compare.ts';
import { terms } from '../messages/terms.ts';
import { html } from '../report/html.ts';
import type { Section } from '../report/section.ts';
import {
  type ComparedCase,
  compareRuns,
  comparisonSummary,
  NOISE_FLOOR,
  type RunComparison,
} from '../results/compare.ts';
import { withRun } from '../results/read-run.ts';
import { orNothing, type Summary } from '../summary.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { examples } from './examples.ts';
import { writeAnswerPage } from './write-page.ts';

/** Rows of a table a terminal shows. */
const MOST_ROWS = 30;

const written: Record<ComparedCase['kind'], (value: number) => Text> = {
  ratio: (value) => terms.overhead({ value }),
  seconds: (value) => terms.seconds({ value }),
  bytes: formatBytes,
  number: significant,
};
const shown = (value: number | null, kind: ComparedCase['kind']): Text =>
  value === null ? '—' : written[kind](value);

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
    ...{ differing: differing.length, all, figure: most.figure, name: most.case, alone },
    ...{ before: shown(most.a, most.kind), after: shown(most.b, most.kind) },
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

function figuresOf({ cases }: RunComparison): Figure[] {
  if (cases.length === 0) return [];
  const changed = cases.filter(unequal).sort((a, b) => size(b) - size(a));
  const summary: Figure = {
    id: 'compare-verdicts',
    title: compareWords.verdictsTitle(),
    description: compareWords.verdictsText(),
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

/** What a page of two runs opens with: no change is said as such. */
function summaryOf(
  { cases, onlyInA, onlyInB }: RunComparison,
  a: string,
  b: string,
  sentence: Message,
): Summary {
  const count = (verdict: ComparedCase['verdict']) =>
    cases.filter((entry) => entry.verdict === verdict).length;
  const changed = cases
    .filter(({ verdict }) => verdict === 'differs')
    .sort((x, y) => size(y) - size(x));
  const overlap = count('intervals overlap');
  return {
    question: compareWords.question(),
    inputs: { A: a, B: b, 'noise floor': terms.overhead({ value: NOISE_FLOOR }) },
    sentence,
    confidence: compareWords.confidence({ floor: NOISE_FLOOR, overlap, all: cases.length }),
    wouldChange: compareWords.wouldChange(),
    advice: orNothing(
      changed.slice(0, 4).map((entry) => ({
        action: compareWords.look({ figure: entry.figure, name: entry.case }),
        gain: compareWords.fromTo({
          before: shown(entry.a, entry.kind),
          after: shown(entry.b, entry.kind),
        }),
      })),
      { action: compareWords.nothingToDo(), gain: compareWords.noDifference() },
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
      {
        name: compareWords.inOneRun(),
        value: String(onlyInA.length + onlyInB.length),
        note: compareWords.cases(),
      },
    ],
  };
}

/** `virtcost compare A B`: two stored runs, every study case by case, with intervals and a noise floor. */
export function compare(program: Command): void {
  program
    .command('compare')
    .addHelpText(
      'after',
      examples(
        'compare reports/sample reports/sample',
        'compare reports/sample reports/sample --json',
      ),
    )
    .argument('<a>', 'results folder')
    .argument('<b>', 'results folder')
    .option('--html <file>', 'write what changed as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (a: string, b: string, options) => {
      const rowsOf = (folder: string) => withRun(folder, ({ rows }) => rows);
      const result = compareRuns(await rowsOf(a), await rowsOf(b));
      const sentence = sentenceOf(result);
      const figures = figuresOf(result);
      const summary = summaryOf(result, a, b, sentence);
      if (options.html) {
        await writeAnswerPage(options.html, {
          title: compareWords.page(),
          summary,
          sections: [sectionOf(figures)],
        });
        note(options.html);
      }
      if (options.json) {
        return printJson({ a, b, sentence, summary, noiseFloor: NOISE_FLOOR, ...result, figures });
      }
      printAnswer(
        sentence,
        figures.map((figure) => ({ ...figure, rows: figure.rows.slice(0, MOST_ROWS) })),
      );
      const left = (figures[1]?.rows.length ?? 0) - MOST_ROWS;
      if (left > 0) note(compareWords.more({ left }));
      if (result.onlyInA.length > 0) note(compareWords.onlyInA({ names: result.onlyInA }));
      if (result.onlyInB.length > 0) note(compareWords.onlyInB({ names: result.onlyInB }));
    });
}
