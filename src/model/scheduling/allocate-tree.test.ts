import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdmissionRefused, sum } from './allocate.ts';
import { type AllocatedNode, allocateTree, type PoolNode } from './allocate-tree.ts';

describe('hierarchical pools', () => {
  it('shares count among siblings only', () => {
    const tree = allocateTree(12, [
      {
        id: 'gold',
        shares: 2000,
        children: [
          { id: 'a', shares: 1 },
          { id: 'b', shares: 3 },
        ],
      },
      { id: 'silver', shares: 1000, children: [{ id: 'c', shares: 9000 }] },
    ]);
    expect(tree.map((pool) => pool.allocation)).toEqual([8, 4]);
    expect(tree[0]!.children.map((machine) => machine.allocation)).toEqual([2, 6]);
  });

  it('what an idle pool does not use goes to its sibling', () => {
    const [idle, busy] = allocateTree(12, [
      { id: 'idle', reservation: 6, children: [{ id: 'a', demand: 1 }] },
      { id: 'busy', children: [{ id: 'b' }] },
    ]);
    expect([idle!.allocation, busy!.allocation]).toEqual([1, 11]);
  });

  it('an idle machine lends its reservation inside a pool that is under pressure', () => {
    const [pool, other] = allocateTree(10, [
      {
        id: 'pool',
        limit: 4,
        children: [{ id: 'idle', reservation: 3, demand: 0 }, { id: 'busy' }],
      },
      { id: 'other' },
    ]);
    expect(pool!.children.map((machine) => machine.allocation)).toEqual([0, 4]);
    expect(other!.allocation).toBe(6);
  });

  it('refuses children that reserve more than a pool that may not expand', () => {
    const pool = { id: 'p', reservation: 4, children: [{ id: 'a', reservation: 5 }] };
    expect(() => allocateTree(12, [{ ...pool, expandable: false }])).toThrow(AdmissionRefused);
    expect(allocateTree(12, [pool])[0]!.reserved).toBe(5);
  });

  it('refuses children that reserve more than the limit of their pool', () => {
    const pool = { id: 'p', limit: 4, children: [{ id: 'a', reservation: 5 }] };
    expect(() => allocateTree(12, [pool])).toThrow('its limit is 4');
  });

  const leaf: fc.Arbitrary<PoolNode> = fc.record({
    id: fc.constant('vm'),
    reservation: fc.integer({ min: 0, max: 50 }),
    limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 50, max: 900 })),
    shares: fc.integer({ min: 1, max: 8000 }),
    demand: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 900 })),
  });
  const pool: fc.Arbitrary<PoolNode> = fc.record({
    id: fc.constant('pool'),
    shares: fc.integer({ min: 1, max: 8000 }),
    reservation: fc.integer({ min: 0, max: 100 }),
    limit: fc.constantFrom(Infinity, 400, 1000),
    children: fc.array(fc.oneof(leaf, leaf), { minLength: 1, maxLength: 5 }),
  });

  it('no node gets more than its pool, and a pool is divided without loss', () => {
    const check = (node: AllocatedNode): void => {
      if (node.children.length === 0) return;
      const used = sum(node.children.map((child) => child.allocation));
      expect(Math.abs(used - node.allocation)).toBeLessThan(1e-9 * (1 + used));
      node.children.forEach(check);
    };
    fc.assert(
      fc.property(fc.array(pool, { minLength: 1, maxLength: 4 }), (pools) => {
        for (const node of allocateTree(2000, pools)) check(node);
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 100_000 : 1000 },
    );
  });
});
