import { printable } from '../../errors.ts';
import type { Collected } from './findings.ts';
import type { Tab, TabRow } from './tab.ts';

/** Reads the cells of one tab; numbers go through what collects findings. */
export class Cells {
  private readonly tab: Tab;
  private readonly into: Collected;
  private readonly file: string;

  constructor(tab: Tab, into: Collected, file: string) {
    this.tab = tab;
    this.into = into;
    this.file = file;
  }

  text(row: TabRow, column: number | undefined): string {
    return column === undefined ? '' : (row.cells[column] ?? '').trim();
  }

  /** Empty and -1 (no limit) are 0. */
  number(row: TabRow, column: number | undefined): number {
    const text = this.text(row, column);
    if (text === '-1' || column === undefined) return 0;
    const what = `${printable(this.tab.title(column), 60)} in tab ${this.tab.name}`;
    return this.into.amount(text, what, this.file, row.line, this.tab.decimalComma);
  }

  optional(row: TabRow, column: number | undefined, scale = 1): number | undefined {
    return this.text(row, column) === '' ? undefined : this.number(row, column) * scale;
  }
}

export const isTrue = (text: string) => /^(true|yes|1|wahr|vrai)$/i.test(text);
