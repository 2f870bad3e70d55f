import type { Command } from 'commander';
import type { Figure } from '../figure.ts';
import { formatBytes, formatOverhead, formatSeconds, significant } from '../format.ts';
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

const written: Record<ComparedCase['kind'], (value: number) => string> = {
  ratio: formatOverhead,
  seconds: formatSeconds,
  bytes: formatBytes,
  number: significant,
};
const shown = (value: number | null, kind: ComparedCase['kind']) =>
  value === null ? '—' : written[kind](value);

const unequal = ({ verdict }: ComparedCase) => verdict !== 'same';
const size = ({ change }: ComparedCase) => Math.abs(change ?? Number.POSITIVE_INFINITY);

/** What changed, in a sentence: how much of it is more than noise, and the largest of that. */
function sentenceOf({ cases, onlyInA, onlyInB }: RunComparison): string {
  const differing = cases.filter(({ verdict }) => verdict === 'differs');
  const alone = onlyInA.length + onlyInB.length;
  const left = alone > 0 ? ` ${alone} cases are in one run alone.` : '';
  if (cases.length === 0) return `The runs have no case in common.${left}`;
  if (differing.length === 0) {
    const moved = cases.filter(unequal).length;
    const within = moved > 0 ? `; ${moved} moved within noise or intervals` : '';
    return `No figure of ${cases.length} differs${within}.${left}`;
  }
  const most = differing.reduce((a, b) => (size(b) > size(a) ? b : a));
  const by = most.change === null ? '' : ` (${formatOverhead(most.change)})`;
  return `${differing.length} of ${cases.length} figures differ; most of all ${most.figure} of ${most.case}: ${shown(most.a, most.kind)} -> ${shown(most.b, most.kind)}${by}.${left}`;
}

const row = (entry: ComparedCase) => ({
  case: entry.case,
  figure: entry.figure,
  A: shown(entry.a, entry.kind),
  B: shown(entry.b, entry.kind),
  'B beside A': entry.change === null ? '—' : formatOverhead(entry.change),
  verdict: entry.verdict,
});

function figuresOf({ cases }: RunComparison): Figure[] {
  if (cases.length === 0) return [];
  const changed = cases.filter(unequal).sort((a, b) => size(b) - size(a));
  const summary: Figure = {
    id: 'compare-verdicts',
    title: 'Verdicts by figure',
    description: 'How many cases of each figure a scenario can bound have which verdict.',
    rows: comparisonSummary(cases),
  };
  if (changed.length === 0) return [summary];
  return [
    summary,
    {
      id: 'compare-changes',
      title: 'What changed, largest first',
      description: 'Figures that are not the same in both runs.',
      rows: changed.map(row),
    },
  ];
}

const sectionOf = (figures: readonly Figure[]): Section => ({
  id: 'changes',
  title: 'What changed',
  depth: 'first',
  text: html``,
  figures: [...figures].reverse(),
});

/** What a page of two runs opens with: no change is said as such. */
function summaryOf(
  { cases, onlyInA, onlyInB }: RunComparison,
  a: string,
  b: string,
  sentence: string,
): Summary {
  const count = (verdict: ComparedCase['verdict']) =>
    cases.filter((entry) => entry.verdict === verdict).length;
  const changed = cases
    .filter(({ verdict }) => verdict === 'differs')
    .sort((x, y) => size(y) - size(x));
  const overlap = count('intervals overlap');
  return {
    question: 'What changed between the two runs, beyond noise and intervals?',
    inputs: { A: a, B: b, 'noise floor': formatOverhead(NOISE_FLOOR) },
    sentence,
    confidence: `Changes below ${formatOverhead(NOISE_FLOOR)} are not called differences: constants are not known finer. ${overlap} of ${cases.length} figures moved with intervals that overlap: not sure.`,
    wouldChange:
      'Narrower intervals: measured costs in place of estimated ones turn overlaps into differences or into none.',
    advice: orNothing(
      changed.slice(0, 4).map((entry) => ({
        action: `Look at ${entry.figure} of ${entry.case}.`,
        gain: `${shown(entry.a, entry.kind)} to ${shown(entry.b, entry.kind)}.`,
      })),
      { action: 'Nothing to look at.', gain: 'no figure differs beyond noise and intervals.' },
    ),
    keyFigures: [
      { name: 'Differ', value: String(changed.length), note: `of ${cases.length} figures` },
      { name: 'Not sure', value: String(overlap), note: 'intervals overlap' },
      { name: 'Within the noise floor', value: String(count('inside the noise floor')) },
      { name: 'The same', value: String(count('same')) },
      { name: 'In one run alone', value: String(onlyInA.length + onlyInB.length), note: 'cases' },
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
          title: 'Two runs compared',
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
      if (left > 0) note(`and ${left} more rows: in --json`);
      if (result.onlyInA.length > 0) note(`only in A: ${result.onlyInA.join(', ')}`);
      if (result.onlyInB.length > 0) note(`only in B: ${result.onlyInB.join(', ')}`);
    });
}
