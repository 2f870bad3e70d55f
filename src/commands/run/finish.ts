import { completeRun, type OpenRecord, storeRows } from '../../engines/complete-run.ts';
import type { StudyRows } from '../../engines/sweep.ts';
import { ExitCode, printable } from '../../errors.ts';
import type { Figure } from '../../figure.ts';
import { type Text, textIn } from '../../message.ts';
import { runWords } from '../../messages/run.ts';
import type { FailedCell } from '../../results/record.ts';
import { PACKED_FROM } from '../../results/row-places.ts';
import type { OnStored, RunFolder } from '../../results/run-folder.ts';
import { answerOf, type SweepAnswer } from '../../studies/answer.ts';
import { runSummary } from '../../studies/run-summary.ts';
import { language } from '../../terminal/language.ts';
import { blankLine, note, printJson, say, sayFirst } from '../../terminal/output.ts';
import { withProgress } from '../../terminal/progress.ts';
import { outputSettings } from '../../terminal/settings.ts';
import { printTable } from '../../terminal/table.ts';

import type { Baseline, Changes } from './baseline.ts';

/** What of the answer is wanted. */
export interface FinishOptions {
  report: boolean;
  json?: boolean;
}

/** Whether what follows from rows takes so long that a person wants to see that it goes on. */
const isMany = (rows: StudyRows) =>
  Object.values(rows).reduce((sum, list) => sum + list.length, 0) >= PACKED_FROM;

/** Rows on their way to their files, with a line of progress: a million take a minute. */
const storing = <Stored>(
  { scenario }: OpenRecord,
  swept: StudyRows,
  store: (onStored: OnStored) => Promise<Stored>,
): Promise<Stored> =>
  withProgress(
    `store ${scenario.name}: values`,
    0,
    (progress) => store((done, all) => progress.step(false, done, all)),
    { held: isMany(swept) },
  );

/** What rows answer, their page where it is asked for. */
async function answering(
  folder: RunFolder,
  { scenario }: OpenRecord,
  rows: StudyRows,
  { report, json }: FinishOptions,
) {
  const page = report || json ? await pageOf(folder.path) : undefined;
  if (report) await page?.write();
  const answer = page?.answer ?? answerOf(scenario, rows);
  const sentence = page?.sentence ?? runSummary(scenario, rows, answer).sentence;
  return { page, answer, sentence };
}

/** Stores complete rows, then answers: tables and sentences, page, JSON. */
export async function finishRun(
  folder: RunFolder,
  opened: OpenRecord,
  swept: StudyRows,
  options: FinishOptions,
  earlier?: Baseline,
): Promise<void> {
  const { rows, stored } = await storing(opened, swept, (onStored) =>
    completeRun(folder, opened, swept, onStored, PACKED_FROM),
  );
  const { page, answer, sentence } = await withProgress(
    `sum up ${opened.scenario.name}`,
    0,
    () => answering(folder, opened, rows, options),
    { held: isMany(rows) },
  );
  if (answer.misses.length > 0) process.exitCode = ExitCode.thresholdMissed;
  const changes = earlier?.changes(rows, folder.path);
  if (options.json && page) {
    const { summary, figures } = page;
    const sentences = answer.studies.map(({ id, sentences: said }) => [id, said]);
    printJson({
      ...{ run: stored, sentence, summary, sentences: Object.fromEntries(sentences) },
      ...{ studies: rows, figures, expectationsMissed: answer.misses },
      ...(changes && { baseline: changes }),
    });
  } else printAnswer(sentence, answer);
  if (changes && !options.json) printChanges(changes);
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
  const stored = await storing(opened, swept, (onStored) =>
    storeRows(folder, opened, swept, onStored),
  );
  const { scenario, shard } = opened;
  const cells = Object.values(stored.rows).reduce((sum, rows) => sum + rows, 0);
  const sentence = runWords.shardDone({
    ...{ scenario: scenario.name, cells },
    ...{ index: shard?.index ?? 0, shards: shard?.count ?? 1 },
  });
  if (json) printJson({ run: stored, sentence, studies: swept });
  else say(sentence);
  tellStored(folder, swept, false);
  tellFailed(opened.failed);
  note(runWords.shardNext());
}

function tellStored(folder: RunFolder, rows: StudyRows, report: boolean): void {
  const files = Object.keys(rows).map((id) => `${id}.parquet`);
  const path = printable(folder.path);
  const page = report ? runWords.report({ folder: path }) : '';
  note(runWords.results({ folder: path, files: files.join(', '), report: page }));
}

const MOST_TOLD = 20;

/** Cells that have no row, each with what it was asked; the rest of the run stands. */
export function tellFailed(failed: readonly FailedCell[] | undefined): void {
  if (!failed) return;
  process.exitCode = ExitCode.partial;
  note(runWords.failedCells({ cells: failed.length }));
  for (const { study, position, reason, configuration } of failed.slice(0, MOST_TOLD)) {
    const asked = JSON.stringify(configuration);
    note(`  ${study} ${position}: ${printable(`${reason}; ${asked}`, 1200)}`);
  }
  const left = failed.length - MOST_TOLD;
  if (left > 0) note(runWords.failedMore({ left }));
}

async function pageOf(folder: string) {
  const { answerOfRun } = await import('./page.ts');
  return answerOfRun(folder);
}

/** Rows of a table a terminal shows; the page and `--json` have all. */
const MOST_ROWS = 30;

/** What changed since an earlier run: its sentence, then its tables. */
function printChanges({ sentence, figures }: Changes): void {
  blankLine();
  say(sentence);
  for (const figure of figures) printFigure(figure);
}

function printFigure({ title, rows }: Figure): void {
  blankLine();
  const most = outputSettings().format === 'table' ? MOST_ROWS : rows.length;
  printTable(rows.slice(0, most), title);
  if (rows.length > most) {
    say(runWords.moreRows({ rows: rows.length - MOST_ROWS }));
  }
}

/** The answer, then the tables of each study with its sentences below them. */
function printAnswer(sentence: Text, { studies: answers, missed }: SweepAnswer): void {
  sayFirst(sentence);
  for (const { title, asks, sentences, figures } of answers) {
    blankLine();
    say(runWords.studyHeading({ title: textIn(title, language()).toUpperCase(), asks }));
    for (const figure of figures) if (figure.spec === undefined) printFigure(figure);
    blankLine();
    for (const sentence of sentences) say(sentence);
  }
  for (const figure of missed) printFigure(figure);
}
