import { describe, expect, it } from 'vitest';
import { KsmKernel } from '../../../kernels/ksm/index.ts';
import { neverMerged, scansUntilMerged } from './apart.ts';
import { kernelVersion } from './kernel-version.ts';

const PAGES = 12;
/** Two machines with the same pages, each page once in each. */
const twins = {
  ...{ seed: 3, vms: 2, pages: PAGES, zero24: 0, shared24: 2 ** 24, dup24: 0, vol24: 0 },
  ...{ untouched24: 0, rdzero24: 0, shared_pool: 2 ** 20, dup_pool: 1, vol_pool: 1, aligned: 1 },
  ...{ vol_period: 0, vol_share: 0, diff_at: 0, thp: 0 },
};

/** Scans until the simulated kernel has merged the pages of a twin that becomes mergeable so many scans later. */
function simulated(apart: number, smartScan: boolean, most = 60): number | null {
  const knobs = { useZeroPages: false, maxPageSharing: 256, smartScan, pruneAlways: false };
  const machine = new KsmKernel(twins, knobs, kernelVersion('6.18')!.rules);
  const scan = () => {
    const { fullScans } = machine.counters();
    while (machine.counters().fullScans === fullScans) machine.wake(1000);
  };
  machine.change('unmergeable', 1, 0, PAGES);
  for (let i = 0; i < apart; i++) scan();
  machine.change('mergeable', 1, 0, PAGES);
  for (let scans = 1; scans <= most; scans++) {
    scan();
    const { sharing } = machine.counters();
    if (sharing > 0) {
      expect(sharing).toBe(PAGES);
      return scans;
    }
  }
  return null;
}

describe('machines that start apart', () => {
  it.each([true, false])('merge when the simulated kernel merges them, smart_scan %s', (smart) => {
    for (let apart = 0; apart < 45; apart++) {
      expect(scansUntilMerged(apart, smart), `${apart} scans apart`).toBe(simulated(apart, smart));
    }
  });

  it('never merge where Linux 6.18 did not in 80 scans: 22, 24, 25, 31, 33 and 34 of 20 to 35 scans apart', () => {
    const between = Array.from({ length: 16 }, (_, i) => 20 + i);
    const never = between.filter((apart) => scansUntilMerged(apart, true) === null);
    expect(never).toEqual([22, 24, 25, 31, 33, 34]);
    expect(between.filter((apart) => scansUntilMerged(apart, false) === null)).toEqual([]);
  });

  it('leave out a third between two of them, 2 of 81 between three, nothing between four', () => {
    expect([1, 2, 3, 4, 5].map(neverMerged)).toEqual([1, 1 / 3, 2 / 81, 0, 0]);
  });
});
