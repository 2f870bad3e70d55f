import { describe, expect, it } from 'vitest';
import { advisorDefaults, ScanTimeAdvisor } from './advisor.ts';

describe('ScanTimeAdvisor', () => {
  it('takes the steps recorded on kernel 6.18 with a target of 3 seconds', () => {
    const advisor = new ScanTimeAdvisor({ ...advisorDefaults, targetScanSeconds: 3 });
    // Scan time and CPU time in ms. The first CPU difference is ksmd's whole life: large.
    const scans: [number, number][] = [
      ...([
        [3900, 60_000],
        [25_600, 600],
        [1800, 300],
        [2200, 400],
      ] as [number, number][]),
      ...([
        [800, 20],
        [1600, 300],
        [400, 20],
      ] as [number, number][]),
    ];
    expect(scans.map(([ms, cpu]) => advisor.next(ms, cpu))).toEqual([
      70, 1574, 995, 1279, 6390, 2875, 14370,
    ]);
  });

  it('never exceeds the maximum, and starts at the minimum', () => {
    const advisor = new ScanTimeAdvisor({ ...advisorDefaults, targetScanSeconds: 1 });
    expect(advisor.pagesToScan).toBe(500);
    for (let i = 0; i < 20; i++) expect(advisor.next(100_000, 100)).toBeLessThanOrEqual(30_000);
  });
});
