import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { estateOf, withSpare } from './evaluate.ts';
import { grownMachines, growthStep } from './room.ts';
import { designSchema } from './schema.ts';
import { searchDesign } from './search.ts';
import { designSentence } from './sentence.ts';

const FULL = process.env.VIRTCOST_FULL !== undefined;

const vm = (i: number, more: Partial<InventoryVm> = {}): InventoryVm =>
  vmOf({ name: `vm${i}`, vcpus: 4, memoryMib: 15 * 1024, ...more });
const plan = (vms: InventoryVm[]): Plan => ({
  name: 'today',
  inventory: { source: 'x', hosts: [], vms, findings: [] },
  settings: planSettings.parse({}),
});
const fleet = (count: number, more: Partial<InventoryVm> = {}) =>
  plan(Array.from({ length: count }, (_, i) => vm(i, more)));
const small = { name: 'small', cores: 16, mhzPerCore: 2500, memoryGiB: 64, price: 1000 };
const large = { name: 'large', cores: 32, mhzPerCore: 2500, memoryGiB: 128, price: 1900 };
const question = (more: object = {}) =>
  designSchema.parse({
    currency: 'EUR',
    hosts: [small],
    growthPercentPerMonth: 0,
    peakOverMean: 1,
    ...more,
  });
const find = (machines: Plan, more: object = {}) => searchDesign(machines, question(more));

