import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdmissionRefused, allocate } from '../scheduling/allocate.ts';
import { balloonFrees, guestMemTotalKib, reportedFree } from './balloon.ts';
import { cliffEdge, overcommitCliff } from './cliff.ts';
import { committedMemory } from './commitment.ts';
import { allocateWithIdleTax, idlePageCost, sharesPerPage } from './idle-tax.ts';
import { defaultHost, reclaim, swapReservationMb, type VmMemory } from './reclaim.ts';
import { esx2002, esxi6, esxiMinFreeMb, nextState, reclaimProfiles } from './reclaim-profile.ts';

const equal = { reservation: 0, limit: Infinity, shares: 1000, demand: Infinity };
const vm = (over: Partial<VmMemory> = {}): VmMemory => ({
  ...{ id: 'vm', configuredMb: 8000, consumedMb: 6000, activeMb: 2000, guestFreeMb: 500 },
  ...{ shareableMb: 300, reservationMb: 0, limitMb: Infinity, shares: 1000, ...over },
});

describe('promised memory', () => {
  it('of a 6 GB host at 150 % is 3 GB for each of three equal VMs, 2 GB without overcommit', () => {
    expect(committedMemory(6, 1.5, [equal, equal, equal])).toEqual([3, 3, 3]);
    expect(committedMemory(6, 1, [equal, equal, equal])).toEqual([2, 2, 2]);
  });

  it('is refused where reservations exceed it', () => {
    const reserved = { ...equal, reservation: 4 };
    expect(() => committedMemory(6, 1, [reserved, reserved])).toThrow(AdmissionRefused);
    expect(committedMemory(6, 1.5, [reserved, reserved])).toEqual([4.5, 4.5]);
  });
});

describe('idle memory tax', () => {
  it('of 75 % makes an idle page cost four active ones', () => {
    expect(idlePageCost(0.75)).toBe(4);
    expect(sharesPerPage(1000, 100, 0.5, 0.75)).toBeCloseTo(1000 / (100 * 2.5), 12);
  });

  const claim = fc.record({
    reservation: fc.integer({ min: 0, max: 50 }),
    limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 50, max: 400 })),
    shares: fc.integer({ min: 1, max: 2000 }),
    demand: fc.integer({ min: 0, max: 500 }),
    active: fc.integer({ min: 0, max: 500 }),
  });

  it('hands out the capacity and equalizes shares per page wherever nothing binds', () => {
    fc.assert(
      fc.property(
        fc.array(claim, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 400, max: 2000 }),
        fc.constantFrom(0, 0.25, 0.75, 0.95),
        (claims, capacity, tax) => {
          const got = allocateWithIdleTax(capacity, claims, tax);
          const ceilings = claims.map((one) => Math.min(one.limit, one.demand));
          const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
          expect(sum(got)).toBeCloseTo(Math.min(capacity, sum(ceilings)), 6);
          const prices: number[] = [];
          got.forEach((pages, i) => {
            const { reservation, shares, active } = claims[i]!;
            expect(pages).toBeLessThanOrEqual(ceilings[i]! + 1e-9);
            expect(pages).toBeGreaterThanOrEqual(Math.min(reservation, ceilings[i]!) - 1e-9);
            const inside = pages > reservation + 1e-6 && pages < ceilings[i]! - 1e-6;
            if (!inside) return;
            prices.push(sharesPerPage(shares, pages, Math.min(1, active / pages), tax));
          });
          for (const price of prices) expect(price / prices[0]!).toBeCloseTo(1, 6);
        },
      ),
      { numRuns: 300, seed: 8 },
    );
  });

  it('of zero is the exact proportional division', () => {
    fc.assert(
      fc.property(
        fc.array(claim, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 400, max: 2000 }),
        (claims, capacity) => {
          const plain = allocate(capacity, claims);
          allocateWithIdleTax(capacity, claims, 0).forEach((pages, i) => {
            expect(pages).toBeCloseTo(plain[i]!, 6);
          });
        },
      ),
      { numRuns: 200, seed: 8 },
    );
  });

  it('of tens of thousands of machines takes a moment, not minutes', () => {
    const small = Array.from({ length: 30_000 }, (_, i) => ({
      ...{ reservation: 1, limit: Infinity, shares: 10 + (i % 997), demand: 40 + (i % 89) },
      active: i % 31,
    }));
    const got = allocateWithIdleTax(900_000, small);
    expect(got.reduce((sum, pages) => sum + pages, 0)).toBeCloseTo(900_000, 3);
  });

  it('moves memory from an idle VM to a busy one of equal shares', () => {
    const idle = { ...equal, demand: 256, active: 20 };
    const busy = { ...equal, demand: 256, active: 256 };
    for (const pages of allocateWithIdleTax(360, [idle, busy], 0))
      expect(pages).toBeCloseTo(180, 9);
    const [less, more] = allocateWithIdleTax(360, [idle, busy], 0.75);
    expect(more).toBeGreaterThan(less! * 2);
    expect(less! + more!).toBeCloseTo(360, 9);
  });
});

