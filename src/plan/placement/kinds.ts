import { needShapes } from './need-shapes.ts';
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
  const { of, first } = needShapes(needs);
  const bytes = first.length * hosts;
  return bytes > MOST_SHAPES_BYTES ? undefined : { of, refused: new Uint8Array(bytes) };
}
