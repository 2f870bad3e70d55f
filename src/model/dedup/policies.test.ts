import { describe, expect, it } from 'vitest';
import { sumBlocks } from '../../kernels/dedup/content-tally.reference.ts';
import { countSharing, settledKsm } from '../../kernels/dedup/sharing.ts';
import { Rng } from '../../rng.ts';
import { comparePolicies, esxSavedAfter, hashCollisionChance } from './policies.ts';

const Z = 0xffff_ffff;
const vms = [
  Uint32Array.from([0, 0, 1, 2, Z, Z, 3, 9]),
  Uint32Array.from([0, 1, 1, 4, Z, 5, 3, 8]),
  Uint32Array.from([0, 0, 6, 7, Z, 5, 3, 2]),
];
const counts = (granularity: number, of: readonly Uint32Array[]) =>
  countSharing(
    granularity,
    of.map((blocks) => ({ blocks: blocks.length, zero: blocks.filter((n) => n === Z).length })),
    sumBlocks(of),
  );
const small = counts(4096, vms);
const large = counts(2097152, [Uint32Array.from([1]), Uint32Array.from([1])]);
const { multiplicity } = sumBlocks(vms);

describe('policies', () => {
  const by = new Map(
    comparePolicies({ small, large, multiplicity, sameAsBase: 4 }, 256).map((one) => [one.id, one]),
  );
  const saved = (id: string) => by.get(id)!.savedBytes / 4096;

  it('save what their rule says on the same memory', () => {
    expect(small).toMatchObject({ zero: 4, nonzero: 20, distinct_nonzero: 10, saved_nonzero: 10 });
    expect(saved('ksm')).toBe(10 + 3);
    expect(saved('ksm-zero')).toBe(10 + 4);
    expect(saved('esx')).toBe(10 + 3);
    expect(saved('esx-salted')).toBe(3 + 1);
    expect(saved('zero-only')).toBe(4);
    expect(saved('base-image')).toBe(4);
    expect(saved('large-pages')).toBe(512);
  });

  it('name the switch wherever tenants share frames', () => {
    for (const policy of by.values()) expect(policy.switchOff).not.toBe('');
    expect(by.get('esx-salted')!.crossesTenants).toBe(false);
    expect(by.get('ksm')!.crossesTenants).toBe(true);
  });

  it('give the kernel counters under every cap: groups of the cap, one left over stays alone', () => {
    const expected = { pages_shared: 3, pages_sharing: 3, pages_unshared: 1, ksm_zero_pages: 9 };
    expect(settledKsm([[7, 1]], 9, 2, true)).toEqual(expected);
    expect(settledKsm([[256, 1]], 0, 256, false)).toMatchObject({
      pages_shared: 1,
      pages_sharing: 255,
    });
    expect(settledKsm([[257, 1]], 0, 256, false)).toMatchObject({
      pages_shared: 1,
      pages_unshared: 1,
    });
    expect(settledKsm([[258, 1]], 0, 256, false)).toMatchObject({
      pages_shared: 2,
      pages_sharing: 256,
    });
  });
});

describe('ESX sharing over a pass', () => {
  it('saves n - 1 of n copies after a whole pass and nothing before it', () => {
    expect(esxSavedAfter(multiplicity, 1)).toBeCloseTo(10, 9);
    expect(esxSavedAfter(multiplicity, 0)).toBeCloseTo(0, 9);
  });

  it('is the mean of random passes half-way', () => {
    const rng = new Rng(5);
    let total = 0;
    const trials = 4000;
    for (let t = 0; t < trials; t++) {
      const seen = new Set<number>();
      for (const blocks of vms) {
        for (const content of blocks) {
          if (content === Z || rng.nextUnit() >= 0.5) continue;
          if (seen.has(content)) total++;
          seen.add(content);
        }
      }
    }
    expect(total / trials).toBeCloseTo(esxSavedAfter(multiplicity, 0.5), 1);
  });

  it('has the collision chances Waldspurger states for 64-bit hashes', () => {
    expect(hashCollisionChance(2 ** 32)).toBeGreaterThan(0.35);
    expect(hashCollisionChance(2 ** 32)).toBeLessThan(0.6);
    expect(hashCollisionChance(2 ** 24)).toBeLessThan(0.0001);
  });
});
