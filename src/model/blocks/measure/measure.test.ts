import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLuks, luksPayloadOffset } from './luks.ts';
import {
  DataClusters,
  defaultQcow2,
  largestDisk,
  measureQcow2,
  type Qcow2Target,
} from './qcow2.ts';

const GIB = 2 ** 30;
const empty = (size: number) => ({ size, dataBytes: 0, bitmaps: null });

describe('what a qcow2 image needs', () => {
  // `qemu-img measure -O qcow2 -o OPTIONS --size SIZE` of QEMU 7.2.22.
  it.each<[string, Partial<Qcow2Target>, number, number, number]>([
    ['of no size', {}, 0, 196608, 196608],
    ['of 1000 bytes', {}, 1000, 327680, 393216],
    ['of 512-byte clusters', { clusterSize: 512 }, 10 * GIB, 213841408, 10951259648],
    [
      'of 2 MiB clusters, extended L2, 1-bit refcounts',
      { clusterSize: 2 ** 21, extendedL2: true, refcountBits: 1 },
      10 * GIB,
      10485760,
      10747904000,
    ],
    ['of version 2', { clusterSize: 4096, version: 2 }, 10 * GIB, 26288128, 10763706368],
    [
      'with preallocated metadata and 64-bit refcounts',
      { clusterSize: 2 ** 20, refcountBits: 64, preallocation: 'metadata' },
      10 * GIB,
      5242880,
      10742661120,
    ],
    ['preallocated', { preallocation: 'falloc' }, 10 * GIB, 10739318784, 10739318784],
    ['of 1 TiB in 4 KiB clusters', { clusterSize: 4096 }, 1024 * GIB, 2690920448, 1102202548224],
  ])('%s is what qemu-img measures', (_, options, size, required, fullyAllocated) => {
    const found = measureQcow2({ ...defaultQcow2, ...options }, empty(size));
    expect(found).toEqual({ required, fullyAllocated, bitmaps: null });
  });

  it('adds the key slots of LUKS, and bitmaps as if set throughout', () => {
    const luks = { cipher: 'aes-128', mode: 'cbc' } as const;
    expect([luksPayloadOffset(defaultLuks), luksPayloadOffset(luks)]).toEqual([2068480, 528384]);
    const plain = measureQcow2(defaultQcow2, empty(GIB));
    const encrypted = measureQcow2({ ...defaultQcow2, luks: defaultLuks }, empty(GIB));
    expect(encrypted.required - plain.required).toBe(2 ** 21);
    // Two bitmaps of a 10 MiB disk: a cluster and a table each, and the directory.
    const bitmaps = ['b0', 'b1'].map((name) => ({ name, granularityBytes: 8192 }));
    const source = { size: 10 * 2 ** 20, dataBytes: 0, bitmaps };
    expect(measureQcow2(defaultQcow2, source).bitmaps).toBe(327680);
    expect(measureQcow2({ ...defaultQcow2, version: 2 }, source).bitmaps).toBeNull();
  });

  it('ends at the disk its L1 table has room for', () => {
    expect(largestDisk({ ...defaultQcow2, clusterSize: 512 })).toBe(128 * GIB);
  });
});

describe('data in clusters of the target', () => {
  it('is every cluster that any data extent touches, once', () => {
    const lengths = fc.array(
      fc.record({ length: fc.integer({ min: 1, max: 40 }), data: fc.boolean() }),
    );
    fc.assert(
      fc.property(lengths, fc.constantFrom(1, 4, 16), (pieces, clusterSize) => {
        const clusters = new DataClusters(clusterSize);
        const touched = new Set<number>();
        let start = 0;
        for (const { length, data } of pieces) {
          clusters.add({ start, length, data, zero: !data });
          for (let at = start; data && at < start + length; at++) {
            touched.add(Math.floor(at / clusterSize));
          }
          start += length;
        }
        expect(clusters.bytes).toBe(touched.size * clusterSize);
      }),
    );
  });

  it('leaves out what is allocated and reads as zero', () => {
    const clusters = new DataClusters(4096);
    clusters.add({ start: 0, length: 8192, data: true, zero: true });
    expect(clusters.bytes).toBe(0);
  });
});
