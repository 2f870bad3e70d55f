import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { allocateExactly } from './allocate.reference.ts';
import { AdmissionRefused, allocate, type Claim, ceilingOf, sum } from './allocate.ts';
import { boundByVcpus, vcpuCapacity } from './vcpu-capacity.ts';

const hog = (shares: number, rest: Partial<Claim> = {}): Claim => ({
  reservation: 0,
  limit: Infinity,
  shares,
  demand: Infinity,
  ...rest,
});
const close = (actual: readonly number[], expected: readonly number[]) =>
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 12);
  });

describe('the table of cases on 12 GHz', () => {
  it('divides by shares when everyone wants everything', () => {
    expect(allocate(12, [hog(2000), hog(1000), hog(1000)])).toEqual([6, 3, 3]);
  });
  it('honours a reservation above the fair share and shrinks the others in proportion', () => {
    close(allocate(12, [hog(2000), hog(1000, { reservation: 5 }), hog(1000)]), [14 / 3, 5, 7 / 3]);
  });
  it('hands what a limit leaves to the others', () => {
    expect(allocate(12, [hog(2000, { limit: 4 }), hog(1000), hog(1000)])).toEqual([4, 4, 4]);
  });
  it('hands what a small demand leaves to the others', () => {
    expect(allocate(12, [hog(2000, { demand: 1 }), hog(1000), hog(1000)])).toEqual([1, 5.5, 5.5]);
  });
  it('lends out the reservation of an idle machine', () => {
    const idle = hog(1000, { reservation: 5, demand: 0 });
    expect(allocate(12, [hog(2000), idle, hog(1000)])).toEqual([8, 0, 4]);
  });
  it('leaves 3 GHz idle when three one-vCPU machines meet four 3 GHz cores', () => {
    const machines = [4000, 1000, 1000].map((shares) => boundByVcpus(hog(shares), 1, 3));
    expect(allocate(12, machines)).toEqual([3, 3, 3]);
  });
  it('refuses reservations of 7 and 6', () => {
    const set = [hog(1000, { reservation: 7 }), hog(1000, { reservation: 6 })];
    expect(() => allocate(12, set)).toThrow(AdmissionRefused);
  });
});

describe('worked figures', () => {
  it('gives 700, 700 and 1400 MHz of 2.8 GHz at shares 1000, 2000, 4000 and a reservation of 700', () => {
    const machines = [hog(1000, { reservation: 700 }), hog(2000), hog(4000)];
    expect(allocate(2800, machines)).toEqual([700, 700, 1400]);
  });
  it('counts 32 vCPUs and 96 GHz on 4 sockets of 4 cores of 2 threads at 3 GHz', () => {
    const host = { sockets: 4, coresPerSocket: 4, threadsPerCore: 2, clockGhz: 3 };
    expect(vcpuCapacity(host)).toEqual({ vcpus: 32, ghz: 96, cores: 16, coreGhz: 48 });
  });
  it('divides memory like CPU: 16 GiB at equal shares with 6 GiB reserved gives 6, 5, 5', () => {
    expect(allocate(16, [hog(10, { reservation: 6 }), hog(10), hog(10)])).toEqual([6, 5, 5]);
  });
  it('admits reservations that fill the capacity up to the rounding of their sum', () => {
    const tenth = Array.from({ length: 10 }, () => hog(1, { reservation: 0.1 }));
    expect(sum(allocate(1, tenth))).toBeCloseTo(1, 14);
  });
  it('refuses what is not a claim', () => {
    expect(() => allocate(Number.NaN, [])).toThrow(UserError);
    expect(() => allocate(1, [hog(0)])).toThrow('shares above 0');
    expect(() => allocate(1, [hog(1, { demand: -1 })])).toThrow('demand of 0 or more');
    expect(() => allocate(1, [hog(1, { limit: Number.NaN })])).toThrow('limit of 0 or more');
  });
});

