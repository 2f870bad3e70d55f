import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rulesOf } from '../../formats/inventory/rvtools-storage.ts';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { checkLimits } from '../check-limits.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { answerStorage } from './answer.ts';
import { storageSchema } from './schema.ts';

const GIB = 1024;
const vm = (name: string, provisioned: number, used: number, more = {}): InventoryVm =>
  vmOf({
    name,
    host: 'h',
    vcpus: 2,
    memoryMib: 4096,
    provisionedMib: provisioned * GIB,
    inUseMib: used * GIB,
    ...more,
  });
const planOf = (vms: InventoryVm[], more: Partial<Plan> = {}, datastores = {}): Plan => ({
  name: 'today',
  inventory: {
    source: 'test',
    findings: [],
    hosts: [hostOf({ name: 'h', sockets: 2, cores: 16, memoryMib: 65_536 })],
    vms,
    ...datastores,
  },
  settings: planSettings.parse({}),
  ...more,
});

it('without datastores a cluster shows what is promised and taken, and nothing is said of its end', () => {
  const [row] = answerStorage(planOf([vm('a', 100, 30), vm('b', 100, 20)]));
  expect(row).toMatchObject({
    pool: 'c',
    basis: 'cluster',
    provisionedGib: 200,
    inUseGib: 50,
    thinRatio: 0.25,
    overcommit: undefined,
    monthsToFull: undefined,
  });
});

it('a pool twice overcommitted that grows by a tenth a month is full before it could be at a twentieth', () => {
  const storage = storageSchema.parse({
    datastores: [{ name: 'ds', capacityGiB: 100 }],
    growthPercentPerMonth: 10,
    growthLow: 5,
    growthHigh: 20,
  });
  const [row] = answerStorage(planOf([vm('a', 100, 40), vm('b', 100, 40)], { storage }));
  expect(row!.overcommit).toBe(2);
  const { monthsToFull, monthsEarly, monthsLate } = row!;
  // At first 8 GiB a month, slower as the disks fill: more than 20 / 8 months.
  expect(monthsToFull).toBeGreaterThan(2.5);
  expect(monthsToFull).toBeLessThan(4);
  expect(monthsEarly!).toBeLessThan(monthsToFull!);
  expect(monthsLate!).toBeGreaterThan(monthsToFull!);
});

it('a pool that holds every disk at its full size is never full', () => {
  const storage = storageSchema.parse({ datastores: [{ name: 'ds', capacityGiB: 201 }] });
  const [row] = answerStorage(planOf([vm('a', 100, 40), vm('b', 100, 40)], { storage }));
  expect(row!.monthsToFull).toBeNull();
});

it('ten linked clones keep one base and a delta each', () => {
  const machines = Array.from({ length: 10 }, (_, i) => vm(`desk-${i}`, 50, 20));
  const storage = storageSchema.parse({
    datastores: [{ name: 'ds', capacityGiB: 300 }],
    linkedClones: [{ name: 'desktops', vms: ['desk-*'], deltaShare: 0.25 }],
  });
  const [row] = answerStorage(planOf([...machines, vm('other', 10, 5)], { storage }));
  expect(row!.inUseGib).toBe(205);
  // Base 15 GiB once, ten deltas of 5 GiB, the other machine as it is.
  expect(row!.clonesInUseGib).toBe(15 + 50 + 5);
  expect(row!.clonesMonthsToFull!).toBeGreaterThan(row!.monthsToFull!);
});

it('a disk lies on the datastore its path names, thick disks take all they promise', () => {
  const disks = [
    { capacityMib: 40 * GIB, datastore: 'fast', thin: true },
    { capacityMib: 60 * GIB, datastore: 'slow', thin: false },
  ];
  const store = (name: string, inUse: number) => ({
    name,
    capacityMib: 500 * GIB,
    provisionedMib: 100 * GIB,
    inUseMib: inUse * GIB,
  });
  const rows = answerStorage(
    planOf(
      [vm('a', 100, 50, { disks })],
      {},
      {
        datastores: [store('fast', 20), store('slow', 70), store('empty', 0)],
      },
    ),
  );
  expect(rows.map(({ pool, machines, inUseGib }) => ({ pool, machines, inUseGib }))).toEqual([
    { pool: 'fast', machines: 1, inUseGib: 20 },
    { pool: 'slow', machines: 1, inUseGib: 70 },
    { pool: 'empty', machines: 0, inUseGib: 0 },
  ]);
});

it('whatever the machines, clones never take more than full machines and deltas alone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1 })), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (sizes, deltaShare) => {
        const storage = storageSchema.parse({
          linkedClones: [{ name: 'all', vms: ['v*'], deltaShare }],
        });
        const machines = sizes.map(([size, used], i) => vm(`v${i}`, size, size * (used || 0)));
        for (const row of answerStorage(planOf(machines, { storage }))) {
          expect(row.clonesInUseGib!).toBeLessThanOrEqual(row.inUseGib + 1e-6);
          expect(row.inUseGib).toBeLessThanOrEqual(row.provisionedGib + 1e-6);
        }
      },
    ),
  );
});

it('rules of vCenter are taken where their text says what they are', () => {
  expect(rulesOf('VM anti-affinity', 'web apart')).toEqual([{ rule: 'apart', name: 'web apart' }]);
  expect(rulesOf('VM affinity', 'pair')).toEqual([{ rule: 'together', name: 'pair' }]);
  expect(rulesOf('VM host affinity', 'licence')).toEqual([]);
  expect(rulesOf('', '')).toEqual([]);
});

it('a machine or host beyond what the platform supports is named with limit and source', () => {
  const wide = { vcpus: 300, memoryMib: 7000 * GIB };
  const plan = (platform: string) =>
    planOf([vm('wide', 1, 1, wide), vm('b', 1, 1)], {
      settings: planSettings.parse({ platform }),
    });
  const found = checkLimits(plan('esxi-6.7'));
  expect(found.map(({ what, limit, examples }) => [what, limit, examples])).toEqual([
    ['vCPUs of a machine', 256, ['wide (300)']],
    ['memory of a machine, GiB', 6128, ['wide (7000)']],
    // A machine has at most as many vCPUs as its host has threads.
    ['vCPUs of a machine per core of its host', 2, ['wide (19)']],
  ]);
  expect(found[0]!.source).toContain('docs.vmware.com');
  expect(checkLimits(plan('kvm'))).toEqual([]);
  expect(checkLimits(plan('rhel-6')).map(({ what }) => what)).toContain('vCPUs per core of a host');
  expect(checkLimits(planOf([vm('wide', 1, 1, wide)]))).toEqual([]);
});