describe('the cheapest design', () => {
  // 15 GiB and its overhead: four machines fit 64 GiB, and sixteen vCPU are far below 4 x 16.
  it('ten machines on hosts of four, one for a failure: 3 + 1 hosts of 1,000', () => {
    const answer = find(fleet(10));
    expect(answer.best).toMatchObject({ hosts: 4, boundHosts: 4, cost: 4000, boundCost: 4000 });
    expect(answer.lowerBound).toBe(4000);
    expect(String(designSentence(answer))).toBe(
      'The cheapest design that passes: 4 hosts "small" (16 cores, 64 GiB), 4 vCPUs per core, 4,000 EUR over 5 years. No design of these choices costs less. The goal that costs most is "fits with 1 host failed": without it 1,000 EUR less.',
    );
  });

  it('larger hosts are cheaper each, but a spare of them is dearer: few machines take small ones', () => {
    const hosts = [small, large];
    // 8 machines: 2 + 1 small are 3,000, 1 + 1 large 3,800; 24: 6 + 1 are 7,000, 3 + 1 are 7,600; 80: 21,000, 20,900.
    const names = [8, 24, 80].map((n) => find(fleet(n), { hosts }).best);
    expect(names.map((best) => [best?.choice.host.name, best?.cost])).toEqual([
      ['small', 3000],
      ['small', 7000],
      ['large', 20_900],
    ]);
  });

  it('support, power and licences decide with the price, over the years', () => {
    const answer = find(fleet(4), {
      years: 2,
      goals: { failures: 0 },
      hosts: [{ ...small, supportPerYear: 100 }],
      power: { curve: Array(11).fill(100), use: 0.5, pue: 1, pricePerKwh: 1 },
      licences: [{ product: 'vmware-vcf', price: 10, per: 'year' }],
    });
    // One host: 1,000, 200, 0.1 kW x 8,760 h x 2, two CPUs of 8 cores counted as 16: 32 x 10 x 2.
    expect(answer.best?.parts).toEqual({
      hosts: 1000,
      support: 200,
      power: expect.closeTo(1752, 6),
      licences: 640,
    });
  });

  it('overcommit and sharing are taken where they are offered', () => {
    const tight = { goals: { failures: 0 } };
    expect(find(fleet(16), tight).best?.hosts).toBe(4);
    expect(find(fleet(16), { ...tight, choices: { memoryRatio: [1, 2] } }).best?.hosts).toBe(2);
    expect(find(fleet(16), { ...tight, choices: { sharing: [0, 0.5] } }).best?.hosts).toBe(2);
  });

  it('a zone lost: of 3 zones a third more, of 2 twice', () => {
    const goals = { failures: 0, surviveZone: true };
    const zones = (list: number[]) =>
      find(fleet(16), { goals, choices: { zones: list } }).best?.hosts;
    expect(zones([2])).toBe(8);
    expect(zones([3])).toBe(6);
    expect(zones([1, 2, 3, 4])).toBe(6);
    // 4 needed and 5 of 6 left, 2 of them in the zone.
    expect(withSpare(4, 3, { failures: 0, surviveZone: true, monthsOfRoom: 0 })).toBe(6);
  });

  it('failures counted by per cent need sums alone: never more hosts than places for all', () => {
    const uneven = plan([...Array(5)].map((_, i) => vm(i, { memoryMib: 40 * 1024 })));
    const by = (admission: string) =>
      find(uneven, { choices: { admission: [admission] } }).best?.hosts;
    expect(by('places')).toBe(6);
    expect(by('percentage')).toBe(5);
  });

  it('room for growth is bought at once: 16 machines at 10 % a month for 4 months are 24', () => {
    const grown = { growthPercentPerMonth: 10, goals: { failures: 0, monthsOfRoom: 4 } };
    expect(find(fleet(16), grown).best?.hosts).toBe(6);
  });

  it('the load is that of the machines where they tell it, else of their hosts, else assumed', () => {
    const use = (demand: number | undefined, hostUse: number | undefined) => {
      const some = fleet(2, { cpuDemandMhz: demand });
      some.inventory.hosts = [hostOf({ name: 'h', cores: 10, memoryMib: 1, cpuUse: hostUse })];
      return estateOf(some);
    };
    expect(use(300, 0.5)).toMatchObject({ busyMhz: 600, busyKnown: true });
    expect(use(undefined, 0.5)).toMatchObject({ busyMhz: 10_000, busyKnown: true });
    expect(use(undefined, undefined)).toMatchObject({ busyMhz: 1600, busyKnown: false });
  });

  it('ready time asks for more cores than the ratio does', () => {
    const busy = { ...fleet(60, { memoryMib: 512 }) };
    busy.inventory.hosts = [
      hostOf({
        name: 'h',
        sockets: 2,
        cores: 64,
        mhzPerCore: 2500,
        memoryMib: 2 ** 20,
        cpuUse: 0.9,
      }),
    ];
    const ratio = { choices: { cpuRatio: [8] } };
    const loose = find(busy, { ...ratio, goals: { failures: 0 } }).best;
    const strict = find(busy, { ...ratio, goals: { failures: 0, readyPercent: 1 } }).best;
    expect(loose?.hosts).toBe(2);
    expect(strict?.hosts).toBeGreaterThan(3);
    expect(strict?.readyPercent).toBeLessThanOrEqual(1);
  });
});

describe('no design', () => {
  it('names the goals that conflict, and what leaving one out would cost', () => {
    const answer = find(fleet(10), { goals: { failures: 2, monthsOfRoom: 0, budget: 3500 } });
    expect(answer.best).toBeUndefined();
    expect(answer.conflict.map(({ id }) => id)).toEqual(['failures', 'budget']);
    expect(String(designSentence(answer))).toBe(
      'No design passes: "fits with 2 hosts failed" and "at most 3500" cannot hold together with these choices. Without "fits with 2 hosts failed" the cheapest costs 3,000 EUR.',
    );
  });

  it('one goal no choice can hold', () => {
    const answer = find(fleet(10), { goals: { pauseMs: 0.001 } });
    expect(answer.conflict.map(({ id }) => id)).toEqual(['pauseMs']);
    expect(String(designSentence(answer))).toMatch(
      /holds for none of the choices\. Without "pause at most 0\.001 ms"/,
    );
  });

  it('a machine larger than every host', () => {
    const answer = find(fleet(1, { memoryMib: 100 * 1024 }));
    expect(String(designSentence(answer))).toMatch(
      /1 machine is larger than every host of the catalogue \(vm0\)/,
    );
  });

  it('a technique that cannot migrate has no pause that holds', () => {
    const answer = find(fleet(4), {
      choices: { techniques: ['hardware-sriov'] },
      goals: { pauseMs: 1e6 },
    });
    expect(answer.conflict.map(({ id }) => id)).toEqual(['pauseMs']);
  });
});

