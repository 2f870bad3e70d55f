import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvText } from '../src/csv-cell.ts';
import { formatCsv } from '../src/terminal/table.ts';
import { root } from './support.ts';

/** What a spreadsheet runs: = + - @ in front, in full width too, behind white space; signed numbers are none. */
const isFormula = (cell: string) =>
  /^\s*[=+@\uff1d\uff0b\uff20-]/.test(cell) && !/^[+-]?\d[\d.,]*(e[+-]?\d+)?( ?%)?$/i.test(cell);

const hostile = fc.oneof(
  fc.string(),
  fc
    .tuple(
      fc.constantFrom('=', '+', '-', '@', '\t=', '\r=', '\n=', ' =', '\u00a0=', '"=', '＝', '＠'),
      fc.string(),
    )
    .map(([start, rest]) => start + rest),
);
const grid = fc.array(fc.tuple(hostile, hostile, fc.constant('x')), { minLength: 1, maxLength: 6 });

const cellsOf = (csv: string) => parse(csv, { relax_quotes: true }) as string[][];

it('no cell of a CSV that a page hands out is a formula, and each row keeps its cells', () => {
  fc.assert(
    fc.property(grid, (rows) => {
      const cells = cellsOf(csvText(rows, '\r\n'));
      expect(cells.map((row) => row.length)).toEqual(rows.map(() => 3));
      expect(cells.flat().filter(isFormula)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('no cell and no heading of a CSV in the terminal is a formula', () => {
  fc.assert(
    fc.property(hostile, grid, (heading, rows) => {
      const name = `${heading} `;
      const csv = formatCsv(rows.map(([a, b]) => ({ [name]: a, 'of it': b, last: 'x' })));
      const cells = cellsOf(`${csv}\n`);
      expect(cells.map((row) => row.length)).toEqual([3, ...rows.map(() => 3)]);
      expect(cells.flat().filter(isFormula)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** Where rows become CSV; what else joins cells or names the type has to go through `csvText`. */
const writers = ['report/client/downloads.ts', 'terminal/table.ts'];

it('whatever writes CSV writes it by csvText', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.ts$/.test(name) && !name.includes('generated/'))
    .map((name) => [name, readFileSync(join(root, 'src', name), 'utf8')] as const);
  const joins = /text\/csv|\.map\([^()]*csv[^()]*\)|join\(['"],['"]\)[^;]{0,40}join\(['"]\\[rn]/i;
  const found = sources.filter(([, text]) => joins.test(text)).map(([name]) => name);
  expect(found.filter((name) => !writers.includes(name) && name !== 'csv-cell.ts')).toEqual([]);
  for (const name of writers)
    expect(sources.find(([one]) => one === name)?.[1], name).toMatch(/\bcsvText\(/);
});
