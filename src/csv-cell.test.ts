import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvCell } from './csv-cell.ts';

it.each([
  '=1+1',
  "=cmd|' /C calc'!A0",
  "+1+cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  '@SUM(1)',
  '\t=1',
  '\r=1',
  ' =1+1',
  '-',
])('%s is text to a spreadsheet', (text) => {
  expect(parse(`${csvCell(text)}\n`, { relax_quotes: true })[0]).toEqual([`'${text}`]);
});

it.each(['-1', '+2', '−3', '1,234.5', '-1.5e-7', '12 %', 'web-01', 'a=b', '—', ''])(
  '%s is left as it is',
  (text) => {
    const cells = parse(`x,${csvCell(text)}\n`) as string[][];
    expect(cells[0]![1]).toBe(text);
  },
);

it('whatever a cell holds comes back as one cell', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const [[cell, last]] = parse(`${csvCell(text)},x\r\n`) as [[string, string]];
      expect(last).toBe('x');
      expect(cell === text || cell === `'${text}`).toBe(true);
    }),
  );
});
