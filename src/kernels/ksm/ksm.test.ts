import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KsmKernel } from './index.ts';
import { ReferenceMachine } from './machine.reference.ts';
import type { KsmKnobs, KsmMachine, KsmRoom, KsmRules, MemoryChange } from './machine.ts';
import type { Population, WriteMode } from './population.ts';

const runs = process.env.VIRTCOST_FULL ? 2000 : 120;

const share = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 23 }));
const population: fc.Arbitrary<Population> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 40 }),
  vms: fc.integer({ min: 1, max: 5 }),
  pages: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(512, 700, 1024)),
  zero24: share,
  shared24: share,
  dup24: share,
  vol24: share,
  untouched24: share,
  rdzero24: share,
  shared_pool: fc.integer({ min: 1, max: 40 }),
  dup_pool: fc.integer({ min: 1, max: 10 }),
  vol_pool: fc.integer({ min: 1, max: 10 }),
  aligned: fc.integer({ min: 0, max: 1 }),
  vol_period: fc.integer({ min: 0, max: 4 }),
  vol_share: fc.integer({ min: 0, max: 1 }),
  diff_at: fc.constantFrom(0, 1, 511, 512),
  thp: fc.integer({ min: 0, max: 1 }),
  nodes: fc.integer({ min: 1, max: 3 }),
});
const knobs: fc.Arbitrary<KsmKnobs> = fc.record({
  useZeroPages: fc.boolean(),
  maxPageSharing: fc.constantFrom(2, 3, 5, 256),
  smartScan: fc.boolean(),
  pruneAlways: fc.boolean(),
  mergeAcrossNodes: fc.boolean(),
});
const rules: fc.Arbitrary<KsmRules> = fc.record({
  stableFirst: fc.boolean(),
  hasSmartScan: fc.boolean(),
  splitDropsZeros: fc.boolean(),
  reclaimsTables: fc.boolean(),
  lruBatch: fc.constantFrom(0, 15, 31),
});
const MOVED_AT_ONCE = 150;
const MAX_ACTIONS = 25;
const room = fc.constantFrom(
  { forks: 3, movedPages: MAX_ACTIONS * MOVED_AT_ONCE, above: false },
  { forks: 3, movedPages: MAX_ACTIONS * MOVED_AT_ONCE, above: true },
  { forks: 3, movedPages: 0, above: false },
);
const changes: MemoryChange[] = [
  ...([
    'unmap',
    'drop',
    'unmergeable',
    'mergeable',
    'read-only',
    'writable',
    'move',
    'collapse',
  ] as const),
];
const plain: Population = {
  ...{ seed: 1, vms: 2, pages: 200, zero24: 0, shared24: 0, dup24: 0, vol24: 0, untouched24: 0 },
  ...{ rdzero24: 0, shared_pool: 1, dup_pool: 1, vol_pool: 1, aligned: 0, vol_period: 0 },
  ...{ vol_share: 0, diff_at: 0, thp: 0 },
};
const lateRules = {
  ...{ stableFirst: false, hasSmartScan: true, splitDropsZeros: true, reclaimsTables: true },
};
type Action = (machine: KsmMachine, space: KsmRoom) => number | undefined;
const action: fc.Arbitrary<[string, Action]> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<[string, Action]>(['scan', (m) => void m.wake(1 << 20)]) },
  {
    weight: 4,
    arbitrary: fc
      .integer({ min: 1, max: 200 })
      .map((n): [string, Action] => [`batch ${n}`, (m) => void m.wake(n)]),
  },
  fc
    .tuple(
      fc.constantFrom<WriteMode>('new', 'same', 'share', 'zero'),
      fc.integer({ min: 0, max: 2 ** 24 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 127 }),
    )
    .map((args): [string, Action] => [`write ${args}`, (m) => m.write(...args)]),
  fc
    .integer({ min: 0, max: 9 })
    .map((step): [string, Action] => [`volatile ${step}`, (m) => m.rewriteVolatile(step)]),
  fc.integer({ min: 0, max: 6 }).map((vm): [string, Action] => [
    `exit ${vm}`,
    (m) => {
      if (vm < m.vmCount && !m.vmCounters(vm).exited) m.exit(vm);
      return undefined;
    },
  ]),
  fc.integer({ min: 0, max: 6 }).map((vm): [string, Action] => [
    `fork ${vm}`,
    (m, space) => {
      const fits = m.vmCount < m.population.vms + space.forks;
      if (vm < m.vmCount && !m.vmCounters(vm).exited && fits) m.fork(vm);
      return undefined;
    },
  ]),
  {
    weight: 4,
    arbitrary: fc
      .record({
        change: fc.constantFrom<MemoryChange>(...changes),
        vm: fc.integer({ min: 0, max: 6 }),
        first: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(0, 512)),
        pages: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(512, 1024)),
      })
      .map(({ change, vm, first, pages }): [string, Action] => [
        `${change} ${vm} ${first} ${pages}`,
        (m, space) => {
          const fits = change !== 'move' || space.movedPages > 0;
          const count = change === 'move' ? Math.min(pages, MOVED_AT_ONCE) : pages;
          if (vm < m.vmCount && fits) m.change(change, vm, first, count);
          return undefined;
        },
      ]),
  },
  fc.constant<[string, Action]>(['run=2', (m) => void m.unmergeAll()]),
  knobs.map((set): [string, Action] => ['knobs', (m) => void m.setKnobs(set)]),
);

