import type { Command } from 'commander';
import type { Figure } from '../figure.ts';
import { formatBytes, formatOverhead, formatSeconds, significant } from '../format.ts';
import {
  type ComparedCase,
  compareRuns,
  comparisonSummary,
  NOISE_FLOOR,
  type RunComparison,
} from '../results/compare.ts';
import { withRun } from '../results/read-run.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';

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

/** `virtcost compare A B`: two stored runs, every study case by case, with intervals and a noise floor. */
export function compare(program: Command): void {
  program
    .command('compare')
    .argument('<a>', 'results folder')
    .argument('<b>', 'results folder')
    .option('--json', 'print one JSON document on standard output')
    .action(async (a: string, b: string, options) => {
      const rowsOf = (folder: string) => withRun(folder, ({ rows }) => rows);
      const result = compareRuns(await rowsOf(a), await rowsOf(b));
      const sentence = sentenceOf(result);
      const figures = figuresOf(result);
      if (options.json) {
        return printJson({ a, b, sentence, noiseFloor: NOISE_FLOOR, ...result, figures });
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
