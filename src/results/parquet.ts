import { tmpdir } from 'node:os';
import { type FileMetaData, parquetMetadata, parquetRead, parquetReadObjects } from 'hyparquet';
import { badInput } from '../errors.ts';
import { readBytes } from '../files/read-input.ts';
import { pairsOf } from '../formats/parquet-decode.ts';
import { rowGroups } from '../formats/parquet-rows.ts';
import { keepHeapLean } from '../lean-heap.ts';
import type { Column, Row } from '../studies/column.ts';
import { PackedRows } from './packed-rows.ts';
import { PACKED_FROM } from './row-places.ts';
import { sealState } from './seal.ts';

export interface StoredRows {
  rows: Row[];
  metadata: Record<string, string>;
  /** False for results of earlier versions: damage cannot be seen in them. */
  sealed: boolean;
}

const MOST_BYTES = 2 ** 32;
const what = 'a results file of virtcost';

/** Refuses rows without columns of their study; returns the columns that are younger than the rows. */
function checkColumns(path: string, first: object, columns: readonly Column[]): Column[] {
  const lacking = columns.filter(({ name }) => !(name in first));
  const missing = lacking.filter(({ absent }) => absent === undefined).map(({ name }) => name);
  if (missing.length === 0) return lacking;
  const found = `another or a damaged file (without the columns ${missing.join(', ')})`;
  throw badInput({ file: path, expected: what, found });
}

/** Rows of sealed bytes, packed from `packedFrom` on; `path` names them in messages. */
export async function decodeSealed(
  path: string,
  bytes: Buffer,
  columns: readonly Column[],
  packedFrom = PACKED_FROM,
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
  const { buffer, byteOffset, byteLength } = bytes;
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  const footer = parquetMetadata(file);
  const there = Object.fromEntries(footer.schema.map(({ name }) => [name, 0]));
  const younger = checkColumns(path, there, columns);
  const count = Number(footer.num_rows);
  const rows =
    count < packedFrom
      ? withYounger(await parquetReadObjects({ file }), younger)
      : await packedRows(file, footer, columns, younger);
  return { rows, metadata: pairsOf(footer), sealed: true };
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
  const younger = stored.rows[0] ? checkColumns(path, stored.rows[0], columns) : [];
  return { ...stored, rows: withYounger(stored.rows, younger), sealed: false };
}

/** Rows as the version that wrote them meant them: what it did not store yet was as it is without it. */
function withYounger(rows: Record<string, unknown>[], younger: readonly Column[]): Row[] {
  const cells = Object.fromEntries(younger.map(({ name, absent = null }) => [name, absent]));
  return younger.length === 0 ? (rows as Row[]) : rows.map((row) => ({ ...row, ...cells }) as Row);
}

/**
 * Rows of a whole file, packed: they never stand in memory as objects, and decoded only a column of a row group at a
 * time, for the decoder keeps all that it was asked for until it has the last of it.
 */
async function packedRows(
  file: ArrayBuffer,
  metadata: FileMetaData,
  columns: readonly Column[],
  younger: readonly Column[],
): Promise<Row[]> {
  keepHeapLean();
  const count = Number(metadata.num_rows);
  const packed = new PackedRows(columns, count, tmpdir());
  const stored = columns.filter((column) => !younger.includes(column));
  let from = 0;
  for (const group of metadata.row_groups) {
    const rows = { rowStart: from, rowEnd: from + Number(group.num_rows) };
    for (const { name } of stored) {
      await parquetRead({
        ...{ file, metadata, columns: [name], ...rows },
        onChunk: ({ columnData, rowStart }) => packed.setColumn(name, rowStart, columnData),
      });
    }
    from = rows.rowEnd;
  }
  for (const { name, absent } of younger) packed.setColumn(name, 0, new Array(count).fill(absent));
  return packed.rows();
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
