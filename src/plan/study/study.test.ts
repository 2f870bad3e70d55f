import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { energyYear } from '../energy.ts';
import { forecast, monthsTo } from '../growth.ts';
import { comparePrices, MONTH_HOURS } from '../prices.ts';
import { runGroup } from '../scaling/group.ts';
import { keep, scheduled, stepScaling, targetTracking } from '../scaling/policies.ts';
import { planSettings } from '../settings.ts';
import { runStudy } from './run.ts';
import { studySchema } from './schema.ts';

const inventory: Inventory = {
  source: 'test',
  findings: [],
  hosts: Array.from({ length: 3 }, (_, i) =>
    hostOf({ name: `host${i}`, cores: 10, memoryMib: 102_400, cpuUse: 0.2 }),
  ),
  vms: Array.from({ length: 20 }, (_, i) =>
    vmOf({ name: `v${i}`, host: `host${i % 3}`, vcpus: 1, memoryMib: 5120 }),
  ),
};
const plan = { name: 'today', inventory, settings: planSettings.parse({ overhead: false }) };

it('growth of 10 % a month doubles a load in 7.27 months, and a full cluster has none left', () => {
  expect(monthsTo(2, 10)).toBeCloseTo(7.2725, 4);
  expect(monthsTo(1, 10)).toBe(0);
  expect(monthsTo(2, 0)).toBeNull();
});

it('twenty machines of 5 GiB on two surviving hosts of 100 GiB may double, sooner if growth is faster', () => {
  const [result] = forecast(plan, { what: 'machines', percentPerMonth: 2, low: 1, high: 3 });
  expect(result!.roomFactor).toBeGreaterThan(1.99);
  expect(result!.roomFactor).toBeLessThan(2.05);
  expect(result!.boundFactor).toBeGreaterThanOrEqual(result!.roomFactor);
  expect(result!.months.early!).toBeLessThan(result!.months.value!);
  expect(result!.months.value!).toBeLessThan(result!.months.late!);
});

const price = { perHour: 1, perMonth: 365, perYear: 3650 };

it('a monthly fee of half the hourly month breaks even at half the hours', () => {
  const result = comparePrices([1, 1, 0, 0], price);
  expect(result.breakEvenHoursMonthly).toBe(365);
  expect(result.breakEvenMonths).toBe(10);
  expect(result.plans[0]).toMatchObject({ plan: 'per use', perMonth: MONTH_HOURS / 2 });
});

it('the mixed plan is never dearer than the others, and is the best split of fee and use', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 48 }),
      (day) => {
        const { plans } = comparePrices(day, price);
        const mixed = plans.find((entry) => entry.plan === 'mixed')!;
        const fee = price.perYear / 12;
        const split = (byFee: number) =>
          byFee * fee +
          (day.reduce((sum, value) => sum + Math.max(0, value - byFee), 0) / day.length) *
            MONTH_HOURS;
        const best = Math.min(...Array.from({ length: 13 }, (_, count) => split(count)));
        expect(mixed.perMonth).toBeCloseTo(best, 6);
        for (const entry of plans)
          expect(mixed.perMonth).toBeLessThanOrEqual(entry.perMonth + 1e-9);
      },
    ),
  );
});

it('a year of one idle server is its idle power, and a straight line underrates a lightly loaded one', () => {
  const rules = { server: 'Dell R740 2017' as const, pue: 1, gramsPerKwh: [500], pricePerKwh: 0.5 };
  const idle = energyYear([0], [1], rules);
  expect(idle.kwh).toBeCloseTo((52.3 * 8760) / 1000, 6);
  expect(idle.kgCo2).toBeCloseTo(idle.kwh / 2, 6);
  expect(idle.cost).toBeCloseTo(idle.kwh / 2, 6);
  const light = energyYear([0.1], [1], rules);
  expect(light.kwh).toBeCloseTo((129 * 8760) / 1000, 6);
  expect(light.kwhLinear).toBeLessThan(light.kwh);
});

