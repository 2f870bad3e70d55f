import { readFile } from 'node:fs/promises';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { badInput } from '../errors.ts';
import { readFailure } from '../files/read-input.ts';
import { checkFlat } from '../formats/parquet-rows.ts';
import type { Column, Row } from '../studies/column.ts';

/** Rows as Parquet bytes; the same rows give the same bytes. Metadata travels as key-value pairs. */
export function encodeRows(
  columns: readonly Column[],
  rows: readonly Row[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, type, nullable = false }) => ({
      name,
      type,
      nullable,
      data: rows.map((row) => cell(row, name, nullable)),
    })),
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
  return new Uint8Array(buffer);
}

/** A study that forgets a column must not look like one that has nothing to say. */
function cell(row: Row, name: string, nullable: boolean): string | number | null {
  const value = row[name];
  if (value === undefined || (value === null && !nullable)) {
    throw new RangeError(`no ${name} in a row`);
  }
  return value;
}

export interface StoredRows {
  rows: Row[];
  metadata: Record<string, string>;
}

/** Reads a results file back; a truncated or foreign file gives one clear message. */
export async function readRows(path: string, columns: readonly Column[]): Promise<StoredRows> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw readFailure(path, error);
  }
  const file = bytes.buffer.slice(
    bytes.byteOffset,
    bytes.byteOffset + bytes.byteLength,
  ) as ArrayBuffer;
  try {
    const footer = await parquetMetadataAsync(file);
    checkFlat(footer);
    const found = (await parquetReadObjects({ file })) as Row[];
    const missing = columns
      .filter(({ name }) => found[0] && !(name in found[0]))
      .map(({ name }) => name);
    if (missing.length > 0) throw new Error(`without the columns ${missing.join(', ')}`);
    const pairs = footer.key_value_metadata ?? [];
    return {
      rows: found,
      metadata: Object.fromEntries(pairs.map(({ key, value }) => [key, value ?? ''])),
    };
  } catch (error) {
    throw badInput({
      file: path,
      expected: 'a results file of virtcost',
      found: `another or a damaged file (${(error as Error).message})`,
    });
  }
}
