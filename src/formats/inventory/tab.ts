import { badInput, printable } from '../../errors.ts';

const tidy = (title: string) =>
  title
    .replace(/^\ufeff/, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

export interface TabRow {
  line: number;
  /** The wanted columns alone, in the order the header names them. */
  cells: string[];
}

/**
 * A tab of an export: of its dozens of columns only the wanted ones are kept, and blank rows are counted, so that
 * memory grows with what is read and not with what a file holds. The first row that is not blank is the header.
 */
export class Tab {
  readonly name: string;
  readonly rows: TabRow[] = [];
  blank = 0;
  readonly decimalComma: boolean;
  private readonly wanted: ReadonlySet<string>;
  private titles: string[] | undefined;
  private readonly places = new Map<string, number>();
  private picked: number[] = [];

  constructor(name: string, wanted: readonly string[], decimalComma = false) {
    this.name = name;
    this.wanted = new Set(wanted.map(tidy));
    this.decimalComma = decimalComma;
  }

  /** The next row, whole; `line` counts from 1. */
  add(line: number, cells: readonly (string | undefined)[]): void {
    if (!cells.some((cell) => cell !== undefined && cell.trim() !== '')) {
      if (this.titles) this.blank++;
      return;
    }
    if (!this.titles) {
      this.titles = Array.from(cells, (cell) => (cell ?? '').trim());
      this.titles.forEach((title, i) => {
        const key = tidy(title);
        if (!this.wanted.has(key) || this.places.has(key)) return;
        this.places.set(key, this.picked.length);
        this.picked.push(i);
      });
      return;
    }
    this.rows.push({ line, cells: this.picked.map((i) => cells[i] ?? '') });
  }

  /** Place in `cells` of the first of `titles` the header has. */
  column(...titles: string[]): number | undefined {
    for (const title of titles) {
      const place = this.places.get(tidy(title));
      if (place !== undefined) return place;
    }
    return undefined;
  }

  /** The title of a place in `cells`, as the header writes it. */
  title(place: number): string {
    return this.titles?.[this.picked[place] ?? -1] ?? '';
  }

  need(file: string, ...titles: string[]): number {
    const column = this.column(...titles);
    if (column !== undefined) return column;
    throw badInput({
      file,
      expected: `a column "${titles[0]}" in tab ${this.name}`,
      found: printable((this.titles ?? []).slice(0, 12).join(', '), 200) || 'no header',
      hint: 'The first row of the tab has to be the header RVTools writes.',
    });
  }
}
