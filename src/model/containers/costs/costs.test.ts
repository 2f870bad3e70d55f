import { describe, expect, it } from 'vitest';
import { containerPrograms, densityCost } from './density.ts';
import { type CopyUpCase, copyUp, lookupCost, sharesPages } from './layers.ts';
import { fullBundle, runtimeCost, runtimeSteps, runtimes } from './runtime.ts';
import {
  cgroupCost,
  cloneCost,
  kernelSteps,
  overlayCost,
  seccompCost,
  unshareCost,
} from './start.ts';

const MIB = 2 ** 20;

describe('starting a container', () => {
  it('adds up namespaces: a set costs the process and each namespace once', () => {
    const plain = cloneCost([], 2).call.value;
    const each = (['mnt', 'ipc', 'net'] as const).map(
      (ns) => cloneCost([ns], 2).call.value - plain,
    );
    const all = cloneCost(['mnt', 'ipc', 'net'], 2);
    expect(all.call.value).toBeCloseTo(plain + each.reduce((a, b) => a + b, 0), 6);
    // clone without namespaces 126.5, network 826: its child begins 31 us later.
    expect(cloneCost(['net'], 2).first.value).toBeCloseTo(126.5 + 826 + 31, 6);
    expect(unshareCost('net').call.value).toBeCloseTo(36 + 826, 6);
  });

  it('waits for a grace period at the first join after a pause only', () => {
    const cold = cgroupCost('memory', 100).join.value;
    const warm = cgroupCost('memory', 2).join.value;
    expect(cold - warm).toBeCloseTo(6700, 6);
    const steps = (gapMs: number) =>
      kernelSteps({
        namespaces: ['mnt'],
        controllers: ['cpu', 'memory', 'pids'],
        layers: 0,
        upper: 'tmpfs',
        seccompTests: 0,
        gapMs,
      });
    const joins = (gapMs: number) =>
      steps(gapMs)
        .filter(({ label }) => label.includes('joined'))
        .reduce((sum, { cost }) => sum + cost.value, 0);
    expect(joins(100)).toBeCloseTo(6700 + 3 * 88, 6);
    expect(joins(2)).toBeCloseTo(3 * 88, 6);
  });

  it('grows with layers of the overlay and comparisons of the filter', () => {
    const by = (layers: number) => overlayCost(layers, 'tmpfs').create.value;
    expect(by(60) - by(20)).toBeCloseTo(40 * 6.35, 6);
    expect(overlayCost(20, 'ext4').create.value - by(20)).toBeCloseTo(520, 6);
    expect(seccompCost(350).load.value).toBeCloseTo(100 + 350 * 2.1, 6);
    expect(seccompCost(350).after.value).toBe(seccompCost(20).after.value);
  });

  it.each(runtimes)(
    'has steps of %s that add up to the time to the first instruction',
    (runtime) => {
      for (const options of [fullBundle, { ...fullBundle, seccomp: false, cgroup: false }]) {
        const sum = runtimeSteps(runtime, options).reduce(
          (total, { cost }) => total + cost.value,
          0,
        );
        expect(sum).toBeCloseTo(runtimeCost(runtime, options).createToFirst.value, 6);
      }
    },
  );
});

describe('the first operation on a file of a lower layer', () => {
  const base: CopyUpCase = {
    lower: 'ext4',
    upper: 'ext4',
    op: 'write1',
    sizeMib: 1024,
    dataMib: 1024,
    metacopy: false,
    volatile: false,
  };
  it('copies the whole file on ext4 and across file systems, and shares extents on XFS and btrfs', () => {
    expect(copyUp(base).how).toBe('data copied');
    expect(copyUp(base).bytesWritten.value).toBeGreaterThan(1024 * MIB);
    expect(copyUp({ ...base, lower: 'xfs' }).how).toBe('data copied');
    for (const fs of ['xfs', 'btrfs'] as const) {
      const shared = copyUp({ ...base, lower: fs, upper: fs });
      expect(shared.how).toBe('extents shared');
      expect(shared.bytesWritten.value).toBeLessThan(MIB);
      expect(shared.callUs.value).toBe(
        copyUp({ ...base, lower: fs, upper: fs, sizeMib: 1, dataMib: 1 }).callUs.value,
      );
    }
  });

  it('takes attributes alone for a chmod under metacopy, and no data for O_TRUNC', () => {
    expect(copyUp({ ...base, op: 'chmod' }).how).toBe('data copied');
    expect(copyUp({ ...base, op: 'chmod', metacopy: true }).bytesWritten.value).toBe(65_536);
    expect(copyUp({ ...base, op: 'trunc' }).upperBlocksBytes.value).toBe(4096);
    expect(copyUp({ ...base, op: 'read' }).bytesWritten.value).toBe(0);
  });

  it('copies the data of a sparse file only, and waits for no disk when volatile', () => {
    const sparse = copyUp({ ...base, dataMib: 1 });
    expect(sparse.upperBlocksBytes.value).toBe(MIB + 4096);
    expect(copyUp({ ...base, volatile: true }).callUs.value).toBeCloseTo(165 + 1024 * 495, 6);
    // 256 MiB at the disk's burst, 768 at its lasting speed.
    expect(copyUp(base).callUs.value).toBeCloseTo(
      165 + 1024 * 495 + 1900 + 256 * 2000 + 768 * 4400,
      6,
    );
  });

  it('asks each layer at the first look-up and none at the next', () => {
    expect(lookupCost(60).firstBottom.value - lookupCost(20).firstBottom.value).toBeCloseTo(
      28.8,
      6,
    );
    expect(lookupCost(60).again.value).toBe(lookupCost(1).again.value);
    expect(lookupCost(60).firstTop.value).toBe(lookupCost(5).firstTop.value);
  });

  it('leaves two containers one page cache until one of them copies the file up', () => {
    const both = { sameLower: true, chmodded: false, metacopy: false };
    expect(sharesPages(both)).toBe(true);
    expect(sharesPages({ ...both, sameLower: false })).toBe(false);
    expect(sharesPages({ ...both, chmodded: true })).toBe(false);
    expect(sharesPages({ ...both, chmodded: true, metacopy: true })).toBe(true);
  });
});

describe('memory of N containers', () => {
  it('shares the files and nothing else', () => {
    for (const program of containerPrograms) {
      const one = densityCost(program, 1, true);
      const many = densityCost(program, 300, true);
      expect(one.proportional.value).toBeCloseTo(one.resident.value, 6);
      const files = program.fileMapped.value;
      expect(one.machine.value - many.machine.value).toBeCloseTo(files * (1 - 1 / 300), 6);
      expect(many.kernelStack.value).toBe(16 * program.threads);
    }
  });

  it('is mostly what no process shows for a small program', () => {
    const busybox = containerPrograms.find(({ id }) => id === 'busybox');
    const cost = densityCost(busybox ?? containerPrograms[0]!, 300, true);
    // 52 own, 1392/300 of the files; 16 + 41 + 205 + 335 + 16.3 of the kernel.
    expect(cost.proportional.value).toBeCloseTo(52 + 4.64, 6);
    expect(cost.machine.value).toBeCloseTo(52 + 4.64 + 16 + 41 + 540 + 16.3, 6);
  });
});
