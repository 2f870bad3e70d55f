/** What `index.ts` says, without a library that compiles expressions: bundled into pages, and its reference in tests. */

/** A row of a table. */
export type Cells = Record<string, string | number | null>;

/** By name of the result: an aggregate of a column of numbers, or how many rows there are. */
export type Aggregates = Record<
  string,
  readonly ['count'] | readonly ['min' | 'max' | 'sum', string]
>;

function groups(rows: readonly Cells[], by: readonly string[]): Cells[][] {
  const found = new Map<string, Cells[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((name) => row[name]));
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()];
}

const picked = (row: Cells | undefined, names: readonly string[]): Cells =>
  Object.fromEntries(names.map((name) => [name, row?.[name] ?? null]));

const steps = {
  min: (a: number, b: number) => Math.min(a, b),
  max: (a: number, b: number) => Math.max(a, b),
  sum: (a: number, b: number) => a + b,
};
const starts = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, sum: 0 };

export function rollUp<Row extends Cells>(
  rows: readonly Cells[],
  by: readonly string[],
  of: Aggregates,
): Row[] {
  return groups(rows, by).map((mine) => {
    const aggregates = Object.entries(of).map(([name, [kind, column]]) => [
      name,
      kind === 'count'
        ? mine.length
        : mine.map((row) => Number(row[column])).reduce(steps[kind], starts[kind]),
    ]);
    return { ...picked(mine[0], by), ...Object.fromEntries(aggregates) };
  });
}

export function pivot(
  rows: readonly Cells[],
  by: readonly string[],
  name: string,
  value: string,
): Cells[] {
  const columns = [...new Set(rows.map((row) => String(row[name])))].sort();
  return groups(rows, by).map((mine) => {
    const cells = new Map(mine.map((row) => [String(row[name]), row[value] ?? null]));
    return {
      ...picked(mine[0], by),
      ...Object.fromEntries(columns.map((column) => [column, cells.get(column) ?? null])),
    };
  });
}

export function join(left: readonly string[], right: readonly string[]): [number, number][] {
  const places = new Map<string, number[]>();
  for (const [index, key] of right.entries()) {
    const mine = places.get(key);
    if (mine) mine.push(index);
    else places.set(key, [index]);
  }
  return left.flatMap((key, i) => (places.get(key) ?? []).map((j): [number, number] => [i, j]));
}
