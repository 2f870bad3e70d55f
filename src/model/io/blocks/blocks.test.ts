import { describe, expect, it } from 'vitest';
import { hostBytesPerWrite } from './cluster-fill.ts';
import { l2CacheToCover, lruLoads, missShare } from './l2-cache.ts';
import { extentsAfter, windowedBytes } from './shared-extents.ts';
import { thinMetadataBytes } from './thin-copy.ts';

const MiB = 2 ** 20;

describe('L2 table cache', () => {
  it('needs 1 MB per 8 GB of disk at 64 KiB clusters, twice that with extended L2', () => {
    expect(l2CacheToCover(8 * 1024 * MiB, 65_536)).toBe(MiB);
    expect(l2CacheToCover(8 * 1024 * MiB, 65_536, true)).toBe(2 * MiB);
    expect(missShare(3 * MiB, MiB)).toBe(0);
  });
  it('loses everything on a cycle one longer than the cache', () => {
    const cycle = Array.from({ length: 40 }, (_, i) => i % 4);
    expect(lruLoads(cycle, 3)).toBe(40);
    expect(lruLoads(cycle, 4)).toBe(4);
  });
});

describe('first write into a cluster', () => {
  it('writes in place when the cluster is private', () => {
    const bytes = hostBytesPerWrite(4096, 65_536, false, 'overwrite');
    expect(bytes).toEqual({ written: 4096, readForCopy: 0, zeroRanged: 0 });
  });
  it('copies the whole cluster after an internal snapshot, subclusters or not', () => {
    const of = (extended: boolean) =>
      hostBytesPerWrite(4096, 65_536, extended, 'after internal snapshot').written;
    expect([of(false), of(true)]).toEqual([65_536, 65_536]);
  });
  it('copies one subcluster of an overlay', () => {
    const bytes = hostBytesPerWrite(4096, 262_144, true, 'overlay on data');
    expect(bytes).toEqual({ written: 8192, readForCopy: 4096, zeroRanged: 0 });
  });
});

describe('shared extents', () => {
  it('count untouched segments, rewritten runs and the initial split', () => {
    expect(extentsAfter([1, 2, 5], 4096, 8 * 4096, 'all')).toBe(3 + 2 + 1);
    expect(extentsAfter([1, 2, 5], 4096, 8 * 4096, 'none')).toBe(3 + 3 + 1);
    expect(extentsAfter([0, 7], 4096, 8 * 4096, 'all')).toBe(1 + 2 + 1);
    expect(windowedBytes([0, 1, 31, 32], 4096, 131_072)).toBe(2 * 131_072);
  });
});

describe('thin pool', () => {
  it('takes 48 bytes of metadata a block, from 2 MiB to 16 GiB', () => {
    expect(thinMetadataBytes(2 ** 40, 65_536)).toBe(48 * 2 ** 24);
    expect(thinMetadataBytes(2 ** 30, 2 ** 20)).toBe(2 * MiB);
    expect(thinMetadataBytes(2 ** 50, 65_536)).toBe(16 * 2 ** 30);
  });
});
