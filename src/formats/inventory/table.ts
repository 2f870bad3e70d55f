import { badInput, printable } from '../../errors.ts';
import type { Collected } from './findings.ts';
import { type CellsSeen, NumberColumn, type NumberKind } from './numbers.ts';

/** A cell of a workbook that holds a number is one; everything else is text. */
export type Cell = string | number;

export interface TableRow {
  line: number;
  cells: readonly (Cell | undefined)[];
}

/** Columns of one table of an export: a tab of a workbook, or a delimited file. */
export interface Table {
  readonly file: string;
  /** How messages name it; empty where the file is the table. */
  readonly name: string;
  readonly delimiter: string | undefined;
  /** Place in a row's cells of the first of `titles` that the header has. */
  column(...titles: string[]): number | undefined;
  /** The title of a place as the header writes it. */
  title(place: number): string;
  titles(): readonly string[];
  /** Asks for what the cells of a column are as numbers; known when the rows are read. */
  evidence(place: number): CellsSeen;
  /** Titles of columns nobody asked for. */
  unread(): readonly string[];
}

type Read<T> = (row: TableRow) => T;

const textOf = (cell: Cell | undefined): string => (cell === undefined ? '' : String(cell).trim());

/**
 * Reads cells of a table by column title. Look up every column before the first row is read: how numbers are written
 * is judged by all of them.
 */
export class Columns {
  private readonly table: Table;
  private readonly into: Collected;
  private readonly shared: CellsSeen[] = [];

  constructor(table: Table, into: Collected) {
    this.table = table;
    this.into = into;
  }

  has(...titles: string[]): boolean {
    return this.table.column(...titles) !== undefined;
  }

  need(...titles: string[]): number {
    const place = this.table.column(...titles);
    if (place !== undefined) return place;
    throw badInput({
      file: this.table.file,
      line: this.table.name === '' ? 1 : undefined,
      expected: `a column "${titles[0]}"${this.where()}`,
      found: printable(this.table.titles().slice(0, 12).join(', '), 200) || 'no header',
      hint: 'The first row has to be the header.',
    });
  }

  /** Text of a column, trimmed; empty where the table has no such column. */
  text(...titles: string[]): Read<string> {
    const place = this.table.column(...titles);
    return place === undefined ? () => '' : ({ cells }) => textOf(cells[place]);
  }

  /** Amounts of a column, at least 0; undefined for an empty cell or where the table has no such column. */
  optional(kind: NumberKind, titles: readonly string[], scale = 1): Read<number | undefined> {
    const place = this.table.column(...titles);
    if (place === undefined) return () => undefined;
    const seen = this.table.evidence(place);
    this.shared.push(seen);
    const column = new NumberColumn(kind, seen, this.shared, this.table.delimiter);
    const what = `${printable(this.table.title(place), 60)}${this.where()}`;
    return ({ line, cells }) => {
      const cell = cells[place];
      const text = textOf(cell);
      if (text === '') return undefined;
      // -1 stands for "no limit".
      if (text === '-1') return 0;
      const at = { file: this.table.file, line };
      const read = typeof cell === 'number' ? { value: cell } : column.read(text);
      return scale * this.into.checked(text, read, what, at);
    };
  }

  /** As `optional`, with 0 for what is not there. */
  number(kind: NumberKind, titles: readonly string[], scale = 1): Read<number> {
    const read = this.optional(kind, titles, scale);
    return (row) => read(row) ?? 0;
  }

  private where(): string {
    return this.table.name === '' ? '' : ` in tab ${this.table.name}`;
  }
}

/** Says which columns that hold something nobody asked for. */
export function reportUnread(table: Table, into: Collected): void {
  const titles = table.unread();
  if (titles.length === 0) return;
  const of = table.name === '' ? '' : ` of tab ${table.name}`;
  const listed = `${titles.slice(0, 12).join(', ')}${titles.length > 12 ? ', …' : ''}`;
  into.finding('not-read', `columns${of} that are not used: ${listed}`, titles.length);
}

/** Yes in the words of exports. */
export const isTrue = (text: string): boolean => /^(true|yes|y|x|1|wahr|ja|vrai|oui)$/i.test(text);
