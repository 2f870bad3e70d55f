import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leastHosts, placeableUnits } from './bounds.ts';
import { fewestHosts } from './exact.ts';
import { fillHosts } from './fill.ts';
import { placeBy } from './place.ts';
import type { Problem } from './problem.ts';

interface Tiny {
  sizes: [number, number][];
  hosts: [number, number][];
  apart: number[];
  only: { unit: number; host: number } | undefined;
}

const tiny = fc.record<Tiny>({
  sizes: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 6,
  }),
  hosts: fc.array(fc.tuple(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 5, max: 12 })), {
    minLength: 1,
    maxLength: 4,
  }),
  apart: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
  only: fc.option(fc.record({ unit: fc.nat(5), host: fc.nat(3) }), { nil: undefined }),
});

function problemOf({ sizes, hosts, apart, only }: Tiny): Problem {
  const group = apart.filter((unit) => unit < sizes.length);
  const may = new Uint8Array(hosts.length);
  if (only) may[only.host % hosts.length] = 1;
  return {
    needs: [0, 1].map((r) => Float64Array.from(sizes, (size) => size[r]!)),
    capacity: [0, 1].map((r) => Float64Array.from(hosts, (host) => host[r]!)),
    ...(group.length > 1 ? { apart: [group] } : {}),
    ...(only ? { allowed: new Map([[only.unit % sizes.length, may]]) } : {}),
  };
}

/** Whether an assignment keeps every capacity and rule of a problem; -1 = no host. */
function holds({ needs, capacity, apart, allowed }: Problem, hostOf: ArrayLike<number>): boolean {
  const fine = capacity.every((room, r) =>
    room.every((most, host) => {
      const used = needs[r]!.reduce((sum, v, u) => sum + (hostOf[u] === host ? v : 0), 0);
      return used <= most + 1e-9;
    }),
  );
  const spread = (apart ?? []).every((group) => {
    const on = group.map((unit) => hostOf[unit]!).filter((host) => host >= 0);
    return new Set(on).size === on.length;
  });
  const obeyed = [...(allowed ?? [])].every(
    ([unit, may]) => hostOf[unit]! < 0 || may[hostOf[unit]!] === 1,
  );
  return fine && spread && obeyed;
}

/** Fewest units without a place, then fewest hosts, by trying every assignment. */
function bruteForce(problem: Problem): { unplaced: number; hosts: number } {
  const units = problem.needs[0]!.length;
  const hosts = problem.capacity[0]!.length;
  let best = { unplaced: units, hosts: 0 };
  const hostOf = new Array<number>(units).fill(-1);
  const visit = (unit: number): void => {
    if (unit === units) {
      if (!holds(problem, hostOf)) return;
      const on = hostOf.filter((host) => host >= 0);
      const mine = { unplaced: units - on.length, hosts: new Set(on).size };
      if (
        mine.unplaced < best.unplaced ||
        (mine.unplaced === best.unplaced && mine.hosts < best.hosts)
      )
        best = mine;
      return;
    }
    for (let host = -1; host < hosts; host++) {
      hostOf[unit] = host;
      visit(unit + 1);
    }
    hostOf[unit] = -1;
  };
  visit(0);
  return best;
}

it('branch and bound finds what trying every assignment finds, rules included, and says so', () => {
  fc.assert(
    fc.property(tiny, (instance) => {
      const problem = problemOf(instance);
      const found = fewestHosts(problem, 1_000_000);
      const { hosts, unplaced } = found;
      expect({ hosts, unplaced }).toEqual(bruteForce(problem));
      expect(found.proved).toBe(true);
      expect(holds(problem, found.hostOf)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

it('where all is placed: bound <= exact <= every rule of thumb', () => {
  fc.assert(
    fc.property(tiny, (instance) => {
      const problem = problemOf(instance);
      const found = fewestHosts(problem);
      for (const attempt of found.attempts) {
        expect(found.unplaced).toBeLessThanOrEqual(attempt.unplaced);
        if (attempt.unplaced === found.unplaced)
          expect(found.hosts).toBeLessThanOrEqual(attempt.hosts);
      }
      if (found.unplaced === 0)
        expect(found.hosts).toBeGreaterThanOrEqual(leastHosts(problem, placeableUnits(problem)));
    }),
  );
});

it('no rule of thumb exceeds a capacity or breaks a rule', () => {
  fc.assert(
    fc.property(
      tiny,
      fc.constantFrom('first' as const, 'best' as const, 'dot-product' as const),
      fc.constantFrom('given' as const, 'largest' as const, 'smallest' as const),
      (instance, fit, turn) => {
        const problem = problemOf(instance);
        expect(holds(problem, placeBy(problem, fit, turn).hostOf)).toBe(true);
        expect(holds(problem, fillHosts(problem)!.hostOf)).toBe(true);
      },
    ),
  );
});

it('a budget of few nodes gives the same answer each time and does not claim a proof it has not', () => {
  const sizes = Array.from({ length: 30 }, (_, i) => 7 + ((i * 5) % 11));
  const problem: Problem = {
    needs: [Float64Array.from(sizes)],
    capacity: [new Float64Array(30).fill(29)],
  };
  const [a, b] = [fewestHosts(problem, 50), fewestHosts(problem, 50)];
  expect(a).toEqual(b);
  expect(a.nodes).toBeLessThanOrEqual(50);
  if (a.hosts > a.bound) expect(a.proved).toBe(false);
});

it('first fit takes inventory order, decreasing order does better, and the search better still', () => {
  // 4+4+2, 4+4+2, 6+4 needs three hosts of ten; largest first opens a fourth.
  const problem: Problem = {
    needs: [Float64Array.of(3, 3, 2, 2, 2, 5, 5, 4, 4)],
    capacity: [new Float64Array(9).fill(10)],
  };
  const { attempts, hosts, bound, proved } = fewestHosts(problem);
  expect(attempts.map(({ algorithm }) => algorithm)).toEqual([
    'first fit',
    'first fit decreasing',
    'best fit decreasing',
    'dot-product',
    'host by host',
  ]);
  expect({ hosts, bound, proved }).toEqual({ hosts: 3, bound: 3, proved: true });
});