describe('KsmKernel', () => {
  it('counts what the reference counts, after every step of random histories', () => {
    fc.assert(
      fc.property(
        population,
        knobs,
        rules,
        room,
        fc.array(action, { minLength: 2, maxLength: MAX_ACTIONS }),
        (of, start, kernelRules, space, actions) => {
          const kernel = new KsmKernel(of, start, kernelRules, undefined, space);
          const reference = new ReferenceMachine(of, start, kernelRules, space);
          for (const [name, act] of actions) {
            expect(act(kernel, space), name).toEqual(act(reference, space));
            expect(kernel.counters(), name).toEqual(reference.counters());
            for (let vm = 0; vm < kernel.vmCount; vm++) {
              expect(kernel.vmCounters(vm), name).toEqual(reference.vmCounters(vm));
            }
          }
        },
      ),
      { numRuns: runs, seed: 6 },
    );
  });

  it('passes over a shared page that a fork maps where it is not mergeable, until it is', () => {
    const of = { ...plain, vms: 2, pages: 200, shared24: 2 ** 23, shared_pool: 20 };
    const settings = {
      ...{ useZeroPages: false, maxPageSharing: 256, smartScan: false, pruneAlways: true },
    };
    const rule = { ...lateRules, lruBatch: 31 };
    const space = { forks: 1, movedPages: 0, above: false };
    const machines = [
      new KsmKernel(of, settings, rule, undefined, space),
      new ReferenceMachine(of, settings, rule, space),
    ];
    const [kernel, reference] = machines.map((machine) => {
      const items: number[] = [];
      machine.wake(1e6);
      machine.fork(0);
      machine.change('unmergeable', 2, 0, 200);
      for (const change of ['read-only', 'mergeable'] as const) {
        machine.change(change, 2, 0, 200);
        machine.wake(1e6);
        machine.wake(1e6);
        items.push(machine.vmCounters(2).items, machine.counters().sharing);
      }
      return items;
    });
    expect(kernel).toEqual(reference);
    expect(kernel![0]).toBe(0);
    expect(kernel![2]).toBe(200);
  });

  it('keeps memory nodes apart with merge_across_nodes 0: whole scans count what each node alone would', () => {
    fc.assert(
      fc.property(population, knobs, (base, start) => {
        const of = { ...base, vms: 4, nodes: 2, vol_period: 0, thp: 0 };
        const rule = { ...lateRules, lruBatch: 31 };
        const settings = { ...start, mergeAcrossNodes: false };
        const scanned = (present: (vm: number) => boolean) => {
          const kernel = new KsmKernel(of, settings, rule);
          for (let vm = 0; vm < of.vms; vm++) if (!present(vm)) kernel.exit(vm);
          for (let scan = 0; scan < 3; scan++) kernel.wake(1 << 20);
          const { shared, sharing, unshared, zeroPages, items } = kernel.counters();
          return [shared, sharing, unshared, zeroPages, items];
        };
        const [even, odd] = [scanned((vm) => vm % 2 === 0), scanned((vm) => vm % 2 === 1)];
        expect(scanned(() => true)).toEqual(even.map((count, i) => count + odd[i]!));
      }),
      { numRuns: 40, seed: 9 },
    );
  });

  it('refuses a population that does not fit 4 GiB of kernel memory', () => {
    const of = { ...fc.sample(population, { numRuns: 1, seed: 1 })[0]!, vms: 4096, pages: 2 ** 20 };
    const set = { useZeroPages: false, maxPageSharing: 256, smartScan: true, pruneAlways: false };
    const rule = { ...lateRules, lruBatch: 31 };
    expect(() => new KsmKernel(of, set, rule)).toThrow(/4 GiB/);
  });

  it('merges equal keys given by the caller and counts unequal ones as unshared', () => {
    const of = {
      ...fc.sample(population, { numRuns: 1, seed: 1 })[0]!,
      vms: 2,
      pages: 5000,
      thp: 0,
    };
    const set = { useZeroPages: true, maxPageSharing: 256, smartScan: true, pruneAlways: false };
    const rule = { ...lateRules, lruBatch: 0 };
    const kernel = new KsmKernel(of, set, rule, {
      pages: (vm) => 5000 - 1000 * vm,
      fill(vm, from, keys) {
        for (let i = 0; i < keys.length; i++) {
          const page = from + i;
          keys[i] = page < 100 ? 0n : page < 3500 ? BigInt(page) : BigInt(vm * 100_000 + page);
        }
      },
    });
    kernel.wake(1e6);
    kernel.wake(1e6);
    const { shared, sharing, unshared, zeroPages } = kernel.counters();
    expect({ shared, sharing, unshared, zeroPages }).toEqual({
      shared: 3400,
      sharing: 3400,
      unshared: 2000,
      zeroPages: 200,
    });
  });
});
