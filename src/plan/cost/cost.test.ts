import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { costAnswer } from './answer.ts';
import { breakEvenMonth, breakEvens } from './break-even.ts';
import { countLicences } from './licences.ts';
import { ownership } from './ownership.ts';
import { powerYear } from './power.ts';
import { costSchema } from './schema.ts';
import { costSentence } from './sentence.ts';

const host = (name: string, more: Partial<InventoryHost> = {}): InventoryHost =>
  hostOf({
    name,
    sockets: 2,
    cores: 24,
    mhzPerCore: 2500,
    memoryMib: 256 * 1024,
    cpuUse: 0.35,
    ...more,
  });
const vm = (name: string, os = 'Microsoft Windows Server 2019'): InventoryVm =>
  vmOf({
    name,
    host: 'h1',
    vcpus: 4,
    memoryMib: 16 * 1024,
    provisionedMib: 100 * 1024,
    inUseMib: 50 * 1024,
    os,
  });
const plan = (hosts: number, vms: InventoryVm[], name = 'today'): Plan => ({
  name,
  inventory: {
    source: 'x',
    hosts: Array.from({ length: hosts }, (_, i) => host(`h${i + 1}`)),
    vms,
    findings: [],
  },
  settings: planSettings.parse({ overhead: false }),
});
const machines = (count: number, os?: string) =>
  Array.from({ length: count }, (_, i) => vm(`vm${i}`, os));
const costs = (more: object = {}) => costSchema.parse({ currency: 'EUR', years: 2, ...more });
const g4 = [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117];
const none = new Set<string>();

describe('power', () => {
  it('35 % on the ML110 G4 is 97.75 W: with PUE 1.5 and 0.20 a kWh a year is 1,284.4 kWh and 256.89', () => {
    const year = powerYear([0.35], [1], {
      curve: g4,
      pue: 1.5,
      pricePerKwh: [0.2],
      gramsPerKwh: [400],
    });
    expect(year.kwh).toBeCloseTo(97.75 * 1.5 * 8.76, 6);
    expect(year.cost).toBeCloseTo(256.887, 3);
    expect(year.kgCo2).toBeCloseTo(year.kwh * 0.4, 9);
  });

  it('a load by day pays the price of the day: 12 h at 100 % for 0.3, 12 h idle for 0.1', () => {
    const half = (night: number, noon: number) => [
      ...Array(12).fill(night),
      ...Array(12).fill(noon),
    ];
    const year = powerYear([0.5], half(0, 2), {
      curve: g4,
      pue: 1,
      pricePerKwh: half(0.1, 0.3),
      gramsPerKwh: [0],
    });
    expect(year.cost).toBeCloseTo((4380 / 1000) * (86 * 0.1 + 117 * 0.3), 9);
  });
});