describe('questions that cannot be asked', () => {
  it.each([
    [{ goals: { surviveZone: true } }, /at least 2 zones/],
    [{ goals: { cpuRatioMost: 2 } }, /smallest cpuRatio to choose from, 4/],
    [{ goals: { failures: 5 }, mostHosts: 5 }, /fewer failures than mostHosts/],
    [{ hosts: [small, small] }, /no entry before has/],
    [{ currency: undefined }, /a currency such as EUR/],
    [{ hosts: [] }, /./],
  ])('%o', (more, message) => {
    const parsed = designSchema.safeParse({ currency: 'EUR', hosts: [small], ...more });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues.map(({ message: text }) => text).join()).toMatch(message);
  });
});

describe('whatever the machines', () => {
  const machines = fc.array(
    fc.record({ vcpus: fc.integer({ min: 1, max: 16 }), gib: fc.integer({ min: 1, max: 60 }) }),
    { minLength: 1, maxLength: 25 },
  );
  const of = (sizes: { vcpus: number; gib: number }[]) =>
    plan(sizes.map(({ vcpus, gib }, i) => vm(i, { vcpus, memoryMib: gib * 1024 })));
  const free = { hosts: [small, large], choices: { cpuRatio: [2, 4], zones: [1, 2, 3] } };
  const cost = (some: Plan, goals: object, more: object = {}) =>
    find(some, { ...free, growthPercentPerMonth: 2, goals, ...more }).best?.cost ?? Infinity;

  it('a relaxed goal is never dearer', () => {
    const strict = fc.record({
      failures: fc.integer({ min: 1, max: 3 }),
      monthsOfRoom: fc.integer({ min: 1, max: 36 }),
      surviveZone: fc.boolean(),
      readyPercent: fc.double({ min: 0.1, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(machines, strict, fc.nat(36), (sizes, goals, fewer) => {
        const some = of(sizes);
        const all = cost(some, goals);
        const months = Math.max(0, goals.monthsOfRoom - fewer);
        expect(cost(some, { ...goals, monthsOfRoom: months })).toBeLessThanOrEqual(all);
        expect(cost(some, { ...goals, failures: goals.failures - 1 })).toBeLessThanOrEqual(all);
        expect(cost(some, { ...goals, surviveZone: false })).toBeLessThanOrEqual(all);
        expect(cost(some, { ...goals, readyPercent: goals.readyPercent * 2 })).toBeLessThanOrEqual(
          all,
        );
      }),
      { numRuns: FULL ? 40 : 4 },
    );
  });

  it('one more host to choose from, or one more ratio, is never dearer; the bound is never above the best', () => {
    fc.assert(
      fc.property(machines, (sizes) => {
        const some = of(sizes);
        const wide = find(some, free);
        const narrow = find(some, { hosts: [small], choices: { cpuRatio: [4] } });
        expect(wide.best?.cost ?? Infinity).toBeLessThanOrEqual(narrow.best?.cost ?? Infinity);
        expect(wide.lowerBound ?? 0).toBeLessThanOrEqual(wide.best?.cost ?? Infinity);
      }),
      { numRuns: FULL ? 60 : 6 },
    );
  });

  it('growth adds machines to those of less growth, at least as many as asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 1, max: 4, noNaN: true }),
        (n, factor) => {
          const vms = fleet(n).inventory.vms;
          const step = growthStep(factor);
          const [less, more] = [grownMachines(vms, step), grownMachines(vms, step + 3)];
          expect(less.length).toBeGreaterThanOrEqual(n * factor - 1e-6);
          expect(more.slice(0, less.length)).toEqual(less);
        },
      ),
    );
  });
});
