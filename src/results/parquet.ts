import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { badInput } from '../errors.ts';
import { readBytes } from '../files/read-input.ts';
import { pairsOf } from '../formats/parquet-decode.ts';
import { rowGroups } from '../formats/parquet-rows.ts';
import type { Column, Row } from '../studies/column.ts';
import { OPEN_SEAL, SEAL_KEY, seal, sealState } from './seal.ts';

/**
 * Rows as sealed Parquet bytes; the same rows give the same bytes. Metadata travels as key-value pairs, the seal as the
 * last of them.
 */
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
    kvMetadata: Object.entries({ ...metadata, [SEAL_KEY]: OPEN_SEAL }).map(([key, value]) => ({
      key,
      value,
    })),
  });
  const bytes = Buffer.from(buffer);
  seal(bytes);
  return bytes;
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
  /** False for results of earlier versions: damage cannot be seen in them. */
  sealed: boolean;
}

const MOST_BYTES = 2 ** 32;
const what = 'a results file of virtcost';

/** Refuses rows without columns of their study. */
function checkColumns(path: string, rows: readonly Row[], columns: readonly Column[]): void {
  const first = rows[0];
  const missing = columns.filter(({ name }) => first && !(name in first)).map(({ name }) => name);
  if (missing.length === 0) return;
  const found = `another or a damaged file (without the columns ${missing.join(', ')})`;
  throw badInput({ file: path, expected: what, found });
}

/** Rows of sealed bytes; `path` names them in messages. */
export async function decodeSealed(
  path: string,
  bytes: Buffer,
  columns: readonly Column[],
): Promise<StoredRows> {
  const state = sealState(bytes);
  if (state === 'broken') {
    throw badInput({
      file: path,
      expected: what,
      found: 'a damaged file (its digest is another than when it was written)',
      hint: 'Copy it again, or run its scenario again with --fresh.',
    });
  }
  if (state === 'none') {
    throw badInput({
      ...{ file: path, expected: 'sealed results', found: 'a file without its seal' },
      hint: 'Copy it again, or run its scenario again with --fresh.',
    });
  }
  const stored = await sealedRows(bytes);
  checkColumns(path, stored.rows, columns);
  return { ...stored, sealed: true };
}

/**
 * Reads a results file back; a truncated, damaged or foreign file gives one clear message. What carries an unbroken seal
 * is what virtcost wrote; what carries none, as results of earlier versions, is decoded as any file from outside.
 */
export async function readRows(
  path: string,
  columns: readonly Column[],
  mustBeSealed: boolean,
): Promise<StoredRows> {
  const bytes = await readBytes(path, MOST_BYTES);
  if (mustBeSealed || sealState(bytes) !== 'none') return decodeSealed(path, bytes, columns);
  const stored = await foreignRows(path);
  checkColumns(path, stored.rows, columns);
  return { ...stored, sealed: false };
}

async function sealedRows(bytes: Buffer): Promise<Omit<StoredRows, 'sealed'>> {
  const { buffer, byteOffset, byteLength } = bytes;
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  const rows = (await parquetReadObjects({ file })) as Row[];
  return { rows, metadata: pairsOf(parquetMetadata(file)) };
}

async function foreignRows(path: string): Promise<Omit<StoredRows, 'sealed'>> {
  const rows: Row[] = [];
  const groups = rowGroups(path, what);
  for (;;) {
    const next = await groups.next();
    if (next.done) return { rows, metadata: next.value.metadata };
    for (const row of next.value.rows) rows.push(row as Row);
  }
}
