import { parse } from 'csv-parse';
import { badInput, printable } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import { openText, readHead } from './open.ts';
import { Tab } from './tab.ts';

const MAX_RECORD_BYTES = 1 << 20;

export interface Row {
  line: number;
  cells: string[];
}

/** Splits delimited text given piece by piece into rows; blank rows are left out. */
async function* parsed(path: string, delimiter: string): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
    info: true,
  });
  const source = openText(path);
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

/** Rows of a file without a header, one by one: memory does not grow with the file. */
export async function eachRow(
  path: string,
  columns: readonly [least: number, most: number],
  visit: (row: Row) => void,
): Promise<void> {
  for await (const row of parsed(path, ',')) {
    if (row.cells.length < columns[0] || row.cells.length > columns[1]) {
      throw badInput({
        file: path,
        line: row.line,
        expected:
          columns[0] === columns[1] ? `${columns[0]} columns` : `${columns.join(' to ')} columns`,
        found: `${row.cells.length}`,
      });
    }
    visit(row);
  }
}

/** What separates columns, judged by a header: the mark it has most of. */
export function delimiterOf(header: string): string {
  const count = (mark: string) => header.split(mark).length;
  return [';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

const delimiterIn = async (path: string) =>
  delimiterOf((await readHead(path)).split(/\r?\n/, 1)[0]!);

/** Titles in the first row of a delimited file, as `Header` compares them. */
export const titlesOf = (head: string): string[] => {
  const first = head.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0]!;
  return first.split(delimiterOf(first)).map(plain);
};

/** Rows below a header, one by one; `open` looks up its columns once and gives what visits the rows. */
export async function eachRecord(
  path: string,
  open: (header: Header) => (row: Row) => void,
): Promise<void> {
  const delimiter = await delimiterIn(path);
  let visit: ((row: Row) => void) | undefined;
  for await (const row of parsed(path, delimiter)) {
    if (visit) visit(row);
    else visit = open(new Header(row.cells, path, delimiter === ';'));
  }
}

/** A tab of an export kept as a CSV file of its own. */
export async function readTab(path: string, name: string, wanted: readonly string[]): Promise<Tab> {
  const delimiter = await delimiterIn(path);
  const tab = new Tab(name, wanted, delimiter === ';');
  for await (const { line, cells } of parsed(path, delimiter)) tab.add(line, cells);
  return tab;
}

/** Positions of columns by any of their names, compared without case, spaces and punctuation. */
export class Header {
  private readonly positions = new Map<string, number>();
  private readonly file: string;
  /** Where semicolons separate columns, a comma is the decimal mark. */
  readonly decimalComma: boolean;

  constructor(cells: readonly string[], file: string, decimalComma = false) {
    this.file = file;
    this.decimalComma = decimalComma;
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

  /** The column of a size and its MiB a unit, by a title that ends in its unit: `memory_gib`. */
  size(name: string): { column: number; mib: number } | undefined {
    for (const [unit, mib] of Object.entries(mibPer)) {
      const column = this.find(`${name}_${unit}`);
      if (column !== undefined) return { column, mib };
    }
    return undefined;
  }

  needSize(name: string): { column: number; mib: number } {
    return this.size(name) ?? { column: this.need(`${name}_mib`), mib: 1 };
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

/** Units a title may end in. Exports that say MB or GB mean binary ones. */
const mibPer = {
  mib: 1,
  mb: 1,
  gib: 1024,
  gb: 1024,
  tib: 2 ** 20,
  tb: 2 ** 20,
  kib: 1 / 1024,
  kb: 1 / 1024,
  bytes: 2 ** -20,
} as const;
