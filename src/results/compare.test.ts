import { expect, it } from 'vitest';
import type { Row } from '../studies/column.ts';
import { compareRuns, comparisonSummary } from './compare.ts';

const row = (technique: string, cycles: number, low: number, high: number): Row => ({
  workload: 'w',
  host: 'h',
  technique,
  guest_page: '4K',
  host_page: '4K',
  tlb: '',
  cycles,
  overhead_ratio: cycles / 1000 - 1,
  overhead_low: low,
  overhead_high: high,
});

it('a change below the noise floor or inside the intervals is not called a difference', () => {
  const a = [
    row('para', 1100, 0.05, 0.2),
    row('full', 2000, 0.9, 1.1),
    row('hardware', 1010, 0.01, 0.01),
  ];
  const b = [
    row('para', 1150, 0.1, 0.3),
    row('full', 3000, 1.9, 2.1),
    row('hardware', 1012, 0.012, 0.012),
  ];
  const { cases } = compareRuns({ steady: a }, { steady: b });
  expect(cases.map((entry) => entry.verdict)).toEqual([
    'intervals overlap',
    'differs',
    'inside the noise floor',
  ]);
});

it('cases of one run alone are listed, not dropped', () => {
  const result = compareRuns(
    { steady: [row('para', 1, 0, 0)] },
    { steady: [row('full', 1, 0, 0)] },
  );
  expect(result).toMatchObject({
    cases: [],
    onlyInA: ['w/h/para/4K-4K'],
    onlyInB: ['w/h/full/4K-4K'],
  });
});

it('every study is compared, figure by figure; what exists in one run alone is said', () => {
  const disk = (technique: string, latency: number, cpus: number | null): Row => ({
    ...{ vm: 'v', host: 'h', technique, settings: '', space_bytes: 1000, latency_us: latency },
    ...{
      cpus,
      cpus_low: cpus === null ? null : cpus / 2,
      cpus_high: cpus === null ? null : cpus * 2,
    },
  });
  const a = { disks: [disk('para', 100, 0.1), disk('full', 100, 0.1), disk('hardware', 50, null)] };
  const b = {
    disks: [disk('para', 200, 0.15), disk('full', 100.5, 0.4), disk('hardware', 50, 0.2)],
  };
  const { cases } = compareRuns(a, b);
  const found = Object.fromEntries(
    cases.map(({ case: name, figure, verdict }) => [`${name} ${figure}`, verdict]),
  );
  expect(found).toEqual({
    'disks/v/h/para diskLatency': 'differs',
    'disks/v/h/para diskSpace': 'same',
    'disks/v/h/para snapshotCpu': 'intervals overlap',
    'disks/v/h/full diskLatency': 'inside the noise floor',
    'disks/v/h/full diskSpace': 'same',
    'disks/v/h/full snapshotCpu': 'intervals overlap',
    'disks/v/h/hardware diskLatency': 'same',
    'disks/v/h/hardware diskSpace': 'same',
    'disks/v/h/hardware snapshotCpu': 'only in B',
  });
  expect(cases[0]).toMatchObject({ change: 1, kind: 'seconds' });
  expect(cases[0]!.b).toBeCloseTo(2e-4, 12);
  expect(comparisonSummary(cases)).toContainEqual({
    ...{ study: 'disks', figure: 'snapshotCpu', same: 0, 'inside the noise floor': 0 },
    ...{ 'intervals overlap': 2, differs: 0, 'only in B': 1 },
  });
});
