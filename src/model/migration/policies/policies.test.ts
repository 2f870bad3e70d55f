import { describe, expect, it } from 'vitest';
import { defaultHost, defaultSettings } from '../defaults.ts';
import { uniform } from '../dirty.ts';
import type { MigratingGuest } from '../plan-types.ts';
import { checkpoint, continuousCheckpoint } from './checkpoint.ts';
import { coldMigration } from './cold.ts';
import { defaultFailover, failover } from './failover.ts';
import { loggingCost } from './logging-cost.ts';
import { stopRules } from './other-stop-rules.ts';
import { postcopyTail } from './postcopy.ts';
import { evacuate } from './shared-link.ts';
import { underStopRule } from './stop-rules.ts';
import { storageMigration } from './storage.ts';

const GIB = 2 ** 30;
const guest: MigratingGuest = {
  ramBytes: 8 * GIB,
  zeroShare: 0.25,
  dirty: uniform(2 ** 18, 8000),
  deviceStateBytes: 2 ** 20,
};
const linked = { ...defaultSettings, maxBandwidth: 0, linkBandwidth: 1.25e9 };

describe('policies', () => {
  it('cold: the guest is down for one pass over what is not zero', () => {
    const { blackoutS, transferredBytes } = coldMigration(guest, linked, defaultHost);
    expect(transferredBytes / (6 * GIB)).toBeCloseTo(1, 2);
    expect(blackoutS).toBeGreaterThan(transferredBytes / 1.25e9);
    const half = coldMigration(guest, { ...linked, compressionRatio: 0.5 }, defaultHost);
    expect(half.transferredBytes / transferredBytes).toBeCloseTo(0.5, 2);
  });

  it('failover: detection, fencing, restart and boot add up and memory is lost', () => {
    const times = defaultFailover();
    expect(failover(times)).toMatchObject({ transferredBytes: 0, lostState: 'memory' });
    expect(failover({ ...times, bootS: times.bootS + 7 }).blackoutS).toBeCloseTo(
      failover(times).blackoutS + 7,
    );
  });

  it('checkpoint: copy-on-write trades the long stop for faults', () => {
    const target = { writeBytesPerS: 1e9, diskSnapshotMs: 50, copyFaultNs: 2000 };
    const stopped = checkpoint(guest, linked, defaultHost, { ...target, mode: 'stopped' });
    const running = checkpoint(guest, linked, defaultHost, { ...target, mode: 'copy-on-write' });
    expect(stopped.blackoutS).toBeGreaterThan(6);
    expect(running.blackoutS).toBeLessThan(0.1);
    expect(running.guestStallS).toBeCloseTo((running.copiedPages * 2000) / 1e9);
    const often = continuousCheckpoint(guest, 0.1, 1.25e9);
    expect(often.bytesPerCheckpoint).toBeLessThanOrEqual(801 * 4096);
    expect(often.guestShare).toBeGreaterThan(0.9);
  });

  it('post-copy: more pages at home, more faults, never more than pages', () => {
    const few = postcopyTail(guest, linked, defaultHost, 10_000, 0.3);
    const many = postcopyTail(guest, linked, defaultHost, 1_000_000, 0.3);
    expect(many.faults).toBeGreaterThan(few.faults);
    expect(few.faults).toBeLessThanOrEqual(10_000);
    expect(many.tailS).toBeCloseTo((1_000_000 * 4104) / 1.25e9, 6);
  });

  it('storage: the memory follows the mirror and shares its link', () => {
    const disk = {
      allocatedBytes: 40 * GIB,
      writesPerS: 500,
      writeBytes: 16_384,
      workingSetBytes: 2 * GIB,
      diskBytesPerS: 1e9,
    };
    const moved = storageMigration(guest, disk, linked, defaultHost);
    expect(moved.verdict).toBe('completes');
    expect(moved.mirrorS).toBeGreaterThan((40 * GIB) / 1e9);
    expect(moved.diskBytes).toBeGreaterThan(40 * GIB);
    const flooded = storageMigration(
      guest,
      { ...disk, writesPerS: 200_000, workingSetBytes: 30 * GIB },
      linked,
      defaultHost,
    );
    expect(flooded.verdict).toBe('never');
  });

  it('Xen stops after five rounds, vMotion slows a guest that outruns the link', () => {
    const busy = { ...guest, dirty: uniform(2 ** 20, 200_000) };
    const [xen, classic, vmotion] = stopRules.map((rule) =>
      underStopRule(busy, { ...linked, linkBandwidth: 2e8 }, defaultHost, rule),
    );
    expect(xen).toMatchObject({ rounds: 5, stoppedBy: 'rounds' });
    expect(classic!.transferredBytes).toBeGreaterThan(3 * 6 * GIB);
    expect(classic!.stoppedBy).toBe('sent');
    expect(vmotion!.guestShare).toBeLessThan(1);
    expect(vmotion!.blackoutS).toBeLessThan(xen!.blackoutS);
  });

  it('logging: PML exits once per 512 first writes, write protection on each', () => {
    const options = { clearEveryS: 2, hugePages: false, ringEntries: 4096, clockGhz: 2.5 };
    const pml = loggingCost(guest, 'pml', options);
    const protect = loggingCost(guest, 'write-protect', options);
    const ring = loggingCost(guest, 'dirty-ring', options);
    expect(protect.exitsPerS / pml.exitsPerS).toBeCloseTo(512, 6);
    expect(ring.exitsPerS).toBeLessThan(pml.exitsPerS);
    expect(protect.guestSlowdown).toBeGreaterThan(10 * pml.guestSlowdown);
    expect(protect.guestSlowdown).toBeLessThanOrEqual(1);
  });
});

describe('evacuation', () => {
  const fleet = Array.from({ length: 6 }, (_, i) => ({
    name: `vm${i}`,
    from: i < 4 ? 'a' : 'b',
    guest: { ...guest, ramBytes: (i + 1) * GIB },
  }));
  const limits = { perHost: 2, perCluster: 3, hostLinkBytesPerS: 1.25e9 };

  it('keeps the limits of host and cluster at every moment', () => {
    const { machines } = evacuate(fleet, linked, defaultHost, limits);
    expect(machines).toHaveLength(6);
    for (const { startS } of machines) {
      const at = machines.filter((one) => one.startS <= startS && startS < one.endS);
      expect(at.length).toBeLessThanOrEqual(3);
      expect(at.filter(({ from }) => from === 'a').length).toBeLessThanOrEqual(2);
    }
  });

  it('is not faster with a slower link, and reports who cannot leave', () => {
    const fast = evacuate(fleet, linked, defaultHost, limits);
    const slow = evacuate(fleet, linked, defaultHost, { ...limits, hostLinkBytesPerS: 2e8 });
    expect(slow.totalS).toBeGreaterThan(fast.totalS);
    const mad = { name: 'mad', from: 'a', guest: { ...guest, dirty: uniform(2 ** 20, 1e6) } };
    const { machines } = evacuate([mad], linked, defaultHost, limits);
    expect(machines[0]).toMatchObject({ name: 'mad', verdict: 'never' });
  });
});
