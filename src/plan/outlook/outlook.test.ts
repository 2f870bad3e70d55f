import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory, InventoryVm } from '../../inventory/inventory.ts';
import { answerPlan } from '../answer.ts';
import { rankChanges } from '../changes.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { confidenceOf } from './confidence.ts';
import { outlookOf } from './outlook.ts';
import { sensitivities, tightestLoad } from './sensitivity.ts';
import { failureLine, leadOf, missingHosts, missingText } from './verdict.ts';

const host = (name: string) =>
  hostOf({ name, sockets: 2, cores: 16, memoryMib: 65_536, cpuUse: 0.25 });
const vm = (i: number, extra: Partial<InventoryVm> = {}): InventoryVm =>
  vmOf({ name: `v${i}`, host: `esx${1 + (i % 4)}`, vcpus: 2, memoryMib: 8192, ...extra });

/** Four hosts of 64 GiB; `machines` of 8 GiB each, so seven fit on a host beside what each costs. */
function plan(machines: number, settings = {}, extra: Partial<InventoryVm> = {}): Plan {
  const inventory: Inventory = {
    source: 'test',
    hosts: [1, 2, 3, 4].map((i) => host(`esx${i}`)),
    vms: Array.from({ length: machines }, (_, i) => vm(i, extra)),
    findings: [],
  };
  return { name: 'today', inventory, settings: planSettings.parse(settings) };
}

const lead = (some: Plan) => String(leadOf(some, answerPlan(some)));

it('the sentence says fit, failure, shortage and what runs out first', () => {
  expect(lead(plan(10))).toBe(
    'Fits: all 10 running machines have a place. Every cluster holds them also with 1 host failed. Memory runs out first, in c.',
  );
  expect(lead(plan(24))).toMatch(
    /^Fits: all 24 .* With 1 host failed, 3 of the 24 machines in c have no place: memory is 2 GiB short\. Memory/,
  );
  expect(lead(plan(40))).toMatch(/^Does not fit: 28 of 40 running machines have a place\./);
  expect(lead(plan(10, { tolerateHosts: 0 }))).toBe(
    'Fits: all 10 running machines have a place. Memory runs out first, in c.',
  );
  expect(lead(plan(0))).toContain('no running machine');
});

it('a shortage in a cluster whose hosts are not all listed is said to be doubtful', () => {
  const some = plan(24);
  some.inventory.vms[0]!.host = 'elsewhere';
  expect(missingHosts(some.inventory)).toEqual([{ cluster: 'c', hosts: 1, machines: 1 }]);
  expect(lead(some)).toContain('may not be real: 1 host of c is missing from the export');
  expect(String(missingText(missingHosts(some.inventory)[0]!))).toContain(
    '1 machine of c runs on 1 host',
  );
});

it('the line of failures is the capacity left: three hosts of four', () => {
  const [cluster] = answerPlan(plan(10)).clusters;
  expect(failureLine(cluster!, 'memory')).toBeCloseTo(0.75, 12);
  expect(failureLine(cluster!, 'cpu')).toBeCloseTo(0.75, 12);
});

it('sensitivities: load moves with each assumption as its definition says, ranked by effect', () => {
  const some = plan(10);
  const rows = sensitivities(some);
  const of = (what: string) => rows.find((row) => row.what === what)!;
  const base = tightestLoad(answerPlan(some));
  expect(of('failed hosts borne').low).toEqual({ setting: '0', load: expect.closeTo(base * 0.75) });
  expect(of('failed hosts borne').high).toEqual({ setting: '2', load: expect.closeTo(base * 1.5) });
  expect(of('memory overcommit').high.load).toBeCloseTo(base / 1.1, 9);
  expect(of('number of machines').high.load).toBeCloseTo(base * 1.1, 9);
  // The hypervisor's own memory beside a machine grows less than the machine.
  expect(of('memory of machines').high.load).toBeGreaterThan(base * 1.09);
  expect(of('vCPUs per core').high.load).toBeCloseTo(base, 9);
  const effects = rows.map(({ low, high }) => Math.abs(high.load - low.load));
  expect(effects).toEqual([...effects].sort((a, b) => b - a));
});

it('an outlook names its rate as given or ours, and is not made for huge inventories', () => {
  expect(outlookOf(plan(10))!.rate).toMatchObject({ percentPerMonth: 2, given: false });
  const rate = { percentPerMonth: 4, low: 3, high: 5 };
  expect(outlookOf(plan(10), rate)!.rate).toEqual({ ...rate, given: true });
  expect(outlookOf(plan(10))!.forecasts[0]!.cluster).toBe('c');
  expect(outlookOf(plan(5001))).toBeUndefined();
});

it('giving up the spare host is never the first advice', () => {
  const changes = rankChanges(plan(24));
  expect(changes[0]!.survives).toBe(true);
  expect(changes[0]!.patch.set?.tolerateHosts).toBeUndefined();
  expect(changes.at(-1)!.patch.set).toEqual({ tolerateHosts: 0 });
});

const day = (level: number) => Array<number>(288).fill(level);

it('one day: the percentiles of its shape, and no interval', () => {
  const shape = day(0.5).fill(2, 0, 96);
  const { clusters, days } = confidenceOf(plan(10), { name: 'x', shape });
  // 4 x 32 GHz x 0.25 used, three hosts of 32 GHz left; a third of the day at twice the mean.
  const share = Object.fromEntries(clusters[0]!.levels.map((level) => [level.choice, level.share]));
  expect(days).toBe(0);
  expect(share.mean).toBeCloseTo(1 / 3, 12);
  expect(share.p95).toBeCloseTo(2 / 3, 12);
  expect(share.peak).toBeCloseTo(2 / 3, 12);
  expect(clusters[0]!.levels.every(({ low }) => low === undefined)).toBe(true);
});

it('several days: the interval holds the value, narrows for equal days and is the same each time', () => {
  const days = [day(0.5), day(1), day(1.5), day(1)];
  const load = { name: 'x', shape: day(1), days };
  const sure = confidenceOf(plan(10), load);
  const [mean, , , peak] = sure.clusters[0]!.levels;
  expect(mean!.low!).toBeLessThan(mean!.share);
  expect(mean!.high!).toBeGreaterThan(mean!.share);
  expect(peak!.share).toBeCloseTo(0.5, 12);
  expect(peak!.high).toBeCloseTo(0.5, 12);
  expect(confidenceOf(plan(10), load)).toEqual(sure);
  const equal = confidenceOf(plan(10), { ...load, days: [day(1), day(1), day(1)] });
  for (const { low, high, share } of equal.clusters[0]!.levels) {
    expect(low).toBeCloseTo(share, 12);
    expect(high).toBeCloseTo(share, 12);
  }
});

it('where hosts do not tell their use, the demand of machines is the level; without both none is invented', () => {
  const silent = (some: Plan): Plan => ({
    ...some,
    inventory: {
      ...some.inventory,
      hosts: some.inventory.hosts.map((entry) => ({ ...entry, cpuUse: undefined })),
    },
  });
  const demanded = confidenceOf(silent(plan(10, {}, { cpuDemandMhz: 960 })), {
    name: 'x',
    shape: day(1),
  });
  expect(demanded.clusters[0]).toMatchObject({ level: 'machine demand' });
  expect(demanded.clusters[0]!.levels[0]!.share).toBeCloseTo(0.1, 12);
  const nothing = confidenceOf(silent(plan(10)), { name: 'x', shape: day(1) });
  expect(nothing).toMatchObject({ clusters: [], unknown: ['c'] });
});
