import { describe, expect, test } from 'vitest';
import { hostById } from '../../hosts/index.ts';
import {
  type ActivityRates,
  activityPresets,
  churning,
  generateActivity,
  replay,
} from './activity.ts';
import { AgileMmu } from './agile.ts';
import { compareMmuModes } from './compare.ts';
import { DirectMmu } from './direct.ts';
import { GuestKernel } from './guest.ts';
import { type Mmu, monitorEntries } from './mmu.ts';
import { pagingModes } from './modes.ts';
import { NestedMmu } from './nested.ts';
import { kvmShadow, naiveShadow, ShadowMmu, xenShadow } from './shadow.ts';
import { uniformVisits } from './visits.ts';

/** A running guest whose leaf table for pages 0..511 is already in use. */
function warmed<M extends Mmu>(mmu: M, kpti = false) {
  const kernel = new GuestKernel(mmu, 4, kpti);
  kernel.switchTo(0);
  kernel.access(0, 0, true);
  const before = { ...mmu.counts };
  const since = (key: keyof typeof before) => mmu.counts[key] - before[key];
  return { kernel, mmu, before, since };
}

/** A program of 2000 pages and the work of its kernel. */
function run(mmu: Mmu, rates: ActivityRates): void {
  const { warmUp, operations } = generateActivity(rates, uniformVisits(2000, 3000));
  const kernel = new GuestKernel(mmu);
  replay(kernel, warmUp);
  replay(kernel, operations);
}

const exitsSince = (before: Mmu['counts'], mmu: Mmu) =>
  monitorEntries(mmu.counts) - monitorEntries(before);

describe('shadow paging', () => {
  test('a new mapping costs 3 exits naively: reflect, trapped entry write, hidden refault', () => {
    const { kernel, mmu, before } = warmed(new ShadowMmu(naiveShadow));
    kernel.access(0, 1, true);
    expect(exitsSince(before, mmu)).toBe(3);
  });

  test('a new mapping costs 2 exits when the emulated write fills the shadow entry', () => {
    const { kernel, mmu, before } = warmed(new ShadowMmu({ ...naiveShadow, prefill: true }));
    kernel.access(0, 1, true);
    expect(exitsSince(before, mmu)).toBe(2);
  });

  test('an out-of-sync table takes further entry writes without an exit', () => {
    const { kernel, since } = warmed(new ShadowMmu());
    for (let page = 8; page < 72; page += 8) kernel.access(0, page, true);
    expect(since('unsyncFaults')).toBe(1);
    expect(since('emulatedWrites')).toBe(0);
    expect(since('reflectedFaults')).toBe(8);
    expect(since('hiddenFaults')).toBe(8);
  });

  test('a CR3 load synchronises the tables of that space, and the next write traps again', () => {
    const { kernel, since } = warmed(new ShadowMmu());
    kernel.access(0, 8, true);
    kernel.switchTo(0);
    expect(since('resyncedTables')).toBe(1);
    kernel.access(0, 16, true);
    expect(since('unsyncFaults')).toBe(2);
  });

  test('upper levels never go out of sync: a new leaf table is an emulated write', () => {
    const { kernel, since } = warmed(new ShadowMmu());
    kernel.access(0, 512, true);
    expect(since('emulatedWrites')).toBe(1);
  });

  test('Xen keeps at most three tables out of sync', () => {
    const { kernel, since } = warmed(new ShadowMmu(xenShadow));
    for (let table = 1; table <= 5; table++) kernel.access(0, table * 512, true);
    const upper = since('emulatedWrites');
    for (let table = 1; table <= 5; table++) kernel.access(0, table * 512 + 8, true);
    expect(since('unsyncFaults')).toBe(3);
    expect(since('emulatedWrites') - upper).toBe(2);
  });

  test('write flooding ends the shadowing of a table', () => {
    const { kernel, since } = warmed(new ShadowMmu({ ...kvmShadow, unsync: false }));
    for (let page = 1; page < 20; page++) kernel.map(0, page, true);
    expect(since('emulatedWrites')).toBe(3);
    expect(since('unshadowed')).toBe(1);
  });

  test('the first write after a read is seen once, for the dirty bit', () => {
    const { kernel, since } = warmed(new ShadowMmu());
    kernel.map(0, 100, true);
    kernel.access(0, 100, false);
    kernel.access(0, 100, true);
    kernel.access(0, 100, true);
    expect(since('dirtyFaults')).toBe(1);
  });

  test('prefetch builds the entries around a hidden fault', () => {
    const { kernel, since } = warmed(new ShadowMmu());
    for (let page = 64; page < 72; page++) kernel.map(0, page, true);
    for (let page = 64; page < 72; page++) kernel.access(0, page, false);
    expect(since('hiddenFaults')).toBe(1);
    expect(since('prefetchedEntries')).toBe(7);
  });

  test('KPTI makes every system call two exits under shadow paging and none under nested', () => {
    const count = (mmu: Mmu) => {
      const { kernel, before } = warmed(mmu, true);
      for (let i = 0; i < 10; i++) kernel.systemCall();
      return exitsSince(before, mmu);
    };
    expect(count(new ShadowMmu())).toBe(20);
    expect(count(new NestedMmu())).toBe(0);
  });
});

