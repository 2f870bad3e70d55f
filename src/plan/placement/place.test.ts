import fc from 'fast-check';
import { expect, it } from 'vitest';
import { martelloToth, volumeBound } from './bounds.ts';
import { packEqualBins } from './pack.ts';
import { placeOnHosts } from './place.ts';

const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 })), {
  minLength: 1,
  maxLength: 40,
});
const columns = (list: readonly (readonly [number, number])[]) => [
  Float64Array.from(list, ([a]) => a),
  Float64Array.from(list, ([, b]) => b),
];

it('no packing beats a bound, and no bin overflows', () => {
  fc.assert(
    fc.property(
      sizes,
      fc.constantFrom('first' as const, 'best' as const, 'dot-product' as const),
      (list, fit) => {
        const needs = columns(list);
        const capacity = [50, 60];
        const { binOf, bins, unplaced } = packEqualBins(needs, capacity, fit);
        expect(unplaced).toBe(0);
        const bounds = [
          volumeBound(needs, capacity),
          martelloToth(needs[0]!, 50),
          martelloToth(needs[1]!, 60),
        ];
        for (const bound of bounds) expect(bins).toBeGreaterThanOrEqual(bound);
        for (let bin = 0; bin < bins; bin++) {
          needs.forEach((need, r) => {
            const used = need.reduce((sum, value, i) => sum + (binOf[i] === bin ? value : 0), 0);
            expect(used).toBeLessThanOrEqual(capacity[r]!);
          });
        }
      },
    ),
  );
});

/** Fewest bins by trying every assignment of few items. */
function fewest(need: readonly number[], capacity: number): number {
  const place = (at: number, bins: number[]): number => {
    if (at === need.length) return bins.length;
    let best = Number.POSITIVE_INFINITY;
    bins.forEach((used, b) => {
      if (used + need[at]! <= capacity) {
        best = Math.min(
          best,
          place(
            at + 1,
            bins.map((value, i) => (i === b ? value + need[at]! : value)),
          ),
        );
      }
    });
    return Math.min(best, place(at + 1, [...bins, need[at]!]));
  };
  return place(0, []);
}

it('the Martello-Toth bound never exceeds the true optimum and is no weaker than the volume', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 7 }),
      (list) => {
        const need = Float64Array.from(list);
        const bound = martelloToth(need, 20);
        expect(bound).toBeLessThanOrEqual(fewest(list, 20));
        expect(bound).toBeGreaterThanOrEqual(volumeBound([need], [20]));
      },
    ),
  );
});

it('machines stay inside their hosts, and everything is placed when one host holds it all', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 6 }), (list, hosts) => {
      const needs = columns(list);
      const room = [45, 55].map((value) => new Float64Array(hosts).fill(value));
      const { hostOf, free, placed } = placeOnHosts(needs, room);
      expect([...hostOf].filter((host) => host >= 0)).toHaveLength(placed);
      for (const resource of free)
        for (const left of resource) expect(left).toBeGreaterThanOrEqual(-1e-6);
      const big = needs.map((need) => Float64Array.of(need.reduce((sum, value) => sum + value, 0)));
      expect(placeOnHosts(needs, big).placed).toBe(list.length);
    }),
  );
});
