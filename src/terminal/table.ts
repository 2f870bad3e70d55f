import { printable } from '../errors.ts';

type Cell = string | number | boolean | null | undefined | unknown;

function text(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  // Four digits; above a thousand all before the point rather than an exponent.
  if (typeof cell === 'number' && !Number.isInteger(cell))
    return Math.abs(cell) >= 1000 && Math.abs(cell) < 1e15 ? cell.toFixed(0) : cell.toPrecision(4);
  return printable(String(cell), 60);
}

/** Rows as aligned columns: numbers right, words left; column order is that of the first row. */
export function formatTable(rows: readonly Record<string, Cell>[]): string {
  const first = rows[0];
  if (!first) return '(no rows)';
  const names = Object.keys(first);
  const cells = rows.map((row) => names.map((name) => text(row[name])));
  const widths = names.map((name, i) =>
    Math.max(name.length, ...cells.map((row) => row[i]!.length)),
  );
  const right = names.map((name) => rows.every((row) => typeof row[name] === 'number'));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [line(names), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join(
    '\n',
  );
}

export function printTable(rows: readonly Record<string, Cell>[]): void {
  process.stdout.write(`${formatTable(rows)}\n`);
}
