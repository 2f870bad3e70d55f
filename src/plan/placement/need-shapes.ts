import { f64, i32, nth } from '../../elements.ts';
import type { Needs } from './needs.ts';

/** Units of equal needs: of each unit its shape, numbered as they first come, and of each shape its first unit. */
export interface NeedShapes {
  of: Int32Array;
  first: Int32Array;
}

/** Needs are never changed, and packed dozens of times: on fewer hosts, in other orders, by other rules of thumb. */
const known = new WeakMap<Needs, NeedShapes>();

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
  const found = { of, first };
  known.set(needs, found);
  return found;
}
