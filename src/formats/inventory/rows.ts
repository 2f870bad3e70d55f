import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { nth } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { allowRagged } from '../../files/ragged-csv.ts';
import { readFailure } from '../../files/read-input.ts';
import { type CellsSeen, noCells, seeCell } from './numbers.ts';
import { decoded, readHead } from './open.ts';
import { PlainLines, type Rest, type Row } from './plain-lines.ts';
import { Tab } from './tab.ts';
import type { Table } from './table.ts';

const MAX_RECORD_BYTES = 1 << 20;
/** Rows handed on together: each lot waits once. */
const LOT = 256;

/** Lines before the header: what separates columns, as Excel says it, and what PowerShell says of its objects. */
const PREAMBLE = /^\ufeff?(sep=(.)|#TYPE .*)$/i;

/** Rows of text that begins at so many lines, by the parser that knows quotes; given in lots. */
async function* quoted(
  texts: AsyncIterable<string>,
  { delimiter, line, ending }: Rest & { delimiter: string },
): AsyncGenerator<Row[]> {
  const parser = parse({
    bom: line === 1,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
    info: true,
    ...(ending ? { record_delimiter: ending } : {}),
  });
  Object.assign(parser.info, { lines: line });
  allowRagged(parser);
  const source = Readable.from(texts, { objectMode: false, encoding: 'utf8' });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let lot: Row[] = [];
  try {
    for await (const { record, info } of parser) {
      lot.push({ line: info.lines as number, cells: record as string[] });
      if (lot.length < LOT) continue;
      yield lot;
      lot = [];
    }
  } catch (error) {
    yield lot;
    throw error;
  } finally {
    source.destroy();
  }
  yield lot;
}

/** Splits delimited text given piece by piece into rows, in lots; blank rows are left out. */
export async function* rowsIn(
  texts: AsyncGenerator<string>,
  delimiter: string,
): AsyncGenerator<Row[]> {
  const plain = new PlainLines(delimiter);
  for (;;) {
    const { done, value } = await texts.next();
    const lot = done ? plain.end() : plain.rows(value);
    yield lot;
    const { rest } = plain;
    if (rest) {
      const onward = async function* () {
        yield rest.text;
        yield* texts;
      };
      yield* quoted(onward(), { ...rest, delimiter });
    }
    if (rest || done) return;
  }
}

/** Rows of delimited text, in lots; blank rows and lines before the header are left out. */
async function* parsed(path: string, delimiter: string): AsyncGenerator<Row[]> {
  const texts = decoded(path);
  let before = true;
  try {
    for await (const lot of rowsIn(texts, delimiter)) {
      if (!before) yield lot;
      else {
        const from = lot.findIndex(({ cells }) => !PREAMBLE.test(cells.join(delimiter)));
        before = from < 0;
        if (!before) yield lot.slice(from);
      }
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
    await texts.return(undefined);
  }
}

export type { Row };

/** Rows below a header that have no more cells than it: a decimal comma or a missing quote would shift the rest. */
export function asWide(header: Header, file: string): (row: Row) => void {
  const width = header.titles().length;
  return ({ line, cells }) => {
    if (cells.length <= width || cells.slice(width).every((cell) => cell.trim() === '')) return;
    throw badInput({
      file,
      line,
      expected: `at most ${width} cells, as in the header`,
      found: `${cells.length}`,
    });
  };
}

/** Titles of a header that stand in it twice are refused: either column could be meant. */
export function titledOnce(header: Header, file: string, names: readonly string[]): void {
  const titles = header.titles().map(plain);
  const twice = names.find(
    (name) => titles.indexOf(plain(name)) !== titles.lastIndexOf(plain(name)),
  );
  if (twice === undefined) return;
  throw badInput({ file, line: 1, expected: `one column ${twice}`, found: 'two' });
}

/** Rows of a file without a header, one by one: memory does not grow with the file. */
export async function eachRow(
  path: string,
  columns: readonly [least: number, most: number],
  visit: (row: Row) => void,
): Promise<void> {
  for await (const lot of parsed(path, ','))
    for (const row of lot) {
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

/** The header of delimited text and what separates its columns: said before it, or the mark it has most of. */
export function headerOf(head: string): { header: string; delimiter: string } {
  const lines = head.replace(/^\ufeff/, '').split(/\r?\n/);
  let said: string | undefined;
  let first = 0;
  for (; first < lines.length; first++) {
    const match = PREAMBLE.exec(nth(lines, first));
    if (match) said = match[2] ?? said;
    else if (nth(lines, first).trim() !== '') break;
  }
  const header = lines[first] ?? '';
  const count = (mark: string) => header.split(mark).length;
  const most = [';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
  return { header, delimiter: said ?? most };
}

const delimiterIn = async (path: string) => headerOf(await readHead(path)).delimiter;

/** Titles as a delimited file's header writes them, without quotes. */
export function rawTitlesOf(head: string): string[] {
  const { header, delimiter } = headerOf(head);
  return header.split(delimiter).map((title) => title.trim().replace(/^"(.*)"$/, '$1'));
}

/** Titles in the header of a delimited file, as `Header` compares them. */
export const titlesOf = (head: string): string[] => rawTitlesOf(head).map(plain);

/**
 * Rows below a header, one by one; `open` looks up its columns once and gives what visits the rows. Where it asks for
 * the evidence of columns, the file is read once more before. Gives the header, where there is one.
 */
export async function eachRecord(
  path: string,
  open: (header: Header) => (row: Row) => void,
): Promise<Header | undefined> {
  const delimiter = await delimiterIn(path);
  let header: Header | undefined;
  let visit: ((row: Row) => void) | undefined;
  for await (const lot of parsed(path, delimiter))
    for (const row of lot) {
      if (header && visit) {
        header.meet(row.cells);
        visit(row);
        continue;
      }
      header = new Header(row.cells, path, delimiter);
      visit = open(header);
      if (header.asked.size > 0) await gather(path, header);
    }
  return header;
}

/** Shows the cells of the columns asked for to what judges how they write numbers. */
async function gather(path: string, { asked, delimiter }: Header): Promise<void> {
  let isHeader = true;
  for await (const lot of parsed(path, delimiter))
    for (const { cells } of lot) {
      if (!isHeader) for (const [place, seen] of asked) seeCell(seen, cells[place] ?? '');
      isHeader = false;
    }
}

/** A tab of an export kept as a CSV file of its own. */
export async function readTab(
  path: string,
  name: string,
  wanted?: readonly string[] | undefined,
): Promise<Tab> {
  const delimiter = await delimiterIn(path);
  const tab = new Tab({ file: path, name, wanted, delimiter });
  for await (const lot of parsed(path, delimiter))
    for (const { line, cells } of lot) tab.add(line, cells);
  return tab;
}

/** Positions of columns by any of their names, compared without case, spaces and punctuation. */
export class Header implements Table {
  readonly name = '';
  readonly file: string;
  readonly delimiter: string;
  /** Columns whose cells are evidence, by place. */
  readonly asked = new Map<number, CellsSeen>();
  private readonly written: readonly string[];
  private readonly positions = new Map<string, number>();
  private readonly used = new Set<number>();
  private readonly filled = new Set<number>();

  constructor(cells: readonly string[], file: string, delimiter: string) {
    this.file = file;
    this.delimiter = delimiter;
    this.written = cells.map((cell) => cell.trim());
    cells.forEach((cell, i) => {
      const key = plain(cell);
      if (!this.positions.has(key)) this.positions.set(key, i);
    });
  }

  /** Notes which columns hold something. */
  meet(cells: readonly string[]): void {
    if (this.filled.size === this.written.length) return;
    cells.forEach((cell, i) => {
      if (cell !== '') this.filled.add(i);
    });
  }

  find(...names: string[]): number | undefined {
    for (const name of names) {
      const position = this.positions.get(plain(name));
      if (position === undefined) continue;
      this.used.add(position);
      return position;
    }
    return undefined;
  }

  column(...titles: string[]): number | undefined {
    return this.find(...titles);
  }

  title(place: number): string {
    return this.written[place] ?? '';
  }

  titles(): readonly string[] {
    return this.written;
  }

  evidence(place: number): CellsSeen {
    const seen = this.asked.get(place) ?? noCells();
    this.asked.set(place, seen);
    return seen;
  }

  unread(): readonly string[] {
    return this.written.filter(
      (title, i) => title !== '' && this.filled.has(i) && !this.used.has(i),
    );
  }

  /** The column of a size and its MiB a unit, by a title that ends in its unit: `memory_gib`. */
  size(...names: string[]): { title: string; mib: number } | undefined {
    for (const name of names) {
      for (const [unit, mib] of Object.entries(mibPer)) {
        const title = `${name}_${unit}`;
        if (this.find(title) !== undefined) return { title, mib };
      }
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
      found: printable(this.written.slice(0, 12).join(', '), 200) || 'no header',
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
