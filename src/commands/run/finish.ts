import { addDerived, type StudyRows } from '../../engines/sweep.ts';
import { ExitCode, printable } from '../../errors.ts';
import type { Figure } from '../../figure.ts';
import type { FailedCell, RunRecord } from '../../results/record.ts';
import type { RunFolder } from '../../results/run-folder.ts';
import { answerOf, type SweepAnswer } from '../../studies/answer.ts';
import { note, printJson, say } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';
import { plural } from '../../words.ts';

/** What of the answer is wanted. */
export interface FinishOptions {
  report: boolean;
  json?: boolean;
}

type OpenRecord = Omit<RunRecord, 'rows'>;

/** Stores complete rows, then answers: tables and sentences, page, JSON. */
export async function finishRun(
  folder: RunFolder,
  opened: OpenRecord,
  swept: StudyRows,
  options: FinishOptions,
): Promise<void> {
  const rows = addDerived(swept, opened);
  const stored = { ...opened, rows: countsOf(rows) };
  await folder.complete(rows, stored);
  const page = options.report || options.json ? await pageOf(folder.path) : undefined;
  const answer = page?.answer ?? answerOf(opened.scenario, rows);
  if (answer.misses.length > 0) process.exitCode = ExitCode.thresholdMissed;
  if (options.report) await page?.write();
  if (options.json && page) {
    const { sentence, figures } = page;
    const sentences = answer.studies.map(({ id, sentences: said }) => [id, said]);
    printJson({
      ...{ run: stored, sentence, sentences: Object.fromEntries(sentences) },
      ...{ studies: rows, figures, expectationsMissed: answer.misses },
    });
  } else printAnswer(answer);
  tellStored(folder, rows, options.report);
  tellFailed(opened.failed);
}

/** Stores the rows of one shard: what follows from all rows is made at the merge. */
export async function finishShard(
  folder: RunFolder,
  opened: OpenRecord,
  swept: StudyRows,
  json: boolean,
): Promise<void> {
  const stored = { ...opened, rows: countsOf(swept) };
  await folder.complete(swept, stored);
  const { scenario, shard } = opened;
  const count = Object.values(stored.rows).reduce((sum, rows) => sum + rows, 0);
  const sentence = `Shard ${shard?.index}/${shard?.count} of ${scenario.name}: ${plural(count, 'cell')}; what follows from all of them is said at the merge.`;
  if (json) printJson({ run: stored, sentence, studies: swept });
  else say(sentence);
  tellStored(folder, swept, false);
  tellFailed(opened.failed);
  note('Join the shards with: virtcost merge FOLDERS... --out DIR');
}

export const countsOf = (rows: StudyRows): Record<string, number> =>
  Object.fromEntries(Object.entries(rows).map(([id, list]) => [id, list.length]));

function tellStored(folder: RunFolder, rows: StudyRows, report: boolean): void {
  const files = Object.keys(rows).map((id) => `${id}.parquet`);
  const page = report ? `; report: ${folder.path}/index.html` : '';
  note(printable(`results: ${folder.path}/${files.join(', ')}, run.json${page}`));
}

const MOST_TOLD = 20;

/** Cells that have no row, each with what it was asked; the rest of the run stands. */
export function tellFailed(failed: readonly FailedCell[] | undefined): void {
  if (!failed) return;
  process.exitCode = ExitCode.partial;
  const cells = failed.length === 1 ? '1 cell has' : `${failed.length} cells have`;
  note(`${cells} no row; the same command tries them again:`);
  for (const { study, position, reason, configuration } of failed.slice(0, MOST_TOLD)) {
    const asked = JSON.stringify(configuration);
    note(`  ${study} ${position}: ${printable(`${reason}; ${asked}`, 1200)}`);
  }
  if (failed.length > MOST_TOLD) note(`  and ${failed.length - MOST_TOLD} more: in run.json`);
}

async function pageOf(folder: string) {
  const { answerOfRun } = await import('./page.ts');
  return answerOfRun(folder);
}

/** Rows of a table a terminal shows; the page and `--json` have all. */
const MOST_ROWS = 30;

function printFigure({ title, rows }: Figure): void {
  process.stdout.write(`\n${title}\n`);
  printTable(rows.slice(0, MOST_ROWS));
  if (rows.length > MOST_ROWS) {
    process.stdout.write(`and ${rows.length - MOST_ROWS} more rows: in the report and --json\n`);
  }
}

/** The tables of each study and its sentences below them, so that the conclusion stands at the end. */
function printAnswer({ studies: answers, missed }: SweepAnswer): void {
  for (const { title, asks, sentences, figures } of answers) {
    process.stdout.write(`\n${title.toUpperCase()}: ${asks}\n`);
    for (const figure of figures) if (figure.spec === undefined) printFigure(figure);
    process.stdout.write(`\n${sentences.join('\n')}\n`);
  }
  for (const figure of missed) printFigure(figure);
}
