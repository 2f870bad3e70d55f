import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vmOf } from '../../inventory/inventory.fixture.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { SeriesBuilder } from '../optimize/series.ts';
import { targetSentence } from './answer.ts';
import { type Catalogue, cloudAnswer, type Instance, suspicious } from './cloud.ts';
import { nodeRoom, openshiftAnswer, podRequest } from './openshift.ts';
import { type CloudTarget, type OpenshiftTarget, targetSchema } from './schema.ts';
import { copyRate, planWaves, warmCopy } from './waves.ts';

const vm = (name: string, more: Partial<InventoryVm> = {}): InventoryVm =>
  vmOf({ name, host: 'h', vcpus: 4, memoryMib: 8192, inUseMib: 102_400, ...more });
const fleet = (count: number, more: Partial<InventoryVm> = {}) =>
  Array.from({ length: count }, (_, i) => vm(`vm${i}`, more));
const openshift = (more: object = {}) =>
  targetSchema.parse({
    name: 'ocp',
    kind: 'openshift',
    node: { cores: 32, memoryGiB: 256 },
    ...more,
  }) as OpenshiftTarget;

describe('OpenShift Virtualization', () => {
  it('a node of 64 threads and 256 GiB keeps 0.816 + 2 cores, and 11.88 GiB, 360 and 100 MiB', () => {
    const room = nodeRoom(openshift());
    expect(room.threads).toBeCloseTo(64 - 0.816 - 2, 9);
    expect(room.memoryMib).toBeCloseTo((256 - 11.88) * 1024 - 460, 6);
  });

  it('a guest of 8 GiB and 4 vCPU requests 8,520 MiB; at 200 % half its memory and the whole overhead', () => {
    expect(podRequest(vm('a'), openshift())).toEqual({ overhead: 328, request: 8520 });
    const over = openshift({ memoryOvercommitPercent: 200, overheadRatio: 1.5 });
    expect(podRequest(vm('a'), over)).toEqual({ overhead: 492, request: 4096 + 492 });
  });

  it('60 such guests: 29 fit a node by memory, so 3 nodes and one for a failure or a drain', () => {
    // (256 - 11.88) x 1,024 - 460 = 249,518.9 MiB over 8,520.
    const answer = openshiftAnswer(fleet(60), openshift());
    expect(answer).toMatchObject({ packed: 3, nodes: 4, bound: 4, unplaced: [], subscriptions: 4 });
    expect(answer.overheadGib).toBeCloseTo((60 * 328) / 1024, 9);
    expect(answer.fullestGib).toBeCloseTo((29 * 8520) / 1024, 6);
    expect(openshiftAnswer(fleet(60), openshift({ failures: 0, drain: 2 })).nodes).toBe(5);
  });

  it('the ratio counts threads: at 1 vCPU a thread 15 guests of 4 fit the 61 threads left', () => {
    expect(openshiftAnswer(fleet(30), openshift({ cpuAllocationRatio: 1 })).packed).toBe(2);
    expect(openshiftAnswer(fleet(31), openshift({ cpuAllocationRatio: 1 })).packed).toBe(3);
  });

  it('a machine larger than a node is named, and machines that are off need none', () => {
    const big = vm('big', { memoryMib: 300 * 1024 });
    expect(openshiftAnswer([big], openshift()).unplaced).toEqual(['big']);
    expect(openshiftAnswer([vm('off', { power: 'off' })], openshift()).nodes).toBe(0);
  });

  it('more memory a node, or fewer failures, never needs more nodes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 64, max: 512 }), (n, gib) => {
        const of = (more: object) => openshiftAnswer(fleet(n), openshift(more)).nodes;
        const node = { cores: 32, memoryGiB: gib };
        expect(of({ node: { ...node, memoryGiB: gib + 64 } })).toBeLessThanOrEqual(of({ node }));
        expect(of({ node, failures: 1 })).toBeLessThanOrEqual(of({ node, failures: 2 }));
      }),
      { numRuns: 30 },
    );
  });
});

