import { describe, expect, it } from 'vitest';
import { featurePool } from './feature-pool.ts';
import { lockHolderStall } from './lock-holder.ts';

describe('the features of a migration pool', () => {
  it('are those every host has, and the rest is hidden per host', () => {
    const pool = featurePool([
      ['sse4_2', 'avx2', 'fma'],
      ['sse4_2', 'avx2'],
    ]);
    expect(pool.kept).toEqual(['avx2', 'sse4_2']);
    expect(pool.hidden).toEqual([['fma'], []]);
    expect(pool.vectorSpeed?.value).toBeCloseTo(0.458, 3);
  });

  it('cost nothing where all hosts are alike', () => {
    expect(featurePool([['avx2'], ['avx2']]).vectorSpeed).toBeNull();
  });

  it('are refused when they are no names', () => {
    expect(() => featurePool([['a b']])).toThrow('expected features');
    expect(() => featurePool([])).toThrow('expected features');
  });
});

describe('preempted lock holders', () => {
  const load = { overcommit: 2, acquisitionsPerS: 1e4, holdUs: 1.2, sliceMs: 3, waiters: 0 };

  it('cost nothing without overcommit and more with each further virtual CPU', () => {
    expect(lockHolderStall({ ...load, overcommit: 1 })).toBe(0);
    expect(lockHolderStall({ ...load, overcommit: 3 })).toBeCloseTo(2 * lockHolderStall(load), 12);
  });

  it('do not depend on the slice, whose length and rarity cancel', () => {
    expect(lockHolderStall({ ...load, sliceMs: 30 })).toBeCloseTo(lockHolderStall(load), 12);
  });

  it('refuse figures that are no load', () => {
    expect(() => lockHolderStall({ ...load, sliceMs: 0 })).toThrow('slice above 0');
  });
});
