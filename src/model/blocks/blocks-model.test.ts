import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AccessKind, BlockKernel, type LayerCounts } from '../../kernels/blocks/index.ts';
import { writeAmplification } from './accounting.ts';
import { layersVisited, whenToFlatten } from './chain.ts';
import { bootStorm } from './clones.ts';
import { deviceById, devices } from './device.ts';
import { disciplineById, disciplines } from './disciplines.ts';
import { moveDisk } from './disk-migration.ts';
import { jobAccesses } from './job.ts';
import { mixOf, simulateDevice } from './latency.ts';
import { durableMetadata } from './qcow2-run.ts';
import { Replay } from './replay.ts';
import { runSchedule } from './schedule.ts';
import { allocatedAfter, timeToFull } from './thin.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

function replayed(id: string, snapshotEvery: number, keep = 4) {
  const plan = { options: { size: 16 * MIB }, snapshotEvery, keep, prefill: 16 * MIB };
  const machine = new Replay({ ...plan, disciplines: [disciplineById(id)!] });
  const job = { readShare: 0.5, blockSize: 4 * KIB, span: 16 * MIB, requests: 2000, seed: 1 };
  for (const access of jobAccesses({ ...job, pattern: 'rand' })) machine.access(...access);
  return machine.results()[0]!.account;
}

describe('disciplines on one operation stream', () => {
  it.each(disciplines.map((entry) => entry.id))('%s accounts for every guest byte', (id) => {
    for (const snapshotEvery of [0, 300]) {
      const account = replayed(id, snapshotEvery);
      expect(account.guestReads + account.guestWrites).toBe(2000);
      expect(account.hostReadBytes).toBeGreaterThanOrEqual(account.guestReadBytes);
      expect(account.hostWriteBytes).toBeGreaterThanOrEqual(account.guestWriteBytes);
      expect(account.flushes).toBeGreaterThanOrEqual(account.guestWrites);
      expect(account.spaceBytes).toBeGreaterThanOrEqual(16 * MIB);
      expect(account.refused).toBe(0);
    }
  });

  it('only redirect-on-write asks more layers with every snapshot', () => {
    const perRead = (id: string, every: number) => {
      const account = replayed(id, every);
      return account.lookups / account.guestReads;
    };
    expect(perRead('cow', 300)).toBe(0);
    expect(perRead('row', 300)).toBeGreaterThan(perRead('row', 0) * 1.5);
    expect(perRead('write-anywhere', 300)).toBe(perRead('write-anywhere', 0));
  });

  it('a 4 KiB write after a snapshot costs a whole cluster in qcow2 and itself with subclusters', () => {
    expect(writeAmplification(replayed('qcow2', 0))).toBeCloseTo(1, 1);
    expect(writeAmplification(replayed('qcow2', 250, 100))).toBeGreaterThan(5);
    expect(writeAmplification(replayed('qcow2-overlay-ext', 250, 100))).toBeLessThan(2);
  });
});

const none: LayerCounts = {
  reads: 0,
  readBytes: 0,
  writes: 0,
  writtenBytes: 0,
  zeroRanges: 0,
  zeroedBytes: 0,
  requests: 0,
  allocations: 0,
  releases: 0,
  newTables: 0,
  copiedTables: 0,
  lookups: 0,
  inPlace: 0,
  refcountBlocks: 0,
};

describe('metadata of durable writes', () => {
  it('equals the recorded table, refcount and L1 writes and flushes of 127 writes', () => {
    const fresh = durableMetadata({ ...none, allocations: 127, newTables: 114 }, 4096);
    expect(fresh).toEqual({ writes: 596, bytes: 1975184, flushes: 596 });
    const shared = { ...none, allocations: 127, releases: 127, copiedTables: 114 };
    expect(durableMetadata(shared, 4096)).toEqual({ writes: 723, bytes: 2495376, flushes: 837 });
    expect(durableMetadata({ ...none, allocations: 127 }, 65536)).toEqual({
      writes: 254,
      bytes: 16646144,
      flushes: 254,
    });
    expect(durableMetadata({ ...none, inPlace: 127 }, 65536).flushes).toBe(127);
  });
});

const lru = new URL('../../../../shared/data/qcow2-map/l2lru.json', import.meta.url);

describe('the L2 cache', () => {
  it.skipIf(!existsSync(lru))('loads as many slices as the driver did in 42 set-ups', () => {
    const data = JSON.parse(readFileSync(lru, 'utf8'));
    for (const run of data.runs) {
      const kernel = new BlockKernel(16 * MIB);
      const slices = run.slices as number;
      const layer = kernel.createLayer({
        size: data.disk,
        clusterSize: data.cluster,
        cacheSlices: slices,
        sliceBytes: run.entry,
      });
      // One write in every table makes all tables; loads are counted from here.
      for (let at = 0; at < data.disk; at += 8192 * data.cluster) {
        kernel.access(layer, AccessKind.write, at, 512);
      }
      kernel.dropCache(layer);
      for (const page of data.pages[run.pattern]) {
        kernel.access(layer, AccessKind.read, page * 4096, 4096);
      }
      expect({ ...run, found: kernel.cache(layer).loads }).toEqual({ ...run, found: run.loads });
    }
  });
});

