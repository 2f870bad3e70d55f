import { expect, it } from 'vitest';
import { AccessKind, BlockKernel } from '../../kernels/blocks/index.ts';
import { jobAccesses } from '../../model/blocks/job.ts';
import { type Disk, diskOf, disksVmKeys } from './schema.ts';
import { tableLoads } from './table-loads.ts';

const disk = (more: Partial<Disk>): Disk =>
  diskOf({ disk: { ...disksVmKeys.disk.parse({}), ...more } });
const GIB = 2 ** 30;

it('loads as many slices as the driver of the exact map over the same requests', () => {
  for (const pattern of ['rand', 'zipf', 'seq'] as const) {
    const one = disk({ pattern, used: 2 * GIB, size: 2 * GIB });
    const kernel = new BlockKernel(2 ** 26);
    const cache = { cacheSlices: 16, sliceBytes: 4096 };
    const layer = kernel.createLayer({ size: one.size, clusterSize: 65_536, ...cache });
    // One write in every table makes all tables.
    for (let at = 0; at < one.size; at += 8192 * 65_536) {
      kernel.access(layer, AccessKind.write, at, 512);
    }
    kernel.dropCache(layer);
    const requests = 40_000;
    const job = { pattern, readShare: one.reads, blockSize: one.blockSize, span: one.used };
    let warm = 0;
    let done = 0;
    for (const [, offset, length] of jobAccesses({ ...job, requests, seed: 1 })) {
      if (done++ === requests / 2) warm = kernel.cache(layer).loads;
      kernel.access(layer, AccessKind.read, offset, length);
    }
    const loads = kernel.cache(layer).loads - warm;
    expect(tableLoads(one, 16 * 4096, 1) * 20_000, pattern).toBeCloseTo(loads, 6);
  }
});

it('random reads miss as the uncovered share of the tables does, and none once all fit', () => {
  // 8 GiB of 64 KiB clusters have 1 MiB of tables.
  const one = disk({ pattern: 'rand', used: 8 * GIB });
  for (const share of [0.25, 0.5, 0.75]) {
    expect(tableLoads(one, share * 2 ** 20, 1)).toBeCloseTo(1 - share, 1);
  }
  expect(tableLoads(one, 2 ** 20, 1)).toBe(0);
  expect(tableLoads(one, undefined, 1)).toBe(0);
  expect(tableLoads({ ...one, discipline: 'sesparse' }, 4096, 1)).toBe(0);
});
