import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { LoadSeries } from '../optimize/series.ts';
import { planSettings } from '../settings.ts';
import { DAY_MS, fittedGrowth, historyAnswer, MONTH_DAYS } from './history.ts';
import { loadTrend } from './load-trend.ts';
import { historySentence } from './sentence.ts';
import { snapshotOf } from './totals.ts';

/** Two hosts of 10 cores of 1 GHz and 100 GiB; machines of 1 vCPU and 4 GiB. */
function inventory(machines: number, source = 'now', gib = 4): Inventory {
  return {
    source,
    findings: [],
    hosts: [0, 1].map((i) =>
      hostOf({ name: `h${i}`, cores: 10, mhzPerCore: 1000, memoryMib: 102_400, cpuUse: 0.2 }),
    ),
    vms: Array.from({ length: machines }, (_, i) =>
      vmOf({ name: `v${i}`, host: 'h0', vcpus: 1, memoryMib: gib * 1024 }),
    ),
  };
}

const plan = (machines: number) => ({
  name: 'x',
  inventory: inventory(machines),
  settings: planSettings.parse({ overhead: false, tolerateHosts: 1 }),
});
const day = (days: number) => Date.UTC(2026, 6, 1) + days * DAY_MS;
const snapshot = (machines: number, days: number, gib = 4) =>
  snapshotOf(inventory(machines, `inventory of ${days}`, gib), day(days));

it('machines grow by one in ten days: 15 of 25 places now, memory is out in 100 days', () => {
  const answer = historyAnswer(
    plan(15),
    [snapshot(12, -30), snapshot(13, -20), snapshot(14, -10)],
    snapshot(15, 0),
  );
  const memory = answer.rows.find(({ resource }) => resource === 'memory')!;
  // One host of 100 GiB is left when one fails.
  expect(memory).toMatchObject({ now: 60, limit: 100, perMonth: expect.closeTo(0.4 * MONTH_DAYS) });
  expect(memory.reached!.value).toBeCloseTo(100, 6);
  expect(answer.rows.find(({ resource }) => resource === 'vCPUs')!.limit).toBe(40);
  expect(String(historySentence(answer))).toBe(
    'Memory in c runs out first, in 3.29 months, 2026-10-09 (90 % interval: 2026-10-09 to 2026-10-09), at the growth of the 4 inventories.',
  );
  expect(fittedGrowth(answer)!.percentPerMonth).toBeCloseTo((100 * MONTH_DAYS) / 10 / 15, 1);
});

it('two dates tell a date and say that there is no interval', () => {
  const answer = historyAnswer(plan(15), [snapshot(12, -30)], snapshot(15, 0));
  expect(String(historySentence(answer))).toMatch(
    /^Memory in c runs out first, in 3\.29 months, 2026-10-09 \(two dates: no interval can be told\)/,
  );
  expect(fittedGrowth(answer)).toBeUndefined();
  expect(answer.rows.every(({ low }) => low === undefined)).toBe(true);
});

it('what is out already is said, and nothing that shrinks runs out', () => {
  const out = historyAnswer(plan(30), [snapshot(20, -30)], snapshot(30, 0));
  expect(String(historySentence(out))).toMatch(
    /^Memory in c is out already: 120 GiB of 100, failures borne\. Next: vCPUs in c in/,
  );
  const less = historyAnswer(plan(10), [snapshot(12, -20), snapshot(11, -10)], snapshot(10, 0));
  expect(String(historySentence(less))).toBe(
    'Nothing runs out within 120 months at the growth of the 3 inventories.',
  );
});

it('dates that are equal, later than the base, or missing, and units that differ, are refused', () => {
  expect(() => historyAnswer(plan(1), [snapshot(1, 0)], snapshot(1, 0))).toThrow(
    'expected a date of its own, found 2026-07-01, that of inventory of 0',
  );
  expect(() => historyAnswer(plan(1), [snapshot(1, 5)], snapshot(1, 0))).toThrow(
    'expected a date before 2026-07-01',
  );
  expect(() => historyAnswer(plan(1), [], snapshot(1, 0))).toThrow('earlier date');
  expect(() => historyAnswer(plan(5), [snapshot(5, -9, 4096)], snapshot(5, 0))).toThrow(
    /units differ/,
  );
});

/** One machine, hourly, `value` per cent of its vCPUs on each day. */
function load(values: readonly number[], start = 1_700_006_400): LoadSeries {
  const times = Float64Array.from({ length: values.length * 24 }, (_, i) => start + i * 3600);
  const cpu = Float32Array.from(times, (_, i) => values[Math.floor(i / 24)]!);
  return {
    ...{ source: 'load', format: 'test', firstS: start, lastS: times.at(-1)! },
    machines: [
      {
        ...{ name: 'v0', times, cpu, cpuUnit: 'percent', memoryUnit: 'mib' },
        memory: new Float32Array(times.length).fill(Number.NaN),
      },
    ],
  };
}

it('load over weeks: daily means on the level the hosts state, until the clock of the host left', () => {
  const values = Array.from({ length: 21 }, (_, i) => 40 + i);
  const answer = loadTrend(plan(15), load(values));
  const [row] = answer.rows;
  // Mean 50 % is 20 % of 20 GHz: 4 GHz; a per cent more a day is 0.08 GHz, 4.8 GHz now, 10 GHz when one host is left.
  expect(row!.now).toBeCloseTo(4.8, 5);
  expect(row!.perMonth).toBeCloseTo(0.08 * MONTH_DAYS, 5);
  expect(row!.reached!.value).toBeCloseTo(65, 3);
  expect(answer.dateMs).toBeDefined();
  expect(loadTrend(plan(15), load(values, 0)).dateMs).toBeUndefined();
  expect(() => loadTrend(plan(15), load([10]))).toThrow('two whole days');
  const untold = plan(15);
  for (const host of untold.inventory.hosts) host.cpuUse = undefined;
  expect(() => loadTrend(untold, load(values))).toThrow('expected the use of hosts or machines');
});
