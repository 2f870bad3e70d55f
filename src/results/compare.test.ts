import { expect, it } from 'vitest';
import type { Row } from '../studies/column.ts';
import { compareRuns, summedUp } from './compare.ts';

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
  const cases = [...compareRuns({ steady: a }, { steady: b }).cases];
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
  expect([...result.cases]).toEqual([]);
  expect(result).toMatchObject({
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
  const cases = [...compareRuns(a, b).cases];
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
  expect(summedUp(cases, 1).verdicts).toContainEqual({
    ...{ study: 'disks', figure: 'snapshotCpu', same: 0, 'inside the noise floor': 0 },
    ...{ 'intervals overlap': 2, differs: 0, 'only in B': 1 },
  });
});

it('runs in another order, with cases of one alone and names that stand twice, are joined name by name', () => {
  const named = (technique: string, cycles: number) => row(technique, cycles, 0, 0);
  const a = [named('para', 1), named('full', 2), named('para', 3), named('nested', 4)];
  const b = [named('hardware', 5), named('para', 6), named('full', 7), named('para', 8)];
  b.push(named('para', 9));
  const { cases, onlyInA, onlyInB } = compareRuns({ steady: a }, { steady: b });
  const overhead = (cycles: number) => cycles / 1000 - 1;
  const pairs = [...cases].map((one) => [one.case, one.a, one.b]);
  expect(cases).toHaveLength(pairs.length);
  expect(pairs.filter((_, i) => i % (pairs.length / 3) === 0)).toEqual([
    ['w/h/para/4K-4K', overhead(1), overhead(6)],
    ['w/h/full/4K-4K', overhead(2), overhead(7)],
    ['w/h/para/4K-4K', overhead(3), overhead(8)],
  ]);
  expect(onlyInA).toEqual(['w/h/nested/4K-4K']);
  expect(onlyInB).toEqual(['w/h/hardware/4K-4K', 'w/h/para/4K-4K']);
});

it('the largest changes are those of all, the earlier of equal ones first; what has no measure is the largest', () => {
  const change = (i: number) => (i === 4000 ? null : ((i * 7919) % 5000) / 1000);
  const cases = Array.from({ length: 5000 }, (_, i) => ({
    ...{ study: 's', case: `c${i}`, figure: 'f', kind: 'number' as const, a: 1, b: 2 },
    ...{ change: change(i), aInterval: null, bInterval: null },
    verdict: i % 5 === 0 ? ('intervals overlap' as const) : ('differs' as const),
  }));
  const { changed, differing, counts, verdicts } = summedUp(cases, 3);
  const largest = cases
    .filter(({ change: by }) => by !== null)
    .sort((one, other) => Number(other.change) - Number(one.change));
  expect(changed.map((one) => one.case)).toEqual(['c4000', largest[0]?.case, largest[1]?.case]);
  expect(differing).toEqual(largest.filter(({ verdict }) => verdict === 'differs').slice(0, 4));
  expect(counts).toMatchObject({ same: 0, differs: 4000, 'intervals overlap': 1000 });
  expect(verdicts).toEqual([{ study: 's', figure: 'f', 'intervals overlap': 1000, differs: 4000 }]);
});
