import { describe, expect, it } from 'vitest';
import { suites } from './index.ts';
import { validateSuite } from './repeatability.ts';
import { type Case, type Repeatability, type Suite, summarize } from './suite.ts';

const stated: Repeatability = { system: 'a system', known: 'measured', note: 'two runs.' };

const oneCase = (bound: number | null, repeatability?: number | null): Case => ({
  id: 'record',
  metric: 'time',
  unit: 's',
  expected: 1,
  predicted: 1,
  error: 0,
  bound,
  pass: true,
  ...(repeatability === undefined ? {} : { repeatability }),
});

const suiteOf = (cases: Case[]): Suite => ({
  id: 'made-up',
  title: 'cases given',
  repeatability: stated,
  predict: async () => [],
  validate: async () => ({ cases, summary: summarize(cases) }),
});

/** Suites that compare with recordings made more than once; the others take longer and have no such figure. */
const recorded = ['qemu-migration', 'containers'] as const;
const validated = process.env.VIRTCOST_FULL ? Object.keys(suites) : recorded;

describe('the repeatability of the real system', () => {
  it('is stated by every suite: exact, measured or not known, and why', async () => {
    for (const [id, load] of Object.entries(suites)) {
      const { repeatability } = await load();
      expect(['exact', 'measured', 'not known'], id).toContain(repeatability.known);
      expect(repeatability.system.length, id).toBeGreaterThan(5);
      expect(repeatability.note, id).toMatch(/\w.*\.$/);
    }
  });

  it.each(validated)('is never above a bound of %s', async (id) => {
    const suite = await suites[id]?.();
    const { cases, summary } = await validateSuite(suite as Suite, {});
    expect(summary.repeatability?.note.length).toBeGreaterThan(0);
    for (const { bound, repeatability } of cases) {
      if (bound !== null) expect(bound * (1 + 1e-9)).toBeGreaterThanOrEqual(repeatability ?? 0);
    }
    const known = cases.filter((entry) => typeof entry.repeatability === 'number');
    if ((recorded as readonly string[]).includes(id)) {
      expect(known.length).toBeGreaterThan(40);
      expect(summary.repeatability?.scatter.length).toBeGreaterThan(3);
    }
  });

  it('that a bound is tighter than is a fault of the suite', async () => {
    await expect(validateSuite(suiteOf([oneCase(0.1, 0.2)]), {})).rejects.toThrow('tighter');
    await expect(validateSuite(suiteOf([oneCase(0.2, 0.1)]), {})).resolves.toBeDefined();
    await expect(validateSuite(suiteOf([oneCase(null, 3)]), {})).resolves.toBeDefined();
  });

  it('is summed up over records recorded more than once, figures over records left out', async () => {
    const cases = [
      oneCase(1, 0.1),
      oneCase(1, 0.3),
      oneCase(1, null),
      oneCase(1),
      { ...oneCase(1, 0.9), aggregate: true },
    ];
    const { summary } = await validateSuite(suiteOf(cases), {});
    expect(summary.repeatability?.scatter).toEqual([
      { metric: 'time', records: 2, median: 0.2, p90: 0.28, worst: 0.3 },
    ]);
  });
});
