import { expect, it } from 'vitest';
import { placeProblem } from './place.ts';
import { leastNodes, type Numa, type Problem, Rooms } from './problem.ts';

/** One host of two nodes with 8 cores and 64 GiB each. */
function problem(machines: readonly [number, number][], mode: Numa['mode']): Problem {
  const vcpus = Float64Array.from(machines, ([count]) => count);
  const memory = Float64Array.from(machines, ([, gib]) => gib);
  return {
    needs: [vcpus, memory],
    capacity: [Float64Array.of(16), Float64Array.of(128)],
    numa: {
      nodes: Uint8Array.of(2),
      onNodes: [0, 1],
      nodeCores: Float64Array.of(8),
      nodeMemory: Float64Array.of(64),
      vcpus,
      memory,
      mode,
    },
  };
}

it('a machine that fits the host but no single node is refused within nodes and placed when spread', () => {
  // Two machines of 40 GiB leave 24 GiB in each node: 48 in all, yet no node for 40.
  const machines: [number, number][] = [
    [2, 40],
    [2, 40],
    [2, 40],
  ];
  expect(placeProblem(problem(machines, 'within')).placed).toBe(2);
  const spread = problem(machines, 'spread');
  expect(placeProblem(spread).placed).toBe(3);
  const rooms = new Rooms(spread);
  for (const unit of [0, 1, 2]) rooms.put(unit, 0);
  expect([0, 1, 2].map((unit) => rooms.nodesUsed(unit))).toEqual([1, 1, 2]);
});

it('a wide machine lies on the fewest nodes that hold its vCPUs and memory', () => {
  const wide = problem([[12, 32]], 'within');
  expect(leastNodes(wide.numa!, 0, 0)).toBe(2);
  expect(placeProblem(wide).placed).toBe(1);
  const memory = problem([[2, 100]], 'within');
  expect(leastNodes(memory.numa!, 0, 0)).toBe(2);
});

it('taking a machine off gives its nodes back', () => {
  const rooms = new Rooms(
    problem(
      [
        [8, 64],
        [8, 64],
        [8, 64],
      ],
      'within',
    ),
  );
  rooms.put(0, 0);
  rooms.put(1, 0);
  expect(rooms.refusal(2, 0)).toEqual({ resource: 0 });
  rooms.take(0, 0);
  expect(rooms.refusal(2, 0)).toBeUndefined();
});