it('carbon weighs each hour of the load with the intensity of that hour', () => {
  const night = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0 : 1000));
  const rules = { server: 'Dell R740 2017' as const, pue: 1, gramsPerKwh: night, pricePerKwh: 0 };
  const early = energyYear(
    [0.5],
    [...Array<number>(144).fill(2), ...Array<number>(144).fill(0)],
    rules,
  );
  expect(early.kgCo2).toBeCloseTo((52.3 * 4380) / 1000, 6);
});

const settings = { least: 1, most: 50, initial: 2, bootS: 60, warmUpS: 60, stepS: 60 };
const tracking = { target: 0.5, outAfterS: 180, inAfterS: 900, scaleInAt: 0.9 };

it('target tracking grows to load over target after three minutes and machines serve after boot and warm-up', () => {
  const run = runGroup(Array<number>(60).fill(4), targetTracking(tracking), settings);
  expect(run.desired.slice(0, 4)).toEqual([2, 2, 8, 8]);
  expect(run.serving.slice(2, 6)).toEqual([2, 2, 8, 8]);
  expect(run.unserved).toBe(4 * 2 * 60);
});

it('target tracking shrinks only after fifteen minutes below nine tenths of the target', () => {
  const run = runGroup(Array<number>(30).fill(0.5), targetTracking(tracking), settings);
  expect(run.desired[13]).toBe(2);
  expect(run.desired[14]).toBe(1);
});

it('step scaling does nothing until its cooldown is over', () => {
  const policy = stepScaling({ above: 0.7, below: 0.3, by: 1, cooldownS: 300 });
  const run = runGroup(Array<number>(12).fill(40), policy, settings);
  expect(run.desired).toEqual([3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5]);
});

it('a schedule holds the last count of the day before until its first hour', () => {
  const policy = scheduled([
    { hour: 8, count: 6 },
    { hour: 20, count: 2 },
  ]);
  const run = runGroup(Array<number>(24).fill(1), policy, { ...settings, stepS: 3600 });
  expect([run.desired[0], run.desired[8], run.desired[20]]).toEqual([2, 6, 2]);
});

it('a loop that keeps N replaces dead machines after boot and warm-up', () => {
  const run = runGroup(
    Array<number>(8).fill(1),
    keep(3),
    { ...settings, initial: 3 },
    {
      failures: [0, 2],
    },
  );
  expect(run.serving).toEqual([3, 1, 1, 3, 3, 3, 3, 3]);
});

it('a group never leaves its bounds, whatever the demand', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { maxLength: 200 }),
      (demand) => {
        const run = runGroup(demand, targetTracking(tracking), settings);
        expect(run.desired.every((count) => count >= 1 && count <= 50)).toBe(true);
        expect(run.serving.every((count) => count >= 0 && count <= 50)).toBe(true);
      },
    ),
  );
});

it('a study lists which values were given and which are assumed', () => {
  const raw = { energy: { pue: 1.2 }, growth: { machines: { percentPerMonth: 2.5 } } };
  const result = runStudy(plan, studySchema.parse(raw), raw);
  const status = new Map(result.values.map((row) => [row.name, row.status]));
  expect(status.get('energy.pue')).toBe('given');
  expect(status.get('growth.machines.percentPerMonth')).toBe('given');
  expect(status.get('price.perVcpuHour')).toBe('assumed');
  expect(result.clusters[0]).toMatchObject({ cluster: 'c', unhosted: 0 });
  expect(result.clusters[0]!.power!.keepOn).toBe(2);
});

it('a study refuses unknown fields and a band that does not hold its rate', () => {
  expect(studySchema.safeParse({ enrgy: {} }).success).toBe(false);
  const growth = { machines: { percentPerMonth: 9, low: 1, high: 3 } };
  expect(studySchema.safeParse({ growth }).success).toBe(false);
});
