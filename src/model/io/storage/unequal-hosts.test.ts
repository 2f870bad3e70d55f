import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copiesOverHosts } from './unequal-hosts.ts';

describe('copies over unequal hosts', () => {
  it('of two copies over 2 1 1 1 1: 1/3 + 2/3 x 2/5 of the groups have one on the large host', () => {
    const { hosts, usableShare } = copiesOverHosts([2, 1, 1, 1, 1], 2);
    expect(hosts[0]?.copyShare).toBeCloseTo(0.3, 6);
    expect(hosts[1]?.copyShare).toBeCloseTo(0.175, 6);
    // The small hosts are full first: 1/6 of the capacity, 0.35 copies of each object.
    expect(usableShare).toBeCloseTo(1 / 6 / 0.35, 6);
  });

  it('is what crushtool 16.2.15 counted over 100,000 groups', () => {
    // findings/crush-unequal-hosts.sh: 26.7 % and 18.2 to 18.4 %; a count of 80,000 has a deviation of 0.07 %.
    const { hosts } = copiesOverHosts([2, 1, 1, 1, 1], 3);
    expect(Math.abs((hosts[0]?.copyShare ?? 0) - 0.267)).toBeLessThan(0.001);
    expect(Math.abs((hosts[1]?.copyShare ?? 0) - 0.1833)).toBeLessThan(0.001);
  });

  it('is the copies-th part where all hosts are alike, and each host has all where there are as many', () => {
    const alike = copiesOverHosts([5, 5, 5, 5], 3);
    expect(alike.usableShare).toBeCloseTo(1 / 3, 6);
    expect(alike.bestShare).toBeCloseTo(1 / 3, 6);
    const all = copiesOverHosts([4, 2, 1], 3);
    expect(all.hosts.map(({ copyShare }) => copyShare)).toEqual(
      [1 / 3, 1 / 3, 1 / 3].map((share) => expect.closeTo(share, 6)),
    );
    expect(all.usableShare).toBeCloseTo(1 / 7, 6);
  });

  it('counts every copy once, never beats placement at will, and fills the smallest per weight first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 7 }),
        fc.integer({ min: 1, max: 3 }),
        (weights, copies) => {
          const answer = copiesOverHosts(weights, copies);
          const sum = answer.hosts.reduce((total, { copyShare }) => total + copyShare, 0);
          expect(sum).toBeCloseTo(1, 4);
          expect(answer.usableShare).toBeLessThanOrEqual(answer.bestShare * 1.0001);
          const order = answer.hosts.map(({ fill }, i) => [weights[i] ?? 0, fill] as const);
          for (const [heavy, full] of order) {
            for (const [light, fuller] of order) {
              if (light < heavy) expect(fuller).toBeGreaterThanOrEqual(full - 1e-4);
            }
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('refuses what has no answer', () => {
    expect(() => copiesOverHosts([1, 1], 3)).toThrow(/expected 3 to 1024 hosts/);
    expect(() => copiesOverHosts([1, 0, 1], 2)).toThrow(/above 0, found 0/);
  });
});