describe('moving an estate', () => {
  const options = (more: object = {}) =>
    openshift({ migration: { linkGbit: 8, parallel: 4, from: 'nvme', to: 'nvme', ...more } })
      .migration;

  it('four copies over 8 Gbit/s get 250 MB/s each; one over a faster link what the store gives', () => {
    expect(copyRate(options())).toEqual({ bytesPerS: 2.5e8, limit: 'link' });
    expect(copyRate(options({ linkGbit: 100, parallel: 1, to: 'hdd' })).limit).toBe('target store');
  });

  it('cold: 100 GiB at 250 MB/s and ten minutes are 1,029.5 s, all of it off', () => {
    const { moves } = planWaves([vm('a')], options());
    expect(moves[0]!.totalS).toBeCloseTo((100 * 2 ** 30) / 2.5e8 + 600, 6);
    expect(moves[0]!.downtimeS).toBe(moves[0]!.totalS);
  });

  it('warm: 1,000 s of copy with a tenth written again: 1,000 + 100 + 10 s, stopped for the last 10', () => {
    expect(warmCopy(1000, 1, 0.1, 50)).toEqual({
      totalS: expect.closeTo(1110, 9),
      downtimeS: expect.closeTo(10, 9),
      rounds: 2,
      converges: true,
    });
    expect(warmCopy(1000, 1, 1, 50)).toMatchObject({ converges: false });
    expect(warmCopy(40, 1, 5, 50)).toMatchObject({ rounds: 0, downtimeS: 40, converges: true });
  });

  it('windows: six cold moves of 1,029.5 s on four slots take two rounds, or two waves of one', () => {
    const machines = fleet(6);
    const one = planWaves(machines, options({ waveHours: 1 }));
    expect(one.waves.map((wave) => wave.machines)).toEqual([6]);
    const two = planWaves(machines, options({ waveHours: 0.3 }));
    expect(two.waves.map((wave) => wave.machines)).toEqual([4, 2]);
    expect(two.tooLong).toEqual([]);
    const short = planWaves(machines, options({ waveHours: 0.1 }));
    expect(short.tooLong).toHaveLength(6);
    expect(short.waves.map((wave) => wave.machines)).toEqual([4, 2]);
  });

  it('live: by the pre-copy model over the share of the link', () => {
    const { moves } = planWaves([vm('a')], options({ method: 'live' }));
    // 8 GiB over 2 Gbit/s take at least 34 s.
    expect(moves[0]!.totalS).toBeGreaterThan(34);
    expect(moves[0]!.totalS).toBeLessThan(60);
    expect(moves[0]!.downtimeS).toBeLessThan(1);
  });

  it('every machine moves once, and a faster link never takes longer', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 50 }), (gib, linkGbit) => {
        const machines = gib.map((inUseMib, i) => vm(`m${i}`, { inUseMib }));
        const slow = planWaves(machines, options({ linkGbit }));
        const fast = planWaves(machines, options({ linkGbit: linkGbit * 2 }));
        expect(slow.waves.reduce((sum, wave) => sum + wave.machines, 0)).toBe(machines.length);
        const work = (some: typeof slow) => some.moves.reduce((sum, { totalS }) => sum + totalS, 0);
        expect(work(fast)).toBeLessThanOrEqual(work(slow) + 1e-6);
      }),
      { numRuns: 50 },
    );
  });
});

const instance = (type: string, vcpus: number, memoryGib: number, price: number): Instance => ({
  provider: 'aws',
  region: 'r',
  class: 'general',
  family: 'm',
  type,
  vcpus,
  memoryGib,
  prices: { 'on-demand': price },
  date: '2026-07-20',
  source: 's',
});
const catalogue = (...instances: Instance[]): Catalogue => ({
  source: 'x.csv',
  currency: 'USD',
  instances,
  unpriced: 0,
});
const cloud = (more: object = {}) =>
  targetSchema.parse({ name: 'cloud', kind: 'cloud', currency: 'USD', ...more }) as CloudTarget;
const sizes = catalogue(
  instance('2/8', 2, 8, 0.1),
  instance('4/16', 4, 16, 0.2),
  instance('8/32', 8, 32, 0.4),
);
const inputs = { series: undefined, mhzOf: () => 2500, onPremMonth: undefined };