describe('direct paging', () => {
  test('updates of one operation share hypercalls of the batch size', () => {
    const fork = (batch: number) => {
      const mmu = new DirectMmu({ batch, writableTables: false });
      const kernel = new GuestKernel(mmu);
      kernel.switchTo(0);
      for (let page = 0; page < 64; page++) kernel.access(0, page, true);
      const before = mmu.counts.hypercalls;
      kernel.fork(0, 1);
      return mmu.counts.hypercalls - before;
    };
    // 64 entries lose their write permission; one more call loads CR3.
    expect(fork(1)).toBe(65);
    expect(fork(32)).toBe(3);
  });

  test('tables of a new process are plain memory until its root is pinned', () => {
    const { kernel, mmu, since } = warmed(new DirectMmu());
    kernel.map(1, 0, true);
    expect(since('hypercalls')).toBe(0);
    kernel.switchTo(1);
    expect(mmu.counts.pins).toBe(2);
    kernel.exit(1);
    expect(mmu.counts.unpins).toBe(1);
  });

  test('writable tables trap once per entry', () => {
    const { kernel, since } = warmed(new DirectMmu({ batch: 8, writableTables: true }));
    kernel.access(0, 1, true);
    kernel.access(0, 2, true);
    expect(since('emulatedWrites')).toBe(2);
  });
});

describe('nested paging', () => {
  test('only frames the host has not backed cause violations; large host pages cause fewer', () => {
    const violations = (framesPerHostPage: number) => {
      const mmu = new NestedMmu({ framesPerHostPage, dirtyLogging: false });
      const kernel = new GuestKernel(mmu);
      for (let page = 0; page < 1000; page++) kernel.access(0, page, true);
      for (let page = 0; page < 1000; page++) kernel.unmap(0, page);
      for (let page = 0; page < 1000; page++) kernel.access(0, page, true);
      return mmu.counts.violations;
    };
    // 1000 data frames, a root, a PDPT, a PD and two PTs.
    expect(violations(1)).toBe(1005);
    expect(violations(512)).toBe(2);
  });

  test('dirty logging splits a large host page once and reports each page once per round', () => {
    const mmu = new NestedMmu({ framesPerHostPage: 512, dirtyLogging: true });
    const kernel = new GuestKernel(mmu);
    for (let page = 0; page < 100; page++) kernel.access(0, page, true);
    const { splits, violations } = mmu.counts;
    expect(splits).toBe(1);
    for (let page = 0; page < 100; page++) kernel.access(0, page, true);
    expect(mmu.counts.violations).toBe(violations);
    mmu.startDirtyRound();
    for (let page = 0; page < 100; page++) kernel.access(0, page, true);
    expect(mmu.counts.violations).toBe(violations + 100);
  });
});

test('agile paging exits less than shadow paging where tables change', () => {
  const exits = (mmu: Mmu) => {
    run(mmu, activityPresets.churn);
    return monitorEntries(mmu.counts);
  };
  expect(exits(new AgileMmu())).toBeLessThan(0.6 * exits(new ShadowMmu()));
});

test('every mode sees the same guest: equal faults and entry writes', () => {
  const seen = pagingModes.map((mode) => {
    const mmu = mode.create({ batch: 8, framesPerHostPage: 1 });
    run(mmu, activityPresets.compile);
    return { faults: mmu.counts.guestFaults, writes: mmu.counts.entryWrites };
  });
  for (const one of seen) expect(one).toEqual(seen[0]);
});

test('shadow paging wins without table changes, nested paging with many', () => {
  const cost = (churn: number) => {
    const results = compareMmuModes(
      { host: hostById('clx'), guestPage: '4K', hostPage: '4K', activity: churning(churn) },
      () => ({ pattern: { pattern: 'uniform', bytes: 2 ** 28 }, accesses: 50_000 }),
    );
    return Object.fromEntries(results.map((result) => [result.mode, result.total]));
  };
  const quiet = cost(0);
  expect(quiet.shadow!).toBeLessThan(quiet.nested!);
  const busy = cost(100);
  expect(busy.nested!).toBeLessThan(busy.shadow!);
});
