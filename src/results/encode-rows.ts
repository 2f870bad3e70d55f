import { createHash } from 'node:crypto';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import type { WriteBytes } from '../files/write-whole.ts';
import type { Column, Row } from '../studies/column.ts';
import { OPEN_SEAL, SEAL_KEY, seal } from './seal.ts';

type Metadata = Readonly<Record<string, string>>;

/** A study that forgets a column must not look like one that has nothing to say. */
function cell(row: Row, name: string, nullable: boolean): string | number | null {
  const value = row[name];
  if (value === undefined || (value === null && !nullable)) {
    throw new RangeError(`no ${name} in a row`);
  }
  return value;
}

/** The cells of a column, read when a row group is written: all of them never stand in memory. */
class ColumnCells {
  readonly length: number;
  private readonly rows: readonly Row[];
  private readonly column: Column;
  private readonly onCells: (count: number) => void;

  constructor(rows: readonly Row[], column: Column, onCells: (count: number) => void) {
    this.rows = rows;
    this.length = rows.length;
    this.column = column;
    this.onCells = onCells;
  }

  slice(from: number, to: number): (string | number | null)[] {
    const { name, nullable = false } = this.column;
    const cells = this.rows.slice(from, to).map((row) => cell(row, name, nullable));
    this.onCells(cells.length);
    return cells;
  }
}

/** What a results file holds; `onCells` is told of cells as they are written. */
function content(
  columns: readonly Column[],
  rows: readonly Row[],
  metadata: Metadata,
  onCells: (count: number) => void = () => {},
) {
  return {
    columnData: columns.map((column) => ({
      ...{ name: column.name, type: column.type, nullable: column.nullable ?? false },
      // The writer asks for the length and for slices alone.
      data: new ColumnCells(rows, column, onCells) as unknown as unknown[],
    })),
    kvMetadata: Object.entries({ ...metadata, [SEAL_KEY]: OPEN_SEAL }).map(([key, value]) => ({
      key,
      value,
    })),
  };
}

/**
 * Rows as sealed Parquet bytes; the same rows give the same bytes. Metadata travels as key-value pairs, the seal as the
 * last of them. Without `statistics` (least and most of each column) they are made sooner.
 */
export function encodeRows(
  columns: readonly Column[],
  rows: readonly Row[],
  metadata: Metadata,
  { statistics = true } = {},
): Uint8Array {
  const writer = new ByteWriter();
  parquetWrite({ ...content(columns, rows, metadata), statistics, writer });
  const bytes = Buffer.from(writer.getBuffer());
  seal(bytes);
  return bytes;
}

/** The bytes of `encodeRows`, given to `write` a row group at a time. */
export async function writeRows(
  columns: readonly Column[],
  rows: readonly Row[],
  metadata: Metadata,
  write: WriteBytes,
  onCells?: (count: number) => void,
): Promise<void> {
  const digest = createHash('sha256');
  const writer = new ByteWriter();
  const groups = Object.assign(writer, {
    async flush() {
      const bytes = writer.getBytes();
      digest.update(bytes);
      await write(bytes);
      writer.index = 0;
    },
  });
  await parquetWrite({ ...content(columns, rows, metadata, onCells), writer: groups });
  // Footer and indexes: with them the place of the seal.
  const end = Buffer.from(writer.getBuffer());
  seal(end, digest);
  await write(end);
}
