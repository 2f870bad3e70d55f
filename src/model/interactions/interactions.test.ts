import { describe, expect, it } from 'vitest';
import { featurePool } from './feature-pool.ts';

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