describe('chains, clones and thin disks', () => {
  it('visits the layers the literature formula gives', () => {
    expect(layersVisited(64, 0.02)).toBeCloseTo(36.3, 1);
    expect(layersVisited(10, 0)).toBe(10);
  });

  it('pays for a flatten sooner in a deeper chain, and never without reads', () => {
    const base = { held: 0, bytes: 1e10, bytesPerSecond: 1e8, readsPerSecond: 1000 };
    const shallow = whenToFlatten({ ...base, depth: 2 }).paysAfterSeconds!;
    expect(whenToFlatten({ ...base, depth: 32 }).paysAfterSeconds!).toBeLessThan(shallow);
    expect(whenToFlatten({ ...base, depth: 2, readsPerSecond: 0 }).paysAfterSeconds).toBeNull();
  });

  it('boots linked clones in a small part of the space of full copies', () => {
    const storm = bootStorm({
      clones: 50,
      clusterSize: 64 * KIB,
      extended: false,
      baseBytes: 256 * MIB,
      bootReadBytes: 8 * MIB,
      bootWriteBytes: 256 * KIB,
      seed: 1,
    });
    expect(storm.baseReadBytes).toBeGreaterThan(storm.guestReadBytes);
    expect(storm.cloneBytes).toBeLessThan(storm.fullCopyBytes / 10);
    expect(storm.baseReadBytesCachedOnce * 50).toBeCloseTo(storm.baseReadBytes, -1);
  });

  it('keeps the space of a schedule level once old snapshots are given up', () => {
    const schedule = { size: 16 * MIB, span: 16 * MIB, keep: 3, intervals: 12, seed: 1 };
    const job = { writesPerInterval: 500, pattern: 'rand', blockSize: 4096 } as const;
    for (const id of ['cow', 'row', 'write-anywhere', 'qcow2', 'qcow2-overlay']) {
      const points = runSchedule(disciplineById(id)!, { ...schedule, ...job });
      const space = points.map((point) => point.spaceBytes);
      expect(space[3]!).toBeGreaterThan(space[0]!);
      expect(space[11]! / space[5]!).toBeLessThan(1.35);
    }
  });

  it('fills a pool later the more of it is given back', () => {
    const disk = {
      size: 100e9,
      allocated: 10e9,
      writeRate: 10e6,
      trimRate: 0,
      grain: 65536,
      writeSize: 65536,
    };
    const plain = timeToFull(500e9, new Array(10).fill(disk));
    const trimming = timeToFull(500e9, new Array(10).fill({ ...disk, trimRate: 5e6 }));
    expect(plain.overcommit).toBeCloseTo(2);
    expect(trimming.secondsToFull!).toBeGreaterThan(plain.secondsToFull!);
    expect(trimming.secondsToFullWithoutReclaim).toBeCloseTo(plain.secondsToFull!, 3);
    expect(timeToFull(2000e9, new Array(10).fill(disk)).secondsToFull).toBeNull();
    expect(allocatedAfter(disk, 0)).toBe(10e9);
  });

  it('moves a disk unless the guest writes faster than the link', () => {
    const move = {
      dataBytes: 100e9,
      historyBytes: 50e9,
      bytesPerSecond: 500e6,
      writeRate: 10e6,
      workingSet: 1e9,
      maxPause: 0.3,
    };
    const mirror = moveDisk({ ...move, method: 'mirror', withSnapshots: false });
    expect(mirror.seconds).toBeCloseTo(100e9 / 490e6, 6);
    const whole = moveDisk({ ...move, method: 'mirror', withSnapshots: true });
    expect(whole.seconds).toBeCloseTo(150e9 / 490e6, 6);
    const passes = moveDisk({ ...move, method: 'passes', withSnapshots: false });
    expect(passes.verdict).toBe('completes');
    expect(passes.pauseSeconds).toBeLessThanOrEqual(0.3);
    const flood = moveDisk({ ...move, writeRate: 600e6, method: 'mirror', withSnapshots: false });
    expect(flood.verdict).toBe('never converges');
  });
});

describe('devices', () => {
  it.each(devices.map((entry) => entry.id))(
    '%s gives more requests and longer waits with depth',
    (id) => {
      const mix = mixOf(replayed('qcow2', 300));
      const shallow = simulateDevice(deviceById(id)!, mix, 1);
      const deep = simulateDevice(deviceById(id)!, mix, 64);
      expect(deep.iops).toBeGreaterThanOrEqual(shallow.iops * 0.99);
      expect(deep.p99Us).toBeGreaterThanOrEqual(shallow.p99Us);
      expect(deep.p99Us).toBeGreaterThanOrEqual(deep.p50Us);
      // Little's law ties the three together in a closed loop.
      expect((deep.iops * deep.meanUs) / 1e6).toBeCloseTo(64, -1);
    },
  );

  it('reaches the published rate of its single-request reads', () => {
    const mix = { ...mixOf(replayed('cow', 0)), readShare: 1, readParts: 1 };
    expect(simulateDevice(deviceById('nvme')!, mix, 1).iops / 21_600).toBeCloseTo(1, 1);
  });
});
