import { describe, expect, test } from 'vitest';
import { hostById } from '../../hosts/index.ts';
import { activityPresets, churning, generateActivity } from './activity.ts';
import { countActivity, type MmuComparison, mmuResults, visitsOf } from './compare.ts';
import { pagingMode } from './modes.ts';
import { MAX_VISITS, patternVisits, uniformVisits, VisitRecorder } from './visits.ts';

const PAGE = 4096n;
const word = (page: number, kind: number) => ((BigInt(page) * PAGE) << 2n) | BigInt(kind);

function input(visits: MmuComparison['visits'], activity = activityPresets.steady): MmuComparison {
  return { host: hostById('srv'), guestPage: '4K', hostPage: '4K', activity, visits: visits! };
}

describe('page-table work on the pages of a trace', () => {
  test('runs of accesses to one page are one visit, which writes if any of them does', () => {
    const recorder = new VisitRecorder();
    recorder.feed(BigUint64Array.of(word(5, 0), word(5, 1), word(9, 0), word(5, 0)));
    const { pages, writes, accesses, cold } = recorder.finish();
    expect([...pages]).toEqual([5, 9, 5]);
    expect([...writes]).toEqual([1, 0, 0]);
    expect([accesses, cold]).toEqual([4, true]);
  });

  test('a long trace is cut off, and says so', () => {
    const recorder = new VisitRecorder(3);
    recorder.feed(BigUint64Array.from({ length: 10 }, (_, i) => word(i, 0)));
    expect(recorder.finish()).toMatchObject({ accesses: 3, truncated: true });
    expect(MAX_VISITS).toBeGreaterThan(3);
  });

  test('every first touch of a trace is a guest fault, and under nested paging a violation', () => {
    const words = BigUint64Array.from({ length: 300 }, (_, i) => word(1000 + (i % 40), i % 2));
    const visits = visitsOf({ words: [words] });
    const nested = countActivity(pagingMode('nested'), input(visits)).counts;
    expect(nested.guestFaults).toBe(40);
    // 40 pages in two leaf tables, and two tables above; the root was loaded before.
    expect(nested.violations).toBe(44);
    const shadow = countActivity(pagingMode('shadow'), input(visits)).counts;
    expect(shadow.reflectedFaults).toBe(40);
    expect(shadow.accesses).toBe(300);
  });

  test('pages of a pattern were in use before: without table changes nothing faults', () => {
    const visits = patternVisits({ pattern: 'gups', bytes: 2 ** 24 });
    const { counts } = countActivity(pagingMode('shadow'), input(visits));
    expect([counts.guestFaults, counts.hiddenFaults]).toEqual([0, 0]);
  });

  test('remaps, protections and forks touch pages of the trace and no others', () => {
    const visits = uniformVisits(50, 2000);
    const { warmUp, operations } = generateActivity(activityPresets.compile, visits);
    const known = new Set(visits.pages);
    const touched = [...warmUp, ...operations].flatMap((step) =>
      'page' in step ? [step.page] : [],
    );
    expect(touched.every((page) => known.has(page))).toBe(true);
    const count = (op: string) => operations.filter((step) => step.op === op).length;
    expect(count('unmap')).toBe(20);
    expect(count('protect')).toBe(2);
    expect(count('access')).toBeGreaterThanOrEqual(2000);
  });

  test('a remap is a fault at the visit that follows, in every mode', () => {
    const visits = uniformVisits(50, 1000);
    for (const id of ['shadow', 'direct', 'nested']) {
      const { counts } = countActivity(pagingMode(id), input(visits, churning(12)));
      // 10 remaps; some of the 2 protections meet a write.
      expect(counts.guestFaults).toBeGreaterThanOrEqual(9);
      expect(counts.guestFaults).toBeLessThanOrEqual(12);
    }
  });
});

describe('agile walks', () => {
  const agile = (churn: number) => {
    const visits = patternVisits({ pattern: 'uniform', bytes: 2 ** 28 });
    return mmuResults(input(visits, churning(churn)), { native: 50, nested: 200 }, [
      pagingMode('agile'),
    ])[0]!;
  };

  test('without table changes they are shadow walks', () => {
    const { translation, walks, counts } = agile(0);
    expect(translation).toBe(50);
    expect(walks).toMatchObject({ guestRefs: 0, hostRefs: 0 });
    expect(counts.nestedLeafAccesses).toBe(0);
  });

  test('where tables change, upper levels stay shadow and the rest is nested', () => {
    const { translation, walks, counts } = agile(100);
    expect(counts.nestedLeafAccesses).toBeGreaterThan(0);
    expect(walks!.guestRefs).toBeGreaterThan(0);
    // With a leaf table nested a walk reads one guest entry and at most four of the host: 3 + 1 + 4 in all.
    const { shadowRefs, guestRefs, hostRefs } = walks!;
    expect((shadowRefs + guestRefs + hostRefs) / walks!.walks).toBeLessThanOrEqual(8);
    expect(hostRefs).toBeGreaterThan(0);
    expect(translation).toBeGreaterThan(50);
    expect(translation).toBeLessThan(200);
  });
});