describe('public cloud', () => {
  it('without load a machine keeps its allocation and no factor: 4 vCPU and 8 GiB cost 0.2 an hour', () => {
    const answer = cloudAnswer([vm('a')], cloud({ comfort: 2 }), sizes, inputs);
    expect(answer.machines[0]).toMatchObject({
      instance: '4/16',
      needVcpus: 4,
      needGib: 8,
      stars: null,
    });
    expect(answer.plans).toEqual([
      {
        plan: 'on-demand',
        perMonth: expect.closeTo(146, 9),
        breakEvenHours: null,
        from: 'catalogue',
      },
    ]);
  });

  it('with load: 20 % of 4 vCPU and a quarter of 8 GiB, times 1.3, fit the smallest', () => {
    const into = new SeriesBuilder();
    for (let i = 1; i <= 288; i++) into.add('a', { timeS: 300 * i, cpu: 20, memory: 2048 });
    const series = into.finish('load', 'csv');
    const answer = cloudAnswer([vm('a')], cloud({ windowDays: 1 }), sizes, { ...inputs, series });
    expect(answer.machines[0]).toMatchObject({ instance: '2/8', stars: 5 });
    expect(answer.machines[0]!.needVcpus).toBeCloseTo(1.04, 6);
    expect(answer.machines[0]!.needGib).toBeCloseTo(2.6, 6);
    expect(String(targetSentence(answer))).not.toContain('The load is of');
    const two = cloudAnswer([vm('a'), vm('b')], cloud(), sizes, { ...inputs, series });
    expect(String(targetSentence(two))).toContain('The load is of 1 of the 2 machines');
  });

  it('a reservation 40 % off pays from 438 of 730 hours; it is paid for all of them', () => {
    const plans = { reserved: { discount: 0.4 }, spot: { discount: 0.7 } };
    const answer = cloudAnswer([vm('a')], cloud({ plans, hoursPerMonth: 200 }), sizes, inputs);
    expect(
      answer.plans.map(({ plan, perMonth, breakEvenHours }) => [plan, perMonth, breakEvenHours]),
    ).toEqual([
      ['on-demand', expect.closeTo(40, 9), null],
      ['reserved', expect.closeTo(87.6, 9), expect.closeTo(438, 9)],
      ['spot', expect.closeTo(12, 9), null],
    ]);
  });

  it('an estate of 110 a month with 10 of disks in the cloud: below 500 hours at 0.2 an hour', () => {
    const target = cloud({ onPremMonth: 110, storagePerGibMonth: 0.1 });
    const answer = cloudAnswer([vm('a')], target, sizes, inputs);
    expect(answer.storagePerMonth).toBeCloseTo(10, 9);
    expect(answer.breakEvenHours).toBeCloseTo(500, 9);
    expect(String(targetSentence(answer))).toBe(
      'To cloud: 1 machine on instances cost 156 USD a month on demand. It costs less than the estate today below 500 hours a month.',
    );
  });

  it('a price far from its family, another OS in truth, is left out of the ranking', () => {
    const odd = instance('1/4', 1, 4, 0.2);
    const all = catalogue(...sizes.instances, odd);
    expect([...suspicious(all.instances)].map(({ type }) => type)).toEqual(['1/4']);
    expect(suspicious(sizes.instances).size).toBe(0);
    const cheap = catalogue(...sizes.instances, instance('16/64', 16, 64, 0.01));
    expect(cloudAnswer([vm('a')], cloud(), cheap, inputs).machines[0]!.instance).toBe('4/16');
  });

  it('a machine larger than every instance is named, not squeezed', () => {
    const answer = cloudAnswer([vm('big', { vcpus: 9 })], cloud(), sizes, inputs);
    expect(answer).toMatchObject({ unplaced: ['big'], plans: [] });
    expect(String(targetSentence(answer))).toMatch(/1 machine is larger than every instance/);
  });

  it('a larger comfort factor, or fewer sizes to choose from, never costs less', () => {
    const use = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(use, fc.double({ min: 1, max: 2, noNaN: true }), (cpu, comfort) => {
        const into = new SeriesBuilder();
        for (let i = 1; i <= 12; i++) into.add('a', { timeS: 300 * i, cpu, memory: 4000 });
        const series = into.finish('load', 'csv');
        const month = (factor: number, from = sizes) =>
          cloudAnswer([vm('a')], cloud({ comfort: factor }), from, { ...inputs, series })
            .machines[0]!.month;
        expect(month(1)).toBeLessThanOrEqual(month(comfort));
        expect(month(1)).toBeLessThanOrEqual(month(1, catalogue(...sizes.instances.slice(2))));
      }),
      { numRuns: 30 },
    );
  });
});

it('disks of no size that is told are said to be left out of the hours, but where memory alone moves', () => {
  const said = (inUseMib: number, method = 'cold') => {
    const machines = [vm('a', { inUseMib }), vm('b')];
    return String(targetSentence(openshiftAnswer(machines, openshift({ migration: { method } }))));
  };
  expect(said(0)).toContain('no size of the disks of 1 machine: copying them is not in these');
  for (const told of [said(1), said(0, 'live')]) expect(told).not.toContain('no size');
});
