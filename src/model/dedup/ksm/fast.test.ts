import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KsmKernel } from '../../../kernels/ksm/index.ts';
import { fastScans, needsExactMode } from './fast.ts';
import { kernelVersion } from './kernel-version.ts';

const share = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 23 }));
const population = fc.record({
  seed: fc.nat(),
  vms: fc.integer({ min: 1, max: 6 }),
  pages: fc.integer({ min: 1, max: 900 }),
  zero24: share,
  shared24: share,
  dup24: share,
  vol24: share,
  untouched24: share,
  rdzero24: share,
  shared_pool: fc.integer({ min: 1, max: 60 }),
  dup_pool: fc.integer({ min: 1, max: 20 }),
  vol_pool: fc.integer({ min: 1, max: 20 }),
  aligned: fc.integer({ min: 0, max: 1 }),
  vol_period: fc.constant(0),
  vol_share: fc.integer({ min: 0, max: 1 }),
  diff_at: fc.constant(0),
  thp: fc.constant(0),
});
const knobs = fc.record({
  useZeroPages: fc.boolean(),
  maxPageSharing: fc.constantFrom(2, 3, 5, 256),
  smartScan: fc.boolean(),
  pruneAlways: fc.boolean(),
});

describe('fastScans', () => {
  it('equals the exact mode on populations nobody writes to, on old and new kernels', () => {
    fc.assert(
      fc.property(population, knobs, fc.constantFrom('6.1', '6.18'), (of, set, release) => {
        const { rules } = kernelVersion(release)!;
        const exact = new KsmKernel(of, set, rules);
        const scans = 24;
        for (const fast of fastScans(of, set, rules, scans)) {
          exact.wake(1e7);
          expect(exact.counters()).toMatchObject(fast);
        }
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 1000 : 60, seed: 4 },
    );
  });

  it('names what it cannot do', () => {
    const of = fc.sample(population, { numRuns: 1, seed: 1 })[0]!;
    expect(needsExactMode(of)).toBeNull();
    expect(needsExactMode({ ...of, vol_period: 2, vol24: 9 })).toMatch(/rewritten/);
    const { rules } = kernelVersion('6.18')!;
    const set = { useZeroPages: false, maxPageSharing: 256, smartScan: true, pruneAlways: false };
    expect(() => fastScans({ ...of, thp: 1 }, set, rules, 3)).toThrow(/huge pages/);
  });
});
