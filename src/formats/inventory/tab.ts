import { num } from '../../elements.ts';
import { type CellsSeen, noCells, seeCell } from './numbers.ts';
import type { Cell, Table, TableRow } from './table.ts';

const tidy = (title: string) =>
  title
    .replace(/^\ufeff/, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

const isBlank = (cell: Cell | undefined) => cell === undefined || String(cell).trim() === '';

/** What a tab keeps: `wanted` columns alone, or all where none are named. */
export interface TabShape {
  file: string;
  name: string;
  wanted?: readonly string[] | undefined;
  delimiter?: string | undefined;
}

/**
 * A tab of an export: of its dozens of columns only the wanted ones are kept, and blank rows are counted, so that
 * memory grows with what is read and not with what a file holds. The first row that is not blank is the header.
 */
export class Tab implements Table {
  readonly file: string;
  readonly name: string;
  readonly delimiter: string | undefined;
  readonly rows: TableRow[] = [];
  blank = 0;
  /** It has columns past the last that is looked at. */
  tooWide = false;
  private readonly wanted: ReadonlySet<string> | undefined;
  private header: string[] | undefined;
  private readonly places = new Map<string, number>();
  private readonly picked: number[] = [];
  private readonly asked = new Set<number>();
  private readonly filled = new Set<number>();

  constructor({ file, name, wanted, delimiter }: TabShape) {
    this.file = file;
    this.name = name;
    this.wanted = wanted && new Set(wanted.map(tidy));
    this.delimiter = delimiter;
  }

  /** The next row, whole; `line` counts from 1. */
  add(line: number, cells: readonly (Cell | undefined)[]): void {
    if (cells.every(isBlank)) {
      if (this.header) this.blank++;
      return;
    }
    if (!this.header) {
      this.header = Array.from(cells, (cell) => String(cell ?? '').trim());
      this.header.forEach((title, i) => {
        const key = tidy(title);
        if (this.places.has(key) || (this.wanted && !this.wanted.has(key))) return;
        this.places.set(key, this.picked.length);
        this.picked.push(i);
      });
      return;
    }
    for (let i = 0; i < cells.length; i++) if (!isBlank(cells[i])) this.filled.add(i);
    this.rows.push({ line, cells: this.picked.map((i) => cells[i]) });
  }

  get hasHeader(): boolean {
    return this.header !== undefined;
  }

  column(...titles: string[]): number | undefined {
    for (const title of titles) {
      const place = this.places.get(tidy(title));
      if (place === undefined) continue;
      this.asked.add(num(this.picked, place));
      return place;
    }
    return undefined;
  }

  title(place: number): string {
    return this.header?.[this.picked[place] ?? -1] ?? '';
  }

  titles(): readonly string[] {
    return this.header ?? [];
  }

  evidence(place: number): CellsSeen {
    const seen = noCells();
    for (const { cells } of this.rows) {
      const cell = cells[place];
      if (typeof cell === 'string') seeCell(seen, cell);
    }
    return seen;
  }

  /** Columns that hold something; an empty one is not missed. */
  unread(): readonly string[] {
    return (this.header ?? []).filter(
      (title, i) => title !== '' && this.filled.has(i) && !this.asked.has(i),
    );
  }
}
