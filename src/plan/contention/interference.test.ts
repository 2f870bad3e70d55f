import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { predictReady } from '../../model/scheduling/predicted-ready.ts';
import { applyWhatIf } from '../apply-what-if.ts';
import { planSettings } from '../settings.ts';
import { whatIfSchema } from '../what-if.ts';
import { interference } from './interference.ts';
import { interferenceSentence } from './interference-sentence.ts';

/** Hosts of 4 cores; machines of 2 vCPUs on the host given. */
function plan(uses: readonly (number | undefined)[], on: readonly number[]) {
  const inventory: Inventory = {
    source: 'test',
    findings: [],
    hosts: uses.map((cpuUse, i) =>
      hostOf({ name: `h${i}`, cores: 4, mhzPerCore: 1000, memoryMib: 65_536, cpuUse }),
    ),
    vms: on.map((host, i) => vmOf({ name: `v${i}`, host: `h${host}`, vcpus: 2, memoryMib: 1024 })),
  };
  return { name: 'today', inventory, settings: planSettings.parse({}) };
}

const flat = { name: 'flat', shape: [1] };

it('is the ready time of the queue on each host, and nothing for a machine alone', () => {
  const [today] = interference([plan([0.8, 0.4], [0, 0, 0, 0, 1])], flat).plans;
  const expected = predictReady({ cores: 4, vcpus: 8, vcpusPerMachine: 2, use: 0.8 });
  const of = (name: string) => today!.machines.find(({ machine }) => machine === name)!;
  expect(of('v0').p95).toEqual(expected);
  expect(of('v4').p95.percent).toBe(0);
  expect(today!.clusters[0]).toMatchObject({ machines: 5, most: expected.percent });
  expect(today!.clusters[0]!.counts.reduce((sum, count) => sum + count, 0)).toBe(5);
});

it('the busiest hours decide the 95th percentile, the middle ones the median', () => {
  const shape = [...Array<number>(90).fill(0.5), ...Array<number>(10).fill(1)];
  const [today] = interference([plan([0.9], [0, 0, 0])], { name: 'day', shape }).plans;
  const at = (use: number) => predictReady({ cores: 4, vcpus: 6, vcpusPerMachine: 2, use }).percent;
  expect(today!.machines[0]!.p50).toBeCloseTo(at(0.45), 9);
  expect(today!.machines[0]!.p95.percent).toBeCloseTo(at(0.9), 9);
});

it('a host fewer loses no demand: its machines press on those that are left', () => {
  const base = plan([0.3, 0.3], [0, 0, 0, 1, 1, 1]);
  const fewer = applyWhatIf(base, whatIfSchema.parse({ name: 'one', remove: { hosts: ['h1'] } }));
  const more = applyWhatIf(
    base,
    whatIfSchema.parse({
      name: 'three',
      add: { hosts: [{ cluster: 'c', cores: 4, mhzPerCore: 1000, memoryGiB: 64 }] },
      scale: { vms: 1.5 },
    }),
  );
  const { plans } = interference([base, fewer, more], flat);
  const most = plans.map(({ machines }) => machines[0]!.p95.percent);
  expect(most[1]).toBeCloseTo(
    predictReady({ cores: 4, vcpus: 12, vcpusPerMachine: 2, use: 0.6 }).percent,
    9,
  );
  expect(most[1]).toBeGreaterThan(10 * most[0]!);
  const text = String(interferenceSentence({ load: 'flat', assumed: false, plans }));
  expect(text).toMatch(/ With one: \d of 6, most [\d.]+ %\. With three: /);
  expect(text).toMatch(/Memory bandwidth and the last-level cache are not modelled\.$/);
});

it('says what it assumes where nothing tells the use', () => {
  const found = interference([plan([undefined], [0, 0])], flat);
  expect(found.assumed).toBe(true);
  expect(found.plans[0]!.machines[0]!.p95.percent).toBeGreaterThanOrEqual(0);
});
