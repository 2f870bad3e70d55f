import { type Aggregates, type Cells, rollUp } from './index.ts';

const PIECE_ROWS = 20_000;

/** What makes one number of those of pieces. */
const again = { count: 'sum', sum: 'sum', min: 'min', max: 'max' } as const;

/**
 * `rollUp` of the cells `cellsOf` finds in rows, none where it gives undefined, a piece at a time: columns of a million
 * rows are not built to find nine groups. Sums are added piece by piece.
 */
export function rollUpLarge<Row, Result extends Cells>(
  rows: readonly Row[],
  cellsOf: (row: Row) => Cells | undefined,
  by: readonly string[],
  of: Aggregates,
  pieceRows = PIECE_ROWS,
): Result[] {
  const some: Cells[] = [];
  for (let from = 0; from < rows.length; from += pieceRows) {
    const cells: Cells[] = [];
    for (const row of rows.slice(from, from + pieceRows)) {
      const found = cellsOf(row);
      if (found) cells.push(found);
    }
    for (const group of rollUp(cells, by, of)) some.push(group);
  }
  const whole = Object.entries(of).map(([name, [kind]]) => [name, [again[kind], name]]);
  return rollUp<Result>(some, by, Object.fromEntries(whole) as Aggregates);
}
