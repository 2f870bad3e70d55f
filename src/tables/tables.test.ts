import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as arquero from './index.ts';
import { rollUpLarge } from './large-roll-up.ts';
import * as plain from './plain.ts';

const word = fc.constantFrom('a', 'b', 'c', 'per month');
const rows = fc.array(
  fc.record({ vm: word, host: word, cost: fc.integer(), share: fc.integer() }),
  {
    maxLength: 30,
  },
);

it('rolls up the same with and without the library', () => {
  const of: plain.Aggregates = {
    least: ['min', 'cost'],
    most: ['max', 'cost'],
    total: ['sum', 'share'],
    cells: ['count'],
  };
  fc.assert(
    fc.property(rows, fc.subarray(['vm', 'host'], { minLength: 1 }), (table, by) => {
      expect(arquero.rollUp(table, by, of)).toEqual(plain.rollUp(table, by, of));
    }),
  );
  expect(
    plain.rollUp(
      [
        { vm: 'a', cost: 3, share: 1 },
        { vm: 'a', cost: 2, share: 4 },
      ],
      ['vm'],
      of,
    ),
  ).toEqual([{ vm: 'a', least: 2, most: 3, total: 5, cells: 2 }]);
});

it('rolls up a piece at a time the same as all at once', () => {
  const of: plain.Aggregates = {
    ...{ least: ['min', 'cost'], most: ['max', 'cost'], total: ['sum', 'share'], cells: ['count'] },
  };
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (table, pieceRows) => {
      const wanted = table.filter(({ vm }) => vm !== 'b');
      const cellsOf = (row: plain.Cells) => (row.vm === 'b' ? undefined : row);
      expect(rollUpLarge(table, cellsOf, ['vm', 'host'], of, pieceRows)).toEqual(
        plain.rollUp(wanted, ['vm', 'host'], of),
      );
    }),
  );
});

it('pivots the same, cells that are missing null', () => {
  fc.assert(
    fc.property(rows, (table) => {
      const once = [...new Map(table.map((row) => [`${row.vm} ${row.host}`, row])).values()];
      const [a, b] = [arquero, plain].map((one) => one.pivot(once, ['vm'], 'host', 'cost'));
      expect(a).toEqual(b);
      expect(a!.map(Object.keys)).toEqual(b!.map(Object.keys));
    }),
  );
  expect(
    plain.pivot(
      [
        { vm: 'a', host: 'x', cost: 1 },
        { vm: 'b', host: 'y', cost: 2 },
      ],
      ['vm'],
      'host',
      'cost',
    ),
  ).toEqual([
    { vm: 'a', x: 1, y: null },
    { vm: 'b', x: null, y: 2 },
  ]);
});

it('joins the same, in the order of the left side', () => {
  const keys = fc.array(word, { maxLength: 12 });
  fc.assert(
    fc.property(keys, keys, (left, right) => {
      expect(arquero.join(left, right)).toEqual(plain.join(left, right));
    }),
  );
  expect(plain.join(['a', 'b', 'a'], ['a', 'c', 'a'])).toEqual([
    [0, 0],
    [0, 2],
    [2, 0],
    [2, 2],
  ]);
});
