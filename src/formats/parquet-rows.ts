import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { asyncBufferFromFile } from 'hyparquet/src/node.js';
import { compressors } from 'hyparquet-compressors';
import { badInput, EnvironmentError, printable, UserError } from '../errors.ts';
import { readFailure } from '../files/read-input.ts';

const MOST_ROWS = 200_000_000;
const MOST_GROUP_ROWS = 4_000_000;

export type ParquetRow = Record<string, unknown>;

export interface RowGroup {
  columns: ReadonlySet<string>;
  rows: ParquetRow[];
  /** Row number, from 0, of the first. */
  from: number;
}

/**
 * Refuses a table whose columns are nested, repeated or not in its schema: ours are flat, and hyparquet, which
 * reads columns side by side, drops the failure of one it cannot place, which then ends the process.
 */
export function checkFlat({ schema, row_groups: groups }: FileMetaData): void {
  const names = new Set(schema.slice(1).map(({ name }) => name));
  if (names.size !== schema.length - 1) throw new Error('columns repeated in the schema');
  for (const { columns } of groups) {
    const paths = columns.map(({ meta_data: column }) => column?.path_in_schema ?? []);
    const flat = paths.every((path) => path.length === 1 && names.has(path[0]!));
    if (!flat || new Set(paths.map((path) => path[0])).size !== paths.length)
      throw new Error('columns that are not those of the schema');
  }
}

/** Rows of a Parquet file, a row group at a time; `what` names the kind of file in messages. */
export async function* rowGroups(path: string, what: string): AsyncGenerator<RowGroup> {
  try {
    const file: AsyncBuffer = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    checkFlat(metadata);
    const columns = new Set(metadata.schema.map((entry) => entry.name));
    const groups = metadata.row_groups.map((group) => Number(group.num_rows));
    const rowsOf = groups.reduce((sum, rows) => sum + rows, 0);
    if (rowsOf > MOST_ROWS || groups.some((rows) => !(rows >= 0 && rows <= MOST_GROUP_ROWS)))
      throw badInput({
        file: path,
        expected: `at most ${MOST_ROWS} rows, ${MOST_GROUP_ROWS} in a row group`,
        found: 'more',
      });
    let from = 0;
    for (const count of groups) {
      const rows = (await parquetReadObjects({
        file,
        metadata,
        compressors,
        rowStart: from,
        rowEnd: from + count,
      })) as ParquetRow[];
      yield { columns, rows, from };
      from += count;
    }
  } catch (error) {
    if (error instanceof UserError || error instanceof EnvironmentError) throw error;
    if ((error as NodeJS.ErrnoException).code !== undefined) throw readFailure(path, error);
    throw badInput({
      file: path,
      expected: what,
      found: printable(`a damaged one (${(error as Error).message})`, 160),
    });
  }
}

/** The first of several names a file's columns have; generations of a format rename them. */
export function columnOf(
  columns: ReadonlySet<string>,
  names: readonly string[],
  path: string,
): string {
  const found = names.find((candidate) => columns.has(candidate));
  if (found !== undefined && columns.has('id')) return found;
  throw badInput({
    file: path,
    expected: `columns id and ${names.join(' or ')}`,
    found: printable([...columns].slice(0, 12).join(', '), 200),
  });
}

/** A number of a row from 0 to `most`; times count as milliseconds. */
export function numberOf(
  row: ParquetRow,
  column: string,
  path: string,
  line: number,
  most: number,
): number {
  const value = row[column];
  const read =
    value instanceof Date ? value.getTime() : typeof value === 'bigint' ? Number(value) : value;
  if (typeof read === 'number' && read >= 0 && read <= most) return read;
  throw badInput({
    file: path,
    expected: `${column} from 0 to ${most} in row ${line + 1}`,
    found: printable(String(value), 40),
  });
}