describe('licences of a cluster of 2 hosts, each 2 CPUs of 12 cores', () => {
  const count = (product: string, vms: InventoryVm[], more = {}) =>
    countLicences(
      plan(2, vms),
      costs({ licences: [{ product, price: 10, per: 'year', ...more }] }).licences,
    )[0]!;

  it.each([
    // 16 cores at least for each of 4 CPUs.
    ['vmware-vcf', 64],
    ['proxmox', 4],
    ['openshift-bare-metal', 2],
    ['windows-datacenter', 48],
    // Five VMs could move to either host: three sets of 24 cores on each.
    ['windows-standard', 144],
    // 4 vCPU count as 8.
    ['windows-vm', 40],
  ])('%s counts %i', (product, expected) => {
    expect(count(product, machines(5)).count).toBe(expected);
  });

  it('RHEL: three guests on two hosts are 2 subscriptions or 2 of Virtual Datacenters, none without guests', () => {
    const guests = machines(3, 'Red Hat Enterprise Linux 8 (64-bit)');
    expect(count('rhel-server', guests)).toMatchObject({ count: 2, machines: 3 });
    expect(count('rhel-vdc', guests).count).toBe(2);
    expect(count('rhel-vdc', machines(3)).count).toBe(0);
  });

  it('machines by name where their OS does not tell, and the price for 16 cores', () => {
    const named = { vms: ['vm1', 'vm2'], price: 1600, for: 16 };
    expect(count('sql-vm', machines(5), named)).toMatchObject({ count: 8, payment: 800 });
    expect(() => count('sql-vm', machines(5, ''))).toThrow(/says no machine's OS/);
    expect(() => count('sql-vm', machines(5), { clusters: ['d'] })).toThrow(UserError);
  });
});

describe('ownership', () => {
  const prices = {
    hosts: { price: 1000, supportPerYear: 100, otherPerYear: 20, existing: 'bought' },
    licences: [
      { product: 'proxmox', price: 50, per: 'year' },
      { product: 'windows-datacenter', price: 16, for: 16, per: 'once' },
    ],
    storage: { perGibMonth: 0.01 },
  };

  it('two hosts and five VMs over two years, added up by hand', () => {
    const design = ownership(plan(2, machines(5)), costs(prices), none);
    expect(design.parts).toEqual({
      hosts: 2000,
      support: 2 * 2 * 120,
      power: 0,
      // 4 sockets x 50 x 2 years, 48 cores once.
      licences: 400 + 48,
      storage: expect.closeTo(5 * 50 * 0.01 * 24, 9),
    });
    expect(design.total).toBeCloseTo(2000 + 480 + 448 + 60, 9);
    expect(design.perVmMonth).toBeCloseTo(design.total / (5 * 24), 9);
    // At the end of month 1: hosts and what is paid once, and a twelfth of a year.
    expect(design.cumulative[0]).toBeCloseTo(2000 + 48 + (240 + 200 + 30) / 12, 9);
    expect(design.cumulative[23]).toBeCloseTo(design.total, 9);
  });

  it('hosts that are paid for cost when their life is over, and again a life later', () => {
    const of = (ageYears: number, years: number) =>
      ownership(
        plan(2, machines(5)),
        costs({ years, hosts: { price: 1000, existing: 'paid', ageYears, lifeYears: 3 } }),
        new Set(['h1', 'h2']),
      ).years.map(({ bought }) => bought);
    expect(of(0, 3)).toEqual([0, 0, 0]);
    expect(of(2, 5)).toEqual([0, 2, 0, 0, 2]);
    expect(of(3, 2)).toEqual([2, 0]);
    expect(of(2.5, 2)).toEqual([0, 2]);
  });

  it('machines that grow bring hosts by sums: 640 GiB on hosts of 256, one more for a failure', () => {
    // 2.5, 5 and 10 hosts full of memory.
    const design = ownership(
      plan(4, machines(40)),
      costs({ years: 3, growthPercentPerYear: 100, hosts: { price: 1, existing: 'bought' } }),
      none,
    );
    expect(design.years.map(({ hosts }) => hosts)).toEqual([4, 6, 11]);
    expect(design.years.map(({ bought }) => bought)).toEqual([4, 2, 5]);
    expect(design.years.map(({ vms }) => vms)).toEqual([40, 80, 160]);
  });

  it('an estate that does not fit today is costed as it is, and grows from there', () => {
    const design = ownership(
      plan(2, machines(40)),
      costs({ growthPercentPerYear: 100, hosts: { price: 1, existing: 'bought' } }),
      none,
    );
    expect(design.years.map(({ hosts }) => hosts)).toEqual([2, 3]);
  });

  it('power needs the use of the hosts, or one that is given', () => {
    const server = { server: 'HP ML110 G4 Xeon 3040', pue: 1, pricePerKwh: 1 };
    const quiet = plan(1, machines(2));
    quiet.inventory.hosts = [host('h1', { cpuUse: undefined })];
    expect(ownership(quiet, costs({ power: server }), none)).toMatchObject({
      powerUnknown: true,
      kwh: 0,
    });
    const told = ownership(quiet, costs({ years: 1, power: { ...server, use: 1 } }), none);
    expect(told.parts.power).toBeCloseTo(117 * 8.76, 6);
  });

  it('no price raised makes a design cheaper', () => {
    const price = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(price, price, price, fc.nat(60), (buy, support, licence, vms) => {
        const of = (more: number) =>
          ownership(
            plan(2, machines(vms)),
            costs({
              hosts: { price: buy + more, supportPerYear: support + more, existing: 'bought' },
              licences: [{ product: 'vmware-vcf', price: licence + more, per: 'year' }],
              growthPercentPerYear: 10,
            }),
            none,
          ).total;
        expect(of(1)).toBeGreaterThan(of(0));
      }),
      { numRuns: 20 },
    );
  });
});

describe('break-even', () => {
  it('is the first month from which a design stays at or below the other', () => {
    expect(breakEvenMonth([10, 12, 14, 16], [4, 9, 14, 19])).toBe(3);
    expect(breakEvenMonth([1, 2], [1, 2])).toBe(0);
    expect(breakEvenMonth([1, 20, 21], [2, 3, 4])).toBeNull();
    expect(breakEvenMonth([1, 20, 21], [2, 3, 40])).toBe(3);
  });

  it('two hosts for 1,000 each save 100 a month beside six paid ones of 600 a year: 20 months and later', () => {
    const six = plan(6, machines(4));
    const two = { ...plan(2, machines(4), 'fewer'), inventory: plan(2, machines(4)).inventory };
    two.inventory.hosts = two.inventory.hosts.map((h) => ({ ...h, name: `new-${h.name}` }));
    const answer = costAnswer(
      [six, two],
      costs({ hosts: { price: 2000, supportPerYear: 300, existing: 'paid' } }),
      undefined,
    );
    // 4,000 at once; 6 x 300 - 2 x 300 = 1,200 a year: 40 months, not within two years.
    expect(answer.breakEvens[0]).toMatchObject({ month: null, difference: 1600, hostPrice: 1200 });
    const cheaper = costAnswer(
      [six, two],
      costs({ hosts: { price: 1000, supportPerYear: 300 } }),
      undefined,
    );
    expect(cheaper.breakEvens[0]).toMatchObject({ month: 20, difference: -400 });
    expect(String(costSentence(cheaper))).toMatch(
      /"fewer" costs 400 EUR less, and has cost less from month 20 on\.$/,
    );
    expect(breakEvens([], 1)).toEqual([]);
  });
});

describe('costs that contradict themselves are refused', () => {
  const issues = (value: object) =>
    costSchema
      .safeParse(value)
      .error?.issues.map(({ message }) => message)
      .join('; ');
  it.each([
    [{}, /a currency such as EUR/],
    [{ currency: 'euro' }, /a currency such as EUR/],
    [{ currency: 'EUR', power: {} }, /server or curve/],
    [
      { currency: 'EUR', power: { server: 'Dell R740 2017', pricePerKwh: [1, 2] } },
      /exactly 24 items/,
    ],
    [
      {
        currency: 'EUR',
        licences: [
          { product: 'windows-vm', price: 1, per: 'year' },
          { product: 'windows-datacenter', price: 1, per: 'once' },
        ],
      },
      /one way to license the same machines, found windows-vm and windows-datacenter/,
    ],
  ])('%o', (value, message) => {
    expect(issues(value)).toMatch(message);
  });
});
