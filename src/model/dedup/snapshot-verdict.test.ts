import { describe, expect, it } from 'vitest';
import { snapshotAnswer } from './snapshot-verdict.ts';

const none = { pages_shared: 0, pages_sharing: 0, pages_unshared: 0, pages_volatile: 0 };

describe('snapshotAnswer', () => {
  it.each([
    ['no process registered memory', { ...none, run: 1, full_scans: 0 }, 'nothing-registered'],
    ['scans end and find no page', { ...none, run: 1, full_scans: 7 }, 'nothing-to-merge'],
    ['scans are not in the snapshot', { ...none, run: 1 }, 'nothing-to-merge'],
    ['KSM was never started', { ...none, run: 0, full_scans: 0 }, 'stopped'],
    ['everything was unmerged', { ...none, run: 2, full_scans: 0 }, 'unmerged'],
    ['the first scan goes on', { ...none, pages_volatile: 100, run: 1, full_scans: 0 }, 'not-yet'],
    ['pages differ', { ...none, pages_unshared: 100, run: 1, full_scans: 9 }, 'nothing-merged'],
    ['only zero pages are merged', { ...none, ksm_zero_pages: 50, run: 1, full_scans: 9 }, 'saves'],
    [
      'tracking outweighs what is merged',
      { ...none, pages_shared: 1, pages_sharing: 1, pages_unshared: 1000, run: 1 },
      'loses',
    ],
  ])('tells where %s', (_, numbers, verdict) => {
    expect(snapshotAnswer(numbers).verdict).toBe(verdict);
  });

  it('says what counts where no process registered memory', () => {
    const { sentence } = snapshotAnswer({ ...none, run: 1, full_scans: 0 });
    expect(sentence).toMatch(/^No process registered memory/);
    expect(sentence).toMatch(/MADV_MERGEABLE/);
    expect(sentence).toMatch(/not memfd, shared or hugetlbfs/);
  });
});
