import { describe, expect, test } from 'vitest';
import { hostById } from '../../hosts/index.ts';
import { workloads } from '../../workloads/index.ts';
import { closedFormMisses, expectedUniquePages } from './closed-form.ts';
import { closedFormCase } from './closed-form-case.ts';
import type { TranslationCase } from './simulate.ts';

const MIB = 2 ** 20;

const caseOf = (hostId: string, page: '4K' | '2M' = '4K'): TranslationCase => ({
  mode: 'native',
  guestPage: page,
  hostPage: page,
  guestLevels: 4,
  hostLevels: 4,
  host: hostById(hostId).memory,
});

describe('closed forms', () => {
  test('uniform pages in a fully associative TLB miss as often as they do not fit', () => {
    const { l1Misses } = closedFormMisses([{ pages: 4096, probability: 1 / 4096 }], {
      sets: 1,
      ways: 1024,
    });
    expect(Math.abs(l1Misses - 3 / 4)).toBeLessThan(1e-3);
  });

  test('pages that fit every set never miss', () => {
    const classes = [{ pages: 64, probability: 1 / 64 }];
    expect(closedFormMisses(classes, { sets: 16, ways: 4 }).l1Misses).toBe(0);
  });

  test.each([
    ['uniform', 1, 0.001],
    ['uniform', 8, 0.002],
    ['uniform', 32, 0.002],
    ['gups', 64, 0.002],
    // The formula averages over where the hottest pages fall among the sets; a run has them in one place.
    ['zipf', 64, 0.02],
    ['zipf', 4096, 0.02],
  ])('two levels under %s of %i MiB meet the simulation within %f', (pattern, mib, tolerance) => {
    for (const hostId of ['sim-dmt', 'zen3']) {
      const spec = { pattern, bytes: mib * MIB };
      const [first, walks, unique] = closedFormCase(caseOf(hostId), spec, 400_000);
      expect(Math.abs(first!.closedForm - first!.simulated)).toBeLessThan(tolerance);
      expect(Math.abs(walks!.closedForm - walks!.simulated)).toBeLessThan(tolerance);
      expect(Math.abs(unique!.closedForm / unique!.simulated - 1)).toBeLessThan(0.006);
    }
  });

  test('a fully associative level under zipf meets the simulation within 0.002', () => {
    const spec = { pattern: 'zipf', bytes: 2 ** 26 };
    const [first] = closedFormCase(caseOf('zen3'), spec, 1_500_000);
    expect(Math.abs(first!.closedForm - first!.simulated)).toBeLessThan(0.002);
  });

  test('2M pages of a uniform stream have a closed form, those of a zipf stream none', () => {
    const [first] = closedFormCase(
      caseOf('sim-dmt', '2M'),
      { pattern: 'uniform', bytes: 2 ** 30 },
      300_000,
    );
    expect(Math.abs(first!.closedForm - first!.simulated)).toBeLessThan(0.003);
    const zipf = { pattern: 'zipf', bytes: 2 ** 30 };
    expect(() => closedFormCase(caseOf('sim-dmt', '2M'), zipf, 10)).toThrow(/in 2M pages/);
  });

  test('streams that are not stationary and independent are refused with a reason', () => {
    const refused = workloads.filter(({ popularity }) => typeof popularity === 'string');
    expect(refused.map(({ id }) => id)).toEqual(['sequential', 'strided', 'chase', 'phases']);
    for (const { id, popularity } of refused) {
      const run = () => closedFormCase(caseOf('zen3'), { pattern: id, bytes: MIB }, 10);
      expect(run).toThrow(String(popularity));
    }
  });

  test('a page of probability one is touched at once', () => {
    expect(expectedUniquePages([{ pages: 1, probability: 1 }], 5)).toBeCloseTo(1, 9);
  });
});
