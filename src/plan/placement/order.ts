import { addF64, cellAt } from '../../elements.ts';
import type { Needs } from './needs.ts';

/** Order of placing: as listed, or by the sum of shares of all capacity. */
export type Turn = 'given' | 'largest' | 'smallest';

/** Capacity of all hosts together, per resource; 1 where there is none, so that shares of it are numbers. */
export const totalsOf = (capacity: readonly Float64Array[]): number[] =>
  capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);

/** Sum of the shares of all capacity each unit takes. */
export function sizesOf(needs: Needs, totals: readonly number[]): Float64Array {
  const size = new Float64Array(needs[0]?.length ?? 0);
  totals.forEach((total, r) => {
    for (let i = 0; i < size.length; i++) addF64(size, i, cellAt(needs, r, i) / total);
  });
  return size;
}

/** Units in the order they are placed. */
export function orderOf(needs: Needs, totals: readonly number[], turn: Turn): number[] {
  const items = needs[0]?.length ?? 0;
  const order = Array.from({ length: items }, (_, i) => i);
  if (turn === 'given') return order;
  const size = sizesOf(needs, totals);
  // Many machines are of one size: sizes are sorted, not machines.
  const bySize = new Map<number, number[]>();
  size.forEach((value, item) => {
    const list = bySize.get(value);
    if (list) list.push(item);
    else bySize.set(value, [item]);
  });
  const lists = [...bySize].sort(([a], [b]) => (turn === 'largest' ? b - a : a - b));
  return lists.flatMap(([, items]) => items);
}
