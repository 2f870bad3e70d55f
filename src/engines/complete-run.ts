import type { RunRecord } from '../results/record.ts';
import type { OnStored, RunFolder } from '../results/run-folder.ts';
import { addDerived, type StudyRows } from './sweep.ts';

/** A record before its rows are counted. */
export type OpenRecord = Omit<RunRecord, 'rows'>;

const countsOf = (rows: StudyRows): Record<string, number> =>
  Object.fromEntries(Object.entries(rows).map(([id, list]) => [id, list.length]));

/** Stores rows as they are with the record that counts them. */
export async function storeRows(
  folder: RunFolder,
  opened: OpenRecord,
  rows: StudyRows,
  onStored?: OnStored,
): Promise<RunRecord> {
  const stored = { ...opened, rows: countsOf(rows) };
  await folder.complete(rows, stored, onStored);
  return stored;
}

/** Adds the studies that are made from the rows of others, packed where they are many, and stores all. */
export async function completeRun(
  folder: RunFolder,
  opened: OpenRecord,
  swept: StudyRows,
  onStored?: OnStored,
  packedFrom = Number.POSITIVE_INFINITY,
): Promise<{ rows: StudyRows; stored: RunRecord }> {
  const rows = addDerived(swept, opened, { scratch: folder.scratch, packedFrom });
  return { rows, stored: await storeRows(folder, opened, rows, onStored) };
}
