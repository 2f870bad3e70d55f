import { CsvError, parse } from 'csv-parse/sync';
import { badInput } from '../../errors.ts';
import { withoutStacks } from '../../files/ragged-csv.ts';
import { MAX_CHARS } from './text.ts';

export interface CsvRow {
  cells: string[];
  /** Counted from 1: the line on which the row ends. */
  line: number;
}

/** Rows of a CSV file; rows may differ in width, quotes follow RFC 4180. */
export function csvRows(text: string, file: string): CsvRow[] {
  if (text.length > MAX_CHARS) {
    throw badInput({ file, expected: `at most ${MAX_CHARS} characters`, found: `${text.length}` });
  }
  try {
    const options = {
      ...{ bom: true, info: true, skip_empty_lines: true },
      ...{ relax_column_count: true, max_record_size: MAX_CHARS },
    };
    const rows = withoutStacks(() => parse(text, options)) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as unknown as { lines?: number }).lines;
    throw badInput({ file, line, expected: 'comma-separated values', found: error.message });
  }
}
