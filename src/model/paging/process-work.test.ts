import { describe, expect, test } from 'vitest';
import { hostById } from '../../hosts/index.ts';
import { billOf, billTotal } from './bill.ts';
import { GuestKernel } from './guest.ts';
import { lockContention } from './lock-contention.ts';
import { pagingMode } from './modes.ts';
import { NestedMmu } from './nested.ts';
import {
  faultExtra,
  kvmEpt,
  kvmNestedEpt,
  kvmShadowPaging,
  processExtra,
  processWork,
  protectionFaultExtra,
} from './process-work.ts';
import { kvmShadow, ShadowMmu } from './shadow.ts';

const clx = hostById('clx');

describe('one lock of the shadow pager', () => {
  test('a single virtual CPU never waits', () => {
    expect(lockContention(1, 10, 90)).toEqual({ round: 100, waiting: 0, utilization: 0.1 });
  });

  test('two virtual CPUs wait as the closed form of two customers says', () => {
    // Q(1) = s/(s+z): R(2) = s (1 + s/(s+z)).
    expect(lockContention(2, 10, 90).round).toBeCloseTo(90 + 10 * 1.1, 12);
  });

  test('many virtual CPUs take turns: the round is their number times the hold', () => {
    const { round, utilization } = lockContention(1000, 10, 90);
    expect(round).toBeCloseTo(10_000, 0);
    expect(utilization).toBeCloseTo(1, 6);
  });

  test('work outside the lock alone is not slowed down', () => {
    expect(lockContention(32, 0, 50).round).toBe(50);
    expect(lockContention(0, 10, 0).utilization).toBe(0);
  });
});

describe('process tests', () => {
  test('a fault under KPTI costs the shadow pager two CR3 exits more, nested paging none', () => {
    const cr3Exits = (kpti: boolean) => {
      const mmu = new ShadowMmu();
      const kernel = new GuestKernel(mmu, 4, kpti);
      kernel.switchTo(0);
      for (let page = 0; page < 10; page++) kernel.access(0, page, true);
      return mmu.counts.cr3Exits;
    };
    expect(cr3Exits(true) - cr3Exits(false)).toBe(20);
    const nested = new NestedMmu();
    new GuestKernel(nested, 4, true).access(0, 0, true);
    expect(nested.counts.cr3Exits).toBe(0);
  });

  test('the bill of a fault that maps 16 pages of a file brackets the measured one, with and without prefetch', () => {
    const perPage = (prefetch: number) => {
      const mmu = new ShadowMmu({ ...kvmShadow, prefetch });
      const kernel = new GuestKernel(mmu, 4, true);
      kernel.faultAround = 16;
      kernel.switchTo(0);
      for (let page = 0; page < 16; page++) kernel.access(0, page, false);
      const before = { ...mmu.counts };
      for (let page = 16; page < 512; page++) kernel.access(0, page, false);
      const counts = { ...mmu.counts };
      for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] -= before[key];
      expect(counts.guestFaults).toBe(31);
      return billTotal(billOf(pagingMode('shadow'), counts, clx)).value / 496;
    };
    const measured = faultExtra(kvmShadowPaging, kvmEpt, clx) / 16;
    if (process.env.VIRTCOST_FULL)
      process.stderr.write(`${perPage(8)} ${measured} ${perPage(1)}\n`);
    expect(perPage(8)).toBeLessThan(measured);
    expect(perPage(1)).toBeGreaterThan(measured);
  });

  test('faults are the largest part of what shadow paging adds to a fork; nesting adds wakes and faults alike', () => {
    const shadow = processExtra(processWork.fork, kvmShadowPaging, kvmEpt, clx);
    expect(shadow.faults).toBeGreaterThan(shadow.tables + shadow.systemCalls + shadow.wakes);
    const nested = processExtra(processWork.fork, kvmNestedEpt, kvmEpt, clx);
    expect(nested.tables).toBe(0);
    expect(nested.wakes / nested.faults).toBeCloseTo(1, 1);
  });

  test('a monitor adds nothing to itself', () => {
    const same = processExtra(processWork.sh, kvmEpt, kvmEpt, clx);
    expect(Object.values(same).every((value) => value === 0)).toBe(true);
    expect(faultExtra(kvmEpt, kvmEpt, clx)).toBe(0);
    expect(protectionFaultExtra(kvmEpt, kvmEpt, clx)).toBe(0);
  });
});
