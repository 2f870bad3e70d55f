import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { badInput, printable, type UserError } from '../errors.ts';
import { readText } from '../files/read-input.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import { note } from '../terminal/output.ts';
import { rowsWithCurrentHosts, withCurrentHosts } from './current-hosts.ts';
import { readRows, type StoredRows } from './parquet.ts';
import { parseRecord, RECORD_FORM, type RunRecord } from './record.ts';
import { MOST_RECORD_BYTES } from './record-size.ts';
import { earlierFile } from './run-folder.ts';

/** A stored run: the rows of each study and what made them. */
export interface StoredRun {
  rows: Record<string, Row[]>;
  record: RunRecord;
  /** False for results of earlier versions, in which damage cannot be seen. */
  sealed: boolean;
}

/** Refuses rows whose own copy of the record is not this one, or that are not as many. */
function checkRows(path: string, stored: StoredRows, json: string, expected: number | undefined) {
  const { rows, metadata, sealed } = stored;
  const problem = (found: string) =>
    badInput({
      ...{ file: path, expected: 'the rows of the run.json beside it', found },
      hint: 'Run the scenario again: the same command goes on where it was interrupted.',
    });
  if (metadata.run !== json && (sealed || metadata.run !== undefined))
    throw problem('those of another run, or a run.json that was changed');
  if (expected !== undefined && expected !== rows.length)
    throw problem(`${rows.length} rows where it says ${expected}`);
}

/** A record that does not fit its rows: of a run without seal nothing else can be known before. */
function unfit(path: string, error: unknown): UserError {
  const reason = printable((error as Error).message, 160);
  return badInput({
    file: path,
    expected: 'the record of a virtcost run that fits its rows',
    found: `another or a damaged one (${reason})`,
  });
}

/** What `use` makes of a stored run; results without a seal are not trusted to be what they look like. */
export async function withRun<T>(
  folder: string,
  use: (run: StoredRun) => T | Promise<T>,
): Promise<T> {
  const run = await readRun(folder);
  if (run.record.shard) {
    const { index, count } = run.record.shard;
    throw badInput({
      file: folder,
      expected: 'the results of a whole run',
      found: `shard ${index}/${count} of one`,
      hint: 'Join all of its shards with virtcost merge.',
    });
  }
  if (run.sealed) return await use(run);
  try {
    return await use(run);
  } catch (error) {
    throw error instanceof TypeError || error instanceof RangeError
      ? unfit(join(folder, 'run.json'), error)
      : error;
  }
}

/** Reads a results folder; every file in it is checked to be what virtcost wrote and to belong to the others. */
export async function readRun(folder: string): Promise<StoredRun> {
  const path = join(folder, 'run.json');
  await stat(path).catch(({ code }: NodeJS.ErrnoException) => {
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return;
    const expected = 'a folder of results, as virtcost run writes it';
    throw badInput({ file: folder, expected, found: 'no run.json there' });
  });
  const json = await readText(path, MOST_RECORD_BYTES);
  const record = parseRecord(json, path);
  const earliest = await stat(join(folder, earlierFile)).catch(() => undefined);
  const rows: Record<string, Row[]> = {};
  let sealed = true;
  for (const id of record.scenario.studies) {
    const file = join(folder, earliest && id === 'steady' ? earlierFile : `${id}.parquet`);
    if (record.shard && record.rows[id] === undefined) continue;
    const stored = await readRows(file, studyById(id).columns, record.form >= RECORD_FORM);
    checkRows(file, stored, json, earliest ? undefined : record.rows[id]);
    sealed &&= stored.sealed;
    rows[id] = rowsWithCurrentHosts(stored.rows);
  }
  if (!sealed) {
    note(
      printable(
        `${folder}: results of an earlier virtcost, without a seal: damage to them would not be noticed.`,
      ),
    );
  }
  const counts = Object.fromEntries(Object.entries(rows).map(([id, list]) => [id, list.length]));
  const scenario = withCurrentHosts(record.scenario);
  return { rows, record: { ...record, scenario, rows: counts }, sealed };
}
