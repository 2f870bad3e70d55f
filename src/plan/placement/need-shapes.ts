import { addI32, f64, i32, nth } from '../../elements.ts';
import type { Needs } from './needs.ts';

/** Units of equal needs. */
export interface NeedShapes {
  /** Of each unit its shape, numbered as they first come. */
  of: Int32Array;
  /** Of each shape its first unit. */
  first: Int32Array;
  /** Of each shape its units in rising order. */
  units: Int32Array[];
}

/** Needs are never changed, and packed dozens of times: on fewer hosts, in other orders, by other rules of thumb. */
const known = new WeakMap<Needs, NeedShapes>();

function unitsOfShapes(of: Int32Array, shapes: number): Int32Array[] {
  const starts = new Int32Array(shapes + 1);
  for (let item = 0; item < of.length; item++) addI32(starts, i32(of, item) + 1, 1);
  for (let shape = 0; shape < shapes; shape++) addI32(starts, shape + 1, i32(starts, shape));
  const all = new Int32Array(of.length);
  const next = starts.slice();
  for (let item = 0; item < of.length; item++) {
    const shape = i32(of, item);
    all[i32(next, shape)] = item;
    addI32(next, shape, 1);
  }
  return Array.from({ length: shapes }, (_, shape) =>
    all.subarray(i32(starts, shape), i32(starts, shape + 1)),
  );
}

/** The shapes of some needs, worked out once for each list. */
export function needShapes(needs: Needs): NeedShapes {
  const before = known.get(needs);
  if (before) return before;
  const of = new Int32Array(needs[0]?.length ?? 0);
  let shapes = 1;
  // Resource by resource: each shape so far is divided by what its units need of the next.
  for (const need of needs) {
    const parts = Array.from({ length: shapes }, () => new Map<number, number>());
    shapes = 0;
    for (let item = 0; item < of.length; item++) {
      const mine = nth(parts, i32(of, item));
      const value = f64(need, item);
      const shape = mine.get(value) ?? shapes++;
      mine.set(value, shape);
      of[item] = shape;
    }
  }
  const first = new Int32Array(of.length > 0 ? shapes : 0);
  for (let item = of.length - 1; item >= 0; item--) first[i32(of, item)] = item;
  const found = { of, first, units: unitsOfShapes(of, first.length) };
  known.set(needs, found);
  return found;
}
