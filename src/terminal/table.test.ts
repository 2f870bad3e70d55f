import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { foldText } from './fold.ts';
import { paint } from './paint.ts';
import { chooseOutput, columnsOf } from './settings.ts';
import { formatCsv, formatMarkdown, formatTable } from './table.ts';
import { displayWidth } from './width.ts';

afterEach(() => chooseOutput({}));

it('shows numbers as the page does: four digits, whole ones with all, large ones without exponent', () => {
  const cells = formatTable([{ a: 15_753.25, b: 0.123456, c: 7, d: 1234.5, e: 15_753 }]).split(
    '\n',
  )[2];
  expect(cells!.split(/\s+/)).toEqual(['15,750', '0.1235', '7', '1,235', '15,753']);
});

it('columns follow the first row, and control characters of names are made visible', () => {
  const text = formatTable([
    { name: 'a\u001b[31m', n: 1 },
    { name: 'bb', n: 10 },
  ]);
  expect(text).not.toContain('\u001b');
  expect(text.split('\n')[3]).toMatch(/^bb +10$/);
});

const long = 'a host of the year before last with a rather long description of what it is used for';

it('a long cell is whole where output is piped, and folds to a terminal', () => {
  expect(formatTable([{ id: 'a', title: long, n: 1 }])).toContain(long);
  const folded = formatTable([{ id: 'a', title: long, n: 12 }], 'en', 40).split('\n');
  for (const line of folded) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  const words = folded.slice(2).map((line) => line.slice(4, 36).trim());
  expect(words.join(' ')).toBe(long);
});

it('columns that do not fit beside each other stand below each other, each with the first', () => {
  const row = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`number ${i}`, 1e6 + i]));
  const text = formatTable([{ machine: 'web', ...row }], 'en', 50);
  for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(50);
  const parts = text.split('\n\n');
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(part).toMatch(/^machine .*\n.*\nweb /);
  for (let i = 0; i < 12; i++) expect(text).toContain((1e6 + i).toLocaleString('en-US'));
});

it('folding keeps every word, in lines that fit, wide characters counted as two', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z热迁移]{1,30}$/), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 4, max: 60 }),
      (words, width) => {
        const lines = foldText(words.join(' '), width);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
      },
    ),
  );
});

it('columns are those of COLUMNS, else of the terminal, else unlimited', () => {
  expect(columnsOf({ isTTY: true, columns: 80 }, { COLUMNS: '50' })).toBe(50);
  expect(columnsOf({ isTTY: true, columns: 80 }, {})).toBe(80);
  expect(columnsOf({ isTTY: false }, { COLUMNS: 'wide' })).toBe(Number.POSITIVE_INFINITY);
});

it('Markdown and CSV carry the same cells, whatever a name holds', () => {
  const rows = [
    { 'name,of': 'a|b', value: 0.123456789 },
    { 'name,of': '=1+1\u001b[2J', value: 2 },
  ];
  const markdown = formatMarkdown(rows).split('\n');
  expect(markdown[1]).toBe('| --- | ---: |');
  expect(markdown[2]).toBe('| a\\|b | 0.1235 |');
  const [head, first, second] = parse(formatCsv(rows)) as string[][];
  expect(head).toEqual(['name,of', 'value']);
  expect(first).toEqual(['a|b', '0.123456789']);
  expect(second).toEqual(["'=1+1\ufffd[2J", '2']);
});

it('colour is for terminals that are not asked to go without', () => {
  const terminal = { isTTY: true };
  expect(paint('x', 'bold', { isTTY: false })).toBe('x');
  const before = { ...process.env };
  delete process.env.NO_COLOR;
  process.env.TERM = 'xterm';
  expect(paint('x', 'bold', terminal)).toBe('\u001b[1mx\u001b[22m');
  process.env.NO_COLOR = '1';
  expect(paint('x', 'bold', terminal)).toBe('x');
  process.env = before;
  chooseOutput({ color: false });
  expect(paint('x', 'bold', terminal)).toBe('x');
});
