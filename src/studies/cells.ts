import { formatBytes, formatOverhead, formatSeconds } from '../format.ts';
import type { Sourced } from '../sourced.ts';
import type { Row } from './column.ts';
import type { Term } from './study.ts';

/** A number with the ends of its interval; null where the quantity does not exist. */
export type Span = Pick<Sourced, 'value' | 'low' | 'high'>;

type SpanCells<Name extends string, Cell> = Record<Name | `${Name}_low` | `${Name}_high`, Cell>;

/** Cells of columns that are named after the members of a list. */
export const cellsBy = <Item, Name extends string, Cell>(
  items: readonly Item[],
  cellOf: (item: Item) => readonly [name: Name, cell: Cell],
) => Object.fromEntries(items.map(cellOf)) as Record<Name, Cell>;

/** `name`, `name_low`, `name_high` of a row. */
export function spanCells<Name extends string, Given extends Span | null>(name: Name, span: Given) {
  const cells = [
    [name, span?.value ?? null],
    [`${name}_low`, span?.low ?? null],
    [`${name}_high`, span?.high ?? null],
  ] as const;
  return Object.fromEntries(cells) as SpanCells<Name, Given extends Span ? number : number | null>;
}

/** The span a row stores under `name`; null where it has none. */
export function spanOf<Name extends string>(
  row: Readonly<SpanCells<Name, number | null>>,
  name: Name,
): Span | null {
  const at = (key: Name | `${Name}_low` | `${Name}_high`) => Number(row[key]);
  if (row[name] === null) return null;
  return { value: at(name), low: at(`${name}_low`), high: at(`${name}_high`) };
}

/** A term of a figure from a sourced number. */
export function termOf(figure: string, term: string, number: Sourced): Term {
  const { value, low, high, unit, status, source, unverified = false } = number;
  return { figure, term, value, low, high, unit, status, unverified, source };
}

/** The sum of the terms of a figure, ends added. */
export function sumOf(terms: readonly Term[], figure: string): Span {
  const mine = terms.filter((term) => term.figure === figure);
  const total = (pick: (term: Term) => number) => mine.reduce((sum, term) => sum + pick(term), 0);
  return {
    value: total((term) => term.value),
    low: total((term) => term.low),
    high: total((term) => term.high),
  };
}

/** Whether a stored number is still what its terms give. */
export function agrees(stored: unknown, now: number): boolean {
  const value = Number(stored);
  return Math.abs(value - now) <= 1e-9 * Math.max(1, Math.abs(value), Math.abs(now));
}

const none = '—';
const shownAs = (format: (value: number) => string) => (value: unknown) =>
  value === null || value === undefined ? none : format(Number(value));

/** How figures write the numbers of rows; what does not exist is a dash. */
export const shown = {
  overhead: shownAs(formatOverhead),
  seconds: shownAs(formatSeconds),
  bytes: shownAs(formatBytes),
  number: shownAs((value) => String(Number(value.toPrecision(3)))),
};

/** Rows of the first settings (and page sizes) of a scenario: what a table shows unless asked. */
export function firstOf<R extends Row>(rows: readonly R[], keys: readonly (keyof R)[]): R[] {
  const first = rows[0];
  if (!first) return [];
  const wanted = keys.map((key) => [key, first[key]] as const);
  return rows.filter((row) => wanted.every(([key, value]) => row[key] === value));
}

/** Different values of a column in order of appearance. */
export function valuesOf<R extends Row>(rows: readonly R[], column: keyof R): string[] {
  const values = new Set<string>();
  for (const row of rows) values.add(String(row[column]));
  return [...values];
}

/** Rows by their VM, in order of appearance, looked at once: a scenario may have thousands of both. */
export function byVm<R extends Row & { vm: string }>(
  rows: readonly R[],
): [vm: string, rows: R[]][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const { vm } = row;
    const group = groups.get(vm);
    if (group) group.push(row);
    else groups.set(vm, [row]);
  }
  return [...groups];
}
