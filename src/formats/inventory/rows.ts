import { parse } from 'csv-parse';
import { readFailure } from '../../cli/read-input.ts';
import { badInput, printable } from '../../errors.ts';
import { openStream } from './open.ts';

const MAX_RECORD_BYTES = 1 << 20;

export interface Row {
  line: number;
  cells: string[];
}

/** Rows of a delimited file one by one: memory does not grow with the file. Blank rows are left out. */
export async function* rowsOf(path: string, delimiter = ','): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
    info: true,
  });
  const source = openStream(path);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser) {
      yield { line: info.lines as number, cells: record as string[] };
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('CSV_') && !code.startsWith('Z_')) throw readFailure(path, error);
    throw badInput({
      file: path,
      expected: 'delimited rows',
      found: printable((error as Error).message, 160),
    });
  } finally {
    source.destroy();
  }
}

/** Positions of columns by any of their names, compared without case, spaces and punctuation. */
export class Header {
  private readonly positions = new Map<string, number>();
  private readonly file: string;

  constructor(cells: readonly string[], file: string) {
    this.file = file;
    cells.forEach((cell, i) => {
      const key = plain(cell);
      if (!this.positions.has(key)) this.positions.set(key, i);
    });
  }

  find(...names: string[]): number | undefined {
    for (const name of names) {
      const position = this.positions.get(plain(name));
      if (position !== undefined) return position;
    }
    return undefined;
  }

  need(...names: string[]): number {
    const position = this.find(...names);
    if (position !== undefined) return position;
    throw badInput({
      file: this.file,
      line: 1,
      expected: `a column "${names[0]}"`,
      found: printable([...this.positions.keys()].slice(0, 12).join(', '), 200) || 'no header',
    });
  }
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
