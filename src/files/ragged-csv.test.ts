import { type CsvError, parse } from 'csv-parse';
import { expect, it, vi } from 'vitest';
import { allowRagged } from './ragged-csv.ts';

it('rows of any length pass without an error made for each', async () => {
  const made = vi.spyOn(Error, 'captureStackTrace');
  const parser = parse({ relax_column_count: true });
  allowRagged(parser);
  parser.end('a,b\n1\n1,2,3\n"x\ny",2\n\n');
  const rows: string[][] = [];
  for await (const row of parser) rows.push(row);
  expect(rows).toEqual([['a', 'b'], ['1'], ['1', '2', '3'], ['x\ny', '2'], ['']]);
  const errors = made.mock.calls.filter(([error]) => (error as CsvError).code?.startsWith('CSV_'));
  expect(errors).toEqual([]);
  made.mockRestore();
});
