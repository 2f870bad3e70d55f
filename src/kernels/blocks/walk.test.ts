import { describe, expect, it } from 'vitest';
import { BlockWalk } from './walk.ts';

describe('a flattened map', () => {
  it.each([1, 2, 3, 8])('answers like the chain of %i layers it stands for', (depth) => {
    const walk = new BlockWalk(depth);
    for (let seed = 1; seed < 20; seed++) {
      expect(walk.run('flat', seed, 5000 + seed)).toBe(walk.run('chain', seed, 5000 + seed));
    }
  });

  it('copies a block once after a snapshot, then writes in place', () => {
    const walk = new BlockWalk(1);
    const first = walk.run('cow', 7, 1000);
    walk.snapshot();
    expect(walk.run('cow', 7, 1000)).toBe(first);
    expect(walk.run('cow', 7, 1000)).not.toBe(first);
  });
});
