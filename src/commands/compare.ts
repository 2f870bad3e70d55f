import type { Command } from 'commander';
import { printable, UserError } from '../errors.ts';
import type { Message } from '../message.ts';
import { compareWords } from '../messages/compare.ts';
import { comparePage, exitsAbout } from '../report/answers/compare.ts';
import { compareRuns, NOISE_FLOOR } from '../results/compare.ts';
import { compareExits } from '../results/compare-exits.ts';
import { withRun } from '../results/read-run.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { withProgress } from '../terminal/progress.ts';
import { examples } from './examples.ts';
import { positiveNumber } from './options.ts';
import { readCounters } from './read-counters.ts';
import { writeAnswerPage } from './write-page.ts';

/** Rows of a table a terminal shows. */
const MOST_ROWS = 30;

interface Options {
  from?: string;
  seconds?: number;
  html?: string;
  json?: boolean;
}

/** Two stored runs, or with --from two exit profiles of one guest. */
async function comparisonOf(a: string, b: string, { from, seconds }: Options) {
  if (from === undefined) {
    if (seconds !== undefined)
      throw new UserError('--seconds: expected --from FORMAT with it, found none.');
    const rowsOf = (folder: string) => withRun(folder, ({ rows }) => rows);
    const result = compareRuns(await rowsOf(a), await rowsOf(b));
    return [result, comparePage(result, a, b), compareWords.page()] as const;
  }
  const profileOf = async (file: string) => {
    const { stats, seconds: covers } = await readCounters([from, file], seconds);
    if (!stats.exits)
      throw new UserError(printable(`${file}: expected exits by reason, found none (${from}).`));
    return { exits: stats.exits, seconds: covers };
  };
  const [before, after] = [await profileOf(a), await profileOf(b)];
  if (before.seconds === undefined || after.seconds === undefined) note(compareWords.noTime());
  const result = compareExits(before, after);
  return [result, comparePage(result, a, b, exitsAbout()), compareWords.exitsPage()] as const;
}

/** The first cases that stand in one run alone. */
function noteAlone(all: readonly string[], told: (of: { names: string[] }) => Message): void {
  const names = all.slice(0, MOST_ROWS);
  if (names.length > 0) note(told({ names }));
  const left = all.length - names.length;
  if (left > 0) note(compareWords.more({ left }));
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
        'compare --from perf-kvm-stat examples/guests/perf-kvm-stat.txt examples/guests/perf-kvm-stat.txt',
      ),
    )
    .argument('<a>', 'results folder; with --from a file of counters, before a change')
    .argument('<b>', 'results folder; with --from a file of counters, after it')
    .option('--from <format>', 'A and B are output of this tool about one guest (virtcost formats)')
    .option(
      '--seconds <s>',
      'time the counts of each cover, where a file does not say',
      positiveNumber(1e-6, 1e9),
    )
    .option('--html <file>', 'write what changed as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (a: string, b: string, options: Options) => {
      // Runs of many rows leave this thread no turn for anything else.
      const [result, page, title] = await withProgress(
        'compare',
        0,
        () => comparisonOf(a, b, options),
        { held: true },
      );
      const { summary, sections, figures } = page;
      const { sentence } = summary;
      if (options.html) {
        await writeAnswerPage(options.html, {
          ...{ title, summary, sections },
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
      const left = page.changed - MOST_ROWS;
      if (left > 0) note(compareWords.more({ left }));
      noteAlone(result.onlyInA, compareWords.onlyInA);
      noteAlone(result.onlyInB, compareWords.onlyInB);
    });
}
