import { describe, expect, test } from 'vitest';
import { StackDistanceKernel } from '../../kernels/stack-distance/index.ts';
import { patternWords } from './pattern-words.ts';
import { SampledCurve } from './sampled-curve.ts';

const trials = process.env.VIRTCOST_FULL ? 12 : 2;
const ACCESSES = 100_000;
const SIZES = [4096, 8192, 16_384];

describe('miss ratios of large structures from a share of the pages', () => {
  test('lie within 0.03 of the exact ones and their intervals hold these', () => {
    let held = 0;
    let points = 0;
    for (const pattern of ['zipf', 'uniform', 'phases']) {
      for (let seed = 1; seed <= trials; seed++) {
        const spec = { pattern, bytes: 2 ** 28, seed };
        const exact = new StackDistanceKernel([{ sets: 1, maxWays: 16_384 }]);
        const curve = new SampledCurve(SIZES, 0.04, '4K');
        for (const words of patternWords(spec, ACCESSES)) {
          exact.feed(words);
          curve.feed(words);
        }
        for (const { entries, missRatio, low, high } of curve.points()) {
          const truth = exact.misses(1, entries) / ACCESSES;
          expect(Math.abs(missRatio - truth)).toBeLessThan(0.03);
          points++;
          if (low <= truth && truth <= high) held++;
        }
      }
    }
    expect(held / points).toBeGreaterThanOrEqual(0.9);
  });

  test('2M pages are sampled by their own number: one page is in one group or in none', () => {
    const curve = new SampledCurve([2048], 1 / 16, '2M');
    curve.feed(BigUint64Array.from({ length: 5000 }, (_, i) => BigInt(i % 4096) << 2n));
    expect(curve.points()[0]!.missRatio).toBeLessThan(0.001);
  });

  test('shares above a sixteenth and structures too small for theirs are refused', () => {
    for (const rate of [0, 0.2, Number.NaN]) {
      expect(() => new SampledCurve(SIZES, rate, '4K')).toThrow(/a share of pages up to 0.0625/);
    }
    expect(() => new SampledCurve([1024], 0.01, '4K')).toThrow(/keep at least 64/);
  });
});
