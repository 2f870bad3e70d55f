import { csvText } from '../csv-cell.ts';
import { num } from '../elements.ts';
import { oneLine, printable } from '../errors.ts';
import { shownNumber } from '../format.ts';
import type { Language } from '../language.ts';
import { Message, type Text, textIn } from '../message.ts';
import { cellText } from '../messages/cells.ts';
import { headingText } from '../messages/headings.ts';
import { page } from '../messages/page.ts';
import { fitted, foldRow, groupsThatFit } from './fold.ts';
import { language } from './language.ts';
import { heading } from './output.ts';
import { paint } from './paint.ts';
import { columnsOf, outputSettings } from './settings.ts';
import { displayWidth } from './width.ts';

type Cell = unknown;
type Rows = readonly Record<string, Cell>[];

const inLine = (text: string) => printable(oneLine(text));

function text(cell: Cell, name: string, language: Language): string {
  if (typeof cell === 'string' || cell instanceof Message) {
    const known = typeof cell === 'string' ? cellText(name, cell) : cell;
    return inLine(textIn(known, language));
  }
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return shownNumber(cell, language);
  if (typeof cell === 'boolean') return (cell ? page.yes() : page.no()).in(language);
  return inLine(String(cell));
}

interface Shown {
  titles: string[];
  cells: string[][];
  /** Columns of numbers stand right and never fold. */
  right: boolean[];
}

function shownOf(rows: Rows, names: readonly string[], language: Language): Shown {
  return {
    titles: names.map((name) => inLine(textIn(headingText(name), language))),
    cells: rows.map((row) => names.map((name) => text(row[name], name, language))),
    right: names.map((name) => rows.every((row) => typeof row[name] === 'number')),
  };
}

function aligned({ titles, cells, right }: Shown, widths: readonly number[]): string {
  const padded = (cell: string, i: number) => {
    const space = ' '.repeat(Math.max(0, num(widths, i) - displayWidth(cell)));
    return right[i] ? space + cell : cell + space;
  };
  const line = (row: readonly string[]) => row.map(padded).join('  ').trimEnd();
  const lines = (row: readonly string[]) => foldRow(row, widths).map(line);
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [
    ...lines(titles).map((one) => paint(one, 'bold')),
    paint(rule, 'dim'),
    ...cells.flatMap(lines),
  ].join('\n');
}

/**
 * Rows as aligned columns: numbers right, words left; column order is that of the first row. Words fold to `width`
 * columns; where that is not enough the columns stand in several tables below each other, each with the first column.
 */
export function formatTable(
  rows: Rows,
  language: Language = 'en',
  width = Number.POSITIVE_INFINITY,
): string {
  const first = rows[0];
  if (!first) return page.noTable().in(language);
  const shown = shownOf(rows, Object.keys(first), language);
  const widths = shown.titles.map((title, i) =>
    shown.cells.reduce(
      (most, row) => Math.max(most, displayWidth(row[i] ?? '')),
      displayWidth(title),
    ),
  );
  const folds = shown.right.map((isNumber) => !isNumber);
  const pick = <T>(list: readonly T[], group: readonly number[]) => group.map((i) => list[i] as T);
  return groupsThatFit(widths, folds, width)
    .map((group) => {
      const part = {
        titles: pick(shown.titles, group),
        cells: shown.cells.map((row) => pick(row, group)),
        right: pick(shown.right, group),
      };
      const wanted = pick(widths, group);
      return aligned(part, fitted(wanted, pick(folds, group), width) ?? wanted);
    })
    .join('\n\n');
}

/** A table of Markdown: pipes within cells are escaped, and so is what would begin HTML. */
export function formatMarkdown(rows: Rows, language: Language = 'en'): string {
  const first = rows[0];
  if (!first) return page.noTable().in(language);
  const { titles, cells, right } = shownOf(rows, Object.keys(first), language);
  const escaped = (cell: string) => cell.replace(/[\\|<>`*_[\]]/g, '\\$&');
  const line = (row: readonly string[]) => `| ${row.map(escaped).join(' | ')} |`;
  const rule = `| ${right.map((isNumber) => (isNumber ? '---:' : '---')).join(' | ')} |`;
  return [line(titles), rule, ...cells.map(line)].join('\n');
}

/** Rows as CSV, exact and in English as in result files; cells no spreadsheet runs as a formula. */
export function formatCsv(rows: Rows): string {
  const names = Object.keys(rows[0] ?? {});
  const cell = (value: Cell) =>
    value === null || value === undefined ? '' : printable(String(value), Number.POSITIVE_INFINITY);
  const cells = [names, ...rows.map((row) => names.map((name) => row[name]))];
  return csvText(
    cells.map((row) => row.map(cell)),
    '\n',
  ).trimEnd();
}

/** The one table of an answer: its title above, but in CSV, which every reader takes as it is. */
export function printOnlyTable(rows: Rows, title: Text): void {
  printTable(rows, outputSettings().format === 'csv' ? undefined : title);
}

/** A table on standard output, in the format asked for, under its title. */
export function printTable(rows: Rows, title?: Text): void {
  if (title !== undefined) heading(title);
  const { format } = outputSettings();
  if (format === 'csv') process.stdout.write(rows.length > 0 ? `${formatCsv(rows)}\n` : '');
  else if (format === 'markdown') process.stdout.write(`${formatMarkdown(rows, language())}\n\n`);
  else process.stdout.write(`${formatTable(rows, language(), columnsOf())}\n`);
}
