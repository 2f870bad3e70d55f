import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { asyncBufferFromFile } from 'hyparquet/src/node.js';
import { compressors } from 'hyparquet-compressors';
import { nth } from '../elements.ts';

const MOST_ROWS = 200_000_000;
const MOST_GROUP_ROWS = 4_000_000;

export type ParquetRow = Record<string, unknown>;

/** What stands at the end of a Parquet file. */
export interface ParquetFooter {
  columns: string[];
  metadata: Record<string, string>;
  /** Rows of each row group. */
  groups: number[];
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
    const flat = paths.every((path) => path.length === 1 && names.has(nth(path, 0)));
    if (!flat || new Set(paths.map((path) => path[0])).size !== paths.length)
      throw new Error('columns that are not those of the schema');
  }
}

/** Key-value pairs of a file. */
export const pairsOf = ({ key_value_metadata: pairs }: FileMetaData): Record<string, string> =>
  Object.fromEntries((pairs ?? []).map(({ key, value }) => [key, value ?? '']));

/** A Parquet file of flat columns, opened; each row group is decoded when asked for. */
export async function openParquet(path: string) {
  const file: AsyncBuffer = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  checkFlat(metadata);
  const groups = metadata.row_groups.map((group) => Number(group.num_rows));
  const rows = groups.reduce((sum, count) => sum + count, 0);
  if (rows > MOST_ROWS || groups.some((count) => !(count >= 0 && count <= MOST_GROUP_ROWS)))
    throw new Error(`more than ${MOST_ROWS} rows, or ${MOST_GROUP_ROWS} in a row group`);
  const columns = metadata.schema.map((entry) => entry.name);
  const footer: ParquetFooter = { columns, metadata: pairsOf(metadata), groups };
  const read = async (rowStart: number, count: number): Promise<ParquetRow[]> =>
    (await parquetReadObjects({
      ...{ file, metadata, compressors, rowStart },
      rowEnd: rowStart + count,
    })) as ParquetRow[];
  return { footer, read };
}
