import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { flatDay } from '../study/run.ts';
import { predictContention } from './predict.ts';

const host = (name: string, over: Partial<InventoryHost> = {}): InventoryHost =>
  hostOf({
    name,
    cores: 8,
    mhzPerCore: 2500,
    memoryMib: 65_536,
    cpuUse: 0.5,
    memoryUse: 0.6,
    ...over,
  });
const vm = (name: string, on: string, over: Partial<InventoryVm> = {}): InventoryVm =>
  vmOf({ name, host: on, vcpus: 2, memoryMib: 4096, ...over });
const plan = (hosts: InventoryHost[], vms: InventoryVm[], settings: object = {}): Plan => ({
  name: 'test',
  inventory: { source: 'test', hosts, vms, findings: [] },
  settings: planSettings.parse(settings),
});
const many = (count: number, on: string, over: Partial<InventoryVm> = {}) =>
  Array.from({ length: count }, (_, i) => vm(`${on}-${i}`, on, over));

it('a host of 6 GB at 150 % gives three machines 3 GB each', () => {
  const machines = many(3, 'a', { memoryMib: 6144 });
  const { clusters } = predictContention(
    plan([host('a', { memoryMib: 6144 })], machines, { memoryRatio: 1.5 }),
    flatDay,
  );
  expect(clusters[0]!.memory[0]!.promisedMb).toEqual([3072, 3072, 3072]);
});

it('memory is taken back by harder mechanisms the more of it is configured and touched', () => {
  const reclaimed = (count: number) => {
    const { clusters } = predictContention(plan([host('a')], many(count, 'a')), flatDay);
    return clusters[0]!.memory[0]!.reclaim.find((row) => row.situation === 'all touched')!;
  };
  expect(reclaimed(8)).toMatchObject({ state: 'high', missingMb: 0, slowest: 1 });
  const tight = reclaimed(20);
  expect(tight.freed.balloon).toBeGreaterThan(0);
  const over = reclaimed(100);
  expect(over.freed.swap).toBeGreaterThan(tight.freed.swap);
  expect(over.slowest).toBeLessThan(tight.slowest);
});

it('ready time rises with vCPUs per core and with the load of the day', () => {
  const busy = [host('a', { cpuUse: 0.8 })];
  const of = (shape: readonly number[], cpuRatio = 4) =>
    predictContention(plan(busy, many(16, 'a'), { cpuRatio }), { name: 'day', shape }).clusters[0]!
      .ready!;
  const flat = of([1]);
  expect(flat.vcpuUse.value).toBeCloseTo((0.8 * 8) / 32, 12);
  expect(flat.now).toEqual(flat.planned);
  expect(of([1], 5).planned.p95.percent).toBeGreaterThan(flat.planned.p95.percent);
  const peaked = of([0.5, 0.5, 0.5, 1.2]);
  expect(peaked.now.p95.percent).toBeGreaterThan(flat.now.p95.percent);
  expect(peaked.now.p50.percent).toBeLessThan(flat.now.p50.percent);
  const p95 = flat.sweep.map((row) => row.p95.percent);
  expect(p95).toEqual([...p95].sort((a, b) => a - b));
  expect(flat.sweep.at(-1)!.verdict).toBe('contention');
});

it('without use in the export the use of a vCPU is assumed and marked so', () => {
  const { clusters } = predictContention(
    plan([host('a', { cpuUse: undefined, memoryUse: undefined })], many(4, 'a')),
    flatDay,
  );
  expect(clusters[0]!.ready!.vcpuUse).toMatchObject({ unverified: true });
  expect(clusters[0]!.memory[0]!.reclaim.map((row) => row.situation)).not.toContain('as used now');
});

it('reservations that do not fit are said to be refused, and nothing is divided', () => {
  const greedy = many(3, 'a', { memoryMib: 40_000, memoryReservationMib: 40_000 });
  const { clusters } = predictContention(plan([host('a')], greedy), flatDay);
  expect(clusters[0]!.memory[0]).toMatchObject({ refused: true, promisedMb: [] });
});
