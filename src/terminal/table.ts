import { nth, num } from '../elements.ts';
import { printable } from '../errors.ts';
import { shownNumber } from '../format.ts';
import type { Language } from '../language.ts';
import { Message, textIn } from '../message.ts';
import { cellText } from '../messages/cells.ts';
import { headings } from '../messages/headings.ts';
import { page } from '../messages/page.ts';
import { language } from './language.ts';
import { displayWidth } from './width.ts';

type Cell = string | number | boolean | null | undefined | unknown;

function text(cell: Cell, heading: string, language: Language): string {
  if (typeof cell === 'string' || cell instanceof Message) {
    const known = typeof cell === 'string' ? cellText(heading, cell) : cell;
    return printable(textIn(known, language), 60);
  }
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return shownNumber(cell, language);
  return printable(String(cell), 60);
}

/** Rows as aligned columns: numbers right, words left; column order is that of the first row. */
export function formatTable(
  rows: readonly Record<string, Cell>[],
  language: Language = 'en',
): string {
  const first = rows[0];
  if (!first) return page.noTable().in(language);
  const names = Object.keys(first);
  const titles = names.map((name) => textIn(headings(name), language));
  const cells = rows.map((row) => names.map((name) => text(row[name], name, language)));
  const widths = titles.map((title, i) =>
    cells.reduce((most, row) => Math.max(most, displayWidth(nth(row, i))), displayWidth(title)),
  );
  const right = names.map((name) => rows.every((row) => typeof row[name] === 'number'));
  const padded = (cell: string, i: number) => {
    const space = ' '.repeat(num(widths, i) - displayWidth(cell));
    return right[i] ? space + cell : cell + space;
  };
  const line = (row: readonly string[]) => row.map(padded).join('  ').trimEnd();
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join(
    '\n',
  );
}

export function printTable(rows: readonly Record<string, Cell>[]): void {
  process.stdout.write(`${formatTable(rows, language())}\n`);
}
