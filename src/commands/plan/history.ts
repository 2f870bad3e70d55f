import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { badInput, printable, UserError } from '../../errors.ts';
import { isHistoryCsv, readHistoryCsv } from '../../formats/history-csv.ts';
import { exportTime } from '../../formats/inventory/export-time.ts';
import { readInventory } from '../../formats/inventory/index.ts';
import { readLoadSeries } from '../../formats/machine-load/index.ts';
import { type HistoryAnswer, historyAnswer } from '../../plan/history/history.ts';
import { loadTrend } from '../../plan/history/load-trend.ts';
import { historyOutline } from '../../plan/history/outline.ts';
import { historySentence } from '../../plan/history/sentence.ts';
import { type Snapshot, snapshotOf } from '../../plan/history/totals.ts';
import type { Plan } from '../../plan/plan.ts';
import { historyTables } from '../../report/sections/plan/history.ts';
import { printAnswer } from '../../terminal/answer.ts';

export interface HistoryOptions {
  history?: string[] | true;
  date?: string;
  load?: string;
}

const GIVEN = /^(\d{4}-\d{2}-\d{2})=(.+)$/s;
const IN_NAME = /(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/;

/** The date of a day in a name, as exports are called: report_2026-07-01.xlsx, RVTools_export_all_20260701.xlsx. */
function dateOfName(path: string): number | undefined {
  const [, year, month, day] = IN_NAME.exec(basename(path)) ?? [];
  return year === undefined ? undefined : exportTime(`${year}-${month}-${day}`);
}

function checkedDate(text: string, what: string): number {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? exportTime(text) : undefined;
  if (date === undefined || new Date(date).toISOString().slice(0, 10) !== text)
    throw new UserError(
      `${what}: expected a date such as 2026-07-01, found "${printable(text, 40)}".`,
    );
  return date;
}

function datedOr(path: string, told: number | undefined, hint: string): number {
  const date = told ?? dateOfName(path);
  if (date !== undefined) return date;
  throw badInput({
    file: path,
    expected: 'the date of an inventory (in the export, in the name of the file, or given)',
    found: 'none',
    hint,
  });
}

async function snapshotsOf(argument: string): Promise<Snapshot[]> {
  const [, text, named] = GIVEN.exec(argument) ?? [];
  const path = named ?? argument;
  const given = text === undefined ? undefined : checkedDate(text, `--history ${path}`);
  const file = await stat(path).catch(() => undefined);
  if (file?.isFile() && (await isHistoryCsv(path))) {
    if (given !== undefined)
      throw badInput({
        file: path,
        expected: 'no date before totals that have their own',
        found: text ?? '',
      });
    return readHistoryCsv(path);
  }
  const inventory = await readInventory(path);
  const told = given ?? inventory.exportedMs;
  return [
    snapshotOf(
      inventory,
      datedOr(path, told, `Write --history DATE=${path}, such as 2026-07-01=${path}.`),
    ),
  ];
}

/** What `--history [FILE...]` asks: growth by inventories of earlier dates, or by the load of --load. */
export async function historyAsked(
  plan: Plan,
  { history, date, load }: HistoryOptions,
): Promise<HistoryAnswer | undefined> {
  if (history === undefined) {
    if (date !== undefined)
      throw new UserError('--date: expected --history, whose last inventory it dates, found none.');
    return undefined;
  }
  if (history === true) {
    if (load === undefined)
      throw new UserError(
        '--history: expected inventories of earlier dates, or load over weeks or months with --load, found neither.',
      );
    return loadTrend(plan, await readLoadSeries(load));
  }
  const earlier: Snapshot[] = [];
  for (const argument of history) earlier.push(...(await snapshotsOf(argument)));
  const { inventory } = plan;
  const told = date === undefined ? inventory.exportedMs : checkedDate(date, '--date');
  const dateMs = datedOr(
    inventory.source,
    told,
    'Say when it was exported with --date, such as --date 2026-07-01.',
  );
  return historyAnswer(plan, earlier, snapshotOf(inventory, dateMs));
}

export const printHistory = (answer: HistoryAnswer): void =>
  printAnswer(historySentence(answer), historyTables(historyOutline(answer)));

export const historyDocument = (answer: HistoryAnswer) => ({
  sentence: historySentence(answer),
  ...answer,
});