describe('reclaim states', () => {
  it('have the minFree of the published examples: 72, 128 and 144 GB of 1,024 MB', () => {
    const published = { 72: 1349.56, 128: 1923, 144: 2086.84 };
    for (const [gb, mb] of Object.entries(published)) {
      expect(esxiMinFreeMb(1024 * Number(gb))).toBeCloseTo(mb, 9);
    }
    expect([28 * 1024, 6 * 1024, 512].map(esxiMinFreeMb)).toEqual([899, 899, 512]);
  });

  it('are 6, 4, 2 and 1 % in ESX 2002', () => {
    expect(esx2002.minFreeMb(10_000)).toBe(600);
    expect(esx2002.states(10_000).map((state) => state.below)).toEqual([Infinity, 400, 200, 100]);
  });

  it('are left later than they are entered', () => {
    const states = esxi6.states(100_000);
    const clear = states[2]!.below;
    expect(nextState(states, clear - 1, 0)).toBe(2);
    expect(nextState(states, clear + 1, 2)).toBe(2);
    expect(nextState(states, clear * 4, 2)).toBeLessThan(2);
  });
});

describe.each(reclaimProfiles)('reclaim under $id', (profile) => {
  const vms = Array.from({ length: 10 }, (_, i) =>
    vm({ id: `vm${i}`, consumedMb: 7800, activeMb: 4000 }),
  );

  it('leaves an idle host alone', () => {
    const result = reclaim(defaultHost(200_000, profile), vms);
    expect(result.stateIndex).toBe(0);
    expect(result.vms.every((one) => one.speed === 1)).toBe(true);
  });

  it('drives free memory back to minFree, mildest mechanism first', () => {
    let swap = 0;
    for (const memory of [80_000, 70_000, 60_000, 40_000, 24_000, 15_000, 9_000]) {
      const result = reclaim(defaultHost(memory, profile), vms);
      if (result.missingMb < 1e-6) {
        expect(result.freeMb).toBeGreaterThanOrEqual(result.minFreeMb - 1e-6);
      }
      if (result.freed.swap > 0) {
        const ballooned = 0.65 * 8000 * vms.length;
        expect(result.freed.balloon).toBeCloseTo(ballooned, 6);
      }
      expect(result.freed.swap).toBeGreaterThanOrEqual(swap);
      swap = result.freed.swap;
    }
    expect(swap).toBeGreaterThan(0);
  });

  it('takes from the idle before it takes from the busy', () => {
    const [idle, busy] = [vm({ id: 'idle', activeMb: 100 }), vm({ id: 'busy', activeMb: 6000 })];
    const { vms: taken } = reclaim(defaultHost(9000, profile), [idle, busy]);
    expect(taken[0]!.balloonedMb).toBeGreaterThan(taken[1]!.balloonedMb);
  });

  it('never takes what is reserved', () => {
    const reserved = vm({ reservationMb: 6000, shareableMb: 0 });
    const { vms: taken } = reclaim(defaultHost(13_000, profile), [reserved, vm({ activeMb: 10 })]);
    expect(taken[0]).toMatchObject({ balloonedMb: 0, compressedMb: 0, swappedMb: 0 });
  });

  it('slows nobody until active memory is hit, then falls off a cliff', () => {
    const points = overcommitCliff(defaultHost(64_000, profile), vms);
    expect(points[0]!.speed).toBe(1);
    const edge = cliffEdge(points);
    expect(edge).not.toBeNull();
    for (let i = 1; i < points.length; i++) {
      expect(points[i]!.speed).toBeLessThanOrEqual(points[i - 1]!.speed + 1e-9);
    }
  });
});

describe('swap reservation', () => {
  it('is max less min', () => {
    expect(swapReservationMb(vm({ configuredMb: 256, reservationMb: 64 }))).toBe(192);
  });
});

describe('balloon and free page reporting', () => {
  it('lower MemTotal of the recorded guest to the KiB', () => {
    const recorded = {
      0: 223632,
      32: 190864,
      64: 158096,
      96: 125328,
      128: 92560,
      160: 59792,
      176: 43408,
    };
    for (const [balloon, total] of Object.entries(recorded)) {
      expect(guestMemTotalKib(256, Number(balloon))).toBe(total);
    }
  });

  it('free on the host only what was backed, and report only whole 2 MiB blocks', () => {
    const resident = Array.from({ length: 2048 }, (_, p) => p < 1024);
    const ballooned = Array.from({ length: 2048 }, (_, p) => p >= 512 && p < 1536);
    expect(balloonFrees(ballooned, resident)).toBe(512);
    const free = Array.from({ length: 2048 }, (_, p) => p >= 500);
    expect(reportedFree(free)).toBe(1536);
  });
});
