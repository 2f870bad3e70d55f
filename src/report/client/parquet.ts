import { parquetWriteBuffer } from 'hyparquet-writer';

/** A value of a table as it is: a number, nothing, or a text. */
export function plainValue(text: string): number | string | null {
  if (text === '—') return null;
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** Cells of a table, headings first, as a Parquet file: columns of numbers as DOUBLE, others as text. */
export function parquetOf([headings = [], ...rows]: readonly (readonly string[])[]): ArrayBuffer {
  return parquetWriteBuffer({
    columnData: headings.map((name, i) => {
      const values = rows.map((row) => plainValue(row[i] ?? ''));
      const numeric =
        values.some((value) => typeof value === 'number') &&
        values.every((value) => typeof value !== 'string');
      const data = values.map((value) => (numeric || value === null ? value : String(value)));
      return { name, data, type: numeric ? 'DOUBLE' : 'STRING', nullable: true };
    }),
  });
}
