import { expect, it } from 'vitest';
import { formatTable } from './table.ts';

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