const amount = fc.integer({ min: 0, max: 4000 });
const anyClaim = fc.record({
  reservation: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 800 })),
  limit: fc.oneof(fc.constant(Infinity), amount),
  shares: fc.integer({ min: 1, max: 10_000 }),
  demand: fc.oneof(fc.constant(Infinity), fc.constant(0), amount),
});
const anySet = fc.array(anyClaim, { minLength: 1, maxLength: 12 }).chain((claims) =>
  fc.record({
    claims: fc.constant(claims),
    capacity: fc
      .integer({ min: 0, max: 12_000 })
      .map((spare) => sum(claims.map((claim) => claim.reservation)) + spare),
  }),
);
const runs = { numRuns: process.env.VIRTCOST_FULL ? 100_000 : 1000 };
const slack = (value: number) => 1e-11 * (1 + Math.abs(value));

describe('invariants over random sets of claims', () => {
  it('an allocation lies between its guarantee and its ceiling', () => {
    fc.assert(
      fc.property(anySet, ({ capacity, claims }) => {
        allocate(capacity, claims).forEach((value, i) => {
          const ceiling = ceilingOf(claims[i]!);
          expect(value).toBeGreaterThanOrEqual(Math.min(claims[i]!.reservation, ceiling));
          expect(value).toBeLessThanOrEqual(ceiling);
        });
      }),
      runs,
    );
  });

  it('everything is handed out unless limits and demands bind', () => {
    fc.assert(
      fc.property(anySet, ({ capacity, claims }) => {
        const expected = Math.min(capacity, sum(claims.map(ceilingOf)));
        expect(Math.abs(sum(allocate(capacity, claims)) - expected)).toBeLessThan(slack(expected));
      }),
      runs,
    );
  });

  it('scaling all shares changes nothing', () => {
    fc.assert(
      fc.property(anySet, fc.integer({ min: 2, max: 999 }), ({ capacity, claims }, factor) => {
        const scaled = claims.map((claim) => ({ ...claim, shares: claim.shares * factor }));
        const before = allocate(capacity, claims);
        allocate(capacity, scaled).forEach((value, i) => {
          expect(Math.abs(value - before[i]!)).toBeLessThan(slack(value));
        });
      }),
      runs,
    );
  });

  it('unsaturated claims above their guarantee stand in the ratio of their shares', () => {
    fc.assert(
      fc.property(anySet, ({ capacity, claims }) => {
        const levels = allocate(capacity, claims).flatMap((value, i) => {
          const { reservation, shares } = claims[i]!;
          const free =
            value > reservation + slack(value) && value < ceilingOf(claims[i]!) - slack(value);
          return free ? [value / shares] : [];
        });
        for (const level of levels) expect(level / levels[0]!).toBeCloseTo(1, 9);
      }),
      runs,
    );
  });

  it('more demand of one claim never raises the allocation of another', () => {
    fc.assert(
      fc.property(anySet, fc.nat(), amount, ({ capacity, claims }, pick, more) => {
        const chosen = pick % claims.length;
        const before = allocate(capacity, claims);
        const after = allocate(
          capacity,
          claims.map((claim, i) =>
            i === chosen ? { ...claim, demand: claim.demand + more } : claim,
          ),
        );
        after.forEach((value, i) => {
          if (i !== chosen) expect(value).toBeLessThanOrEqual(before[i]! + slack(value));
        });
      }),
      runs,
    );
  });

  it('agrees with rational arithmetic to the last digits', () => {
    fc.assert(
      fc.property(anySet, ({ capacity, claims }) => {
        const bounded = claims.map((claim) => ({ ...claim, demand: Math.min(claim.demand, 1e6) }));
        const exact = allocateExactly(capacity, bounded);
        allocate(capacity, bounded).forEach((value, i) => {
          expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(slack(value));
        });
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 100_000 : 500 },
    );
  });
});
