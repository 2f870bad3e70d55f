/**
 * Tables of a run: roll-ups, pivots and joins, by arquero. Its expressions are compiled when they run, which the content
 * policy of a page forbids, so what a page computes is bundled with `plain.ts` instead; a test holds the two equal.
 */
import { from, op } from 'arquero';
import type { Aggregates, Cells } from './plain.ts';

export type { Aggregates, Cells } from './plain.ts';

/** One row per group of equal values in columns `by`, in order of first appearance, with an aggregate per name of `of`. */
export function rollUp<Row extends Cells>(
  rows: readonly Cells[],
  by: readonly string[],
  of: Aggregates,
): Row[] {
  if (rows.length === 0) return [];
  const aggregates = Object.entries(of).map(([name, [kind, column]]) => [
    name,
    kind === 'count' ? op.count() : op[kind](column),
  ]);
  return from([...rows])
    .groupby(...by)
    .rollup(Object.fromEntries(aggregates))
    .objects() as Row[];
}

/** One row per group of columns `by`, one column per value of `name`, sorted; cells without a `value` are null. */
export function pivot(
  rows: readonly Cells[],
  by: readonly string[],
  name: string,
  value: string,
): Cells[] {
  if (rows.length === 0) return [];
  const wide = from([...rows])
    .groupby(...by)
    .pivot(name, value);
  const columns = wide.columnNames();
  const cells = wide.objects() as Record<string, Cells[string] | undefined>[];
  return cells.map((row) => Object.fromEntries(columns.map((one) => [one, row[one] ?? null])));
}

/** Pairs of equal `keys`, in the order of the left side: indexes of both. */
export function join(left: readonly string[], right: readonly string[]): [number, number][] {
  if (left.length === 0 || right.length === 0) return [];
  const table = (keys: readonly string[], side: string) =>
    from(keys.map((key, index) => ({ key, [side]: index })));
  const pairs = table(left, 'left').join(table(right, 'right'), 'key').orderby('left', 'right');
  return (pairs.objects() as { left: number; right: number }[]).map((one) => [one.left, one.right]);
}
