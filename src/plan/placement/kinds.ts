import { f64, i32, nth } from '../../elements.ts';
import type { Needs } from './needs.ts';
import type { Problem } from './problem.ts';

/** Hosts no unit can tell apart while they are empty, each kind in index order. */
export function hostKinds({ capacity, allowed, preferred, numa }: Problem): number[][] {
  const hosts = capacity[0]?.length ?? 0;
  const marks = [...new Set([...(allowed?.values() ?? []), ...(preferred?.values() ?? [])])];
  const kinds = new Map<string, number[]>();
  for (let h = 0; h < hosts; h++) {
    const rule = marks.map((list) => list[h]).join('');
    const nodes = numa ? `${numa.nodes[h]},${numa.nodeCores[h]},${numa.nodeMemory[h]}` : '';
    const key = `${capacity.map((room) => room[h]).join('/')}|${rule}|${nodes}`;
    const kind = kinds.get(key);
    if (kind) kind.push(h);
    else kinds.set(key, [h]);
  }
  return [...kinds.values()];
}

const MOST_SHAPES_BYTES = 64 * 2 ** 20;

/** Of each unit its shape; of each shape and host (`[shape * hosts + host]`) whether it was refused: 1. */
export interface Shapes {
  of: Int32Array;
  refused: Uint8Array;
}

/**
 * Units of equal needs, and the hosts that refused one of them: while units only come, such a host refuses
 * all that follow. Undefined where there are too many shapes to remember.
 */
export function shapesOf(needs: Needs, hosts: number): Shapes | undefined {
  const of = new Int32Array(needs[0]?.length ?? 0);
  let shapes = 1;
  // Resource by resource: each shape so far is divided by what its units need of the next.
  for (const need of needs) {
    const known = Array.from({ length: shapes }, () => new Map<number, number>());
    shapes = 0;
    for (let item = 0; item < of.length; item++) {
      const parts = nth(known, i32(of, item));
      const value = f64(need, item);
      const shape = parts.get(value) ?? shapes++;
      parts.set(value, shape);
      of[item] = shape;
    }
  }
  const bytes = (of.length > 0 ? shapes : 0) * hosts;
  return bytes > MOST_SHAPES_BYTES ? undefined : { of, refused: new Uint8Array(bytes) };
}
