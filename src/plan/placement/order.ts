import { addF64, addI32, cellAt, f64, i32 } from '../../elements.ts';
import { needShapes } from './need-shapes.ts';
import type { Needs } from './needs.ts';

/** Order of placing: as listed, or by the sum of shares of all capacity. */
export type Turn = 'given' | 'largest' | 'smallest';

/** Capacity of all hosts together, per resource; 1 where there is none, so that shares of it are numbers. */
export const totalsOf = (capacity: readonly Float64Array[]): number[] =>
  capacity.map((room) => room.reduce((sum, value) => sum + value, 0) || 1);

/** Sum of the shares of all capacity a unit of each shape takes. */
function shapeSizes(needs: Needs, totals: readonly number[], first: Int32Array): Float64Array {
  const size = new Float64Array(first.length);
  totals.forEach((total, r) => {
    for (let shape = 0; shape < size.length; shape++)
      addF64(size, shape, cellAt(needs, r, i32(first, shape)) / total);
  });
  return size;
}

/** Sum of the shares of all capacity each unit takes. */
export function sizesOf(needs: Needs, totals: readonly number[]): Float64Array {
  const { of, first } = needShapes(needs);
  const size = shapeSizes(needs, totals, first);
  const sizes = new Float64Array(of.length);
  for (let item = 0; item < of.length; item++) sizes[item] = f64(size, i32(of, item));
  return sizes;
}

/** Units in the order they are placed; those of one size as they are listed. */
export function orderOf(needs: Needs, totals: readonly number[], turn: Turn): number[] {
  const { of, first } = needShapes(needs);
  if (turn === 'given') return Array.from(of, (_, item) => item);
  const size = shapeSizes(needs, totals, first);
  // Many machines are of one shape: sizes of shapes are sorted, machines are counted into place.
  const sizes = Float64Array.from(new Set(size)).sort();
  if (turn === 'largest') sizes.reverse();
  const rankOf = new Map([...sizes].map((value, rank) => [value, rank]));
  const ranks = Int32Array.from(size, (value) => rankOf.get(value) ?? 0);
  const starts = new Int32Array(sizes.length + 1);
  for (let item = 0; item < of.length; item++) addI32(starts, i32(ranks, i32(of, item)) + 1, 1);
  for (let rank = 0; rank < sizes.length; rank++) addI32(starts, rank + 1, i32(starts, rank));
  const order = new Array<number>(of.length);
  for (let item = 0; item < of.length; item++) {
    const rank = i32(ranks, i32(of, item));
    order[i32(starts, rank)] = item;
    addI32(starts, rank, 1);
  }
  return order;
}
