import type { Command } from 'commander';
import { compareWords } from '../messages/compare.ts';
import { comparePage } from '../report/answers/compare.ts';
import { compareRuns, NOISE_FLOOR } from '../results/compare.ts';
import { withRun } from '../results/read-run.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { examples } from './examples.ts';
import { writeAnswerPage } from './write-page.ts';

/** Rows of a table a terminal shows. */
const MOST_ROWS = 30;

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
      const { summary, sections, figures } = comparePage(result, a, b);
      const { sentence } = summary;
      if (options.html) {
        await writeAnswerPage(options.html, {
          ...{ title: compareWords.page(), summary, sections },
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
