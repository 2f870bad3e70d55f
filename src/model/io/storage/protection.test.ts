import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { srv } from '../../../hosts/srv.ts';
import { virtioStages } from '../virtio-stages.ts';
import { type ArrayLoad, arrayAnswer, defaultSchemes, protectionOf } from './protection.ts';
import { raidFigures } from './raid.ts';
import { tierMix, tierOf } from './tiers.ts';

const load: ArrayLoad = {
  diskIops: 180,
  diskBytes: 10e12,
  writeShare: 0.9,
  rebuildBytesPerS: 1e8,
  iops: 1000,
  rawBytes: null,
};

describe('protection of data', () => {
  it('makes 1,900, 3,700 and 5,500 disk operations of 1,000 requests at 90 % writes: 11, 21 and 31 disks', () => {
    const rows = ['raid10', 'raid5', 'raid6'].map((id) => arrayAnswer(protectionOf(id, 8), load));
    expect(rows.map(({ backEndIops }) => Math.round(backEndIops!))).toEqual([1900, 3700, 5500]);
    expect(rows.map(({ disksForRate }) => disksForRate)).toEqual([11, 21, 31]);
    // RAID 10 is built of pairs.
    expect(rows[0]!.disksToBuild).toBe(12);
  });

  it('carries 608 requests on RAID 5 of 5 disks at 16 % writes, where the popular formula says 792', () => {
    const mix = { ...load, writeShare: 0.16, iops: null };
    const five = arrayAnswer(protectionOf('raid5x5', 8), mix);
    expect(Math.round(five.frontIops)).toBe(608);
    expect(Math.round(five.popularIops)).toBe(792);
    expect(Math.round(arrayAnswer(protectionOf('raid10x8', 8), mix).frontIops)).toBe(1241);
  });

  it('writes as often as raidFigures says: less where an array of parity has few disks', () => {
    const operations = (id: string, groups = 2) => protectionOf(id, 8, groups).writeOperations;
    for (const [id, level, disks] of [
      ['raid5x8', 5, 8],
      ['raid5x3', 5, 3],
      ['raid6x4', 6, 4],
      ['raid6x12', 6, 12],
      ['raid10x4', 10, 4],
      ['raid1x3', 1, 3],
      ['raid0x4', 0, 4],
    ] as const) {
      expect(operations(id).value, id).toBe(raidFigures({ level, disks }).writeOperations);
    }
    // By hand: three disks read one block and write two; two such arrays are no different, nor are six of four.
    expect(operations('raid5x3')).toMatchObject({ value: 3, status: 'derived' });
    expect(operations('raid50x6').value).toBe(3);
    expect(operations('raid60x8').value).toBe(4);
    expect(operations('raid60x16')).toMatchObject({ value: 6, status: 'published' });
  });

  it('leaves 66.7, 33.3, 50 and 72.7 TB of 100', () => {
    const usable = ['ec4+2', 'replica3', 'ec2+2', 'ec8+3'].map(
      (id) => arrayAnswer(protectionOf(id, 8), { ...load, rawBytes: 100e12 }).usableBytes / 1e12,
    );
    expect(usable.map((tb) => Math.round(tb * 10) / 10)).toEqual([66.7, 33.3, 50, 72.7]);
  });

  it('takes 27.8 hours to rebuild 10 TB at 100 MB/s', () => {
    expect(arrayAnswer(protectionOf('raid6', 8), load).rebuildHours).toBeCloseTo(27.8, 1);
  });

  it('of RAID 50 and 60 loses one and two disks a group', () => {
    expect(protectionOf('raid50x12', 8).usableShare).toBeCloseTo(10 / 12);
    expect(protectionOf('raid60x12', 8, 3).usableShare).toBeCloseTo(6 / 12);
    expect(() => protectionOf('raid50x7', 8)).toThrow(/equal groups/);
    expect(() => protectionOf('raid5x2', 8)).toThrow(/3 to 4096/);
    expect(() => protectionOf('raid7', 8)).toThrow(/expected raid5/);
  });

  it('never carries more than the popular formula says, and as much as the disks where nobody writes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...defaultSchemes),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (id, writeShare) => {
          const answer = arrayAnswer(protectionOf(id, 8), { ...load, writeShare, iops: null });
          expect(answer.frontIops).toBeLessThanOrEqual(answer.popularIops * (1 + 1e-12));
          const readOnly = arrayAnswer(protectionOf(id, 8), { ...load, writeShare: 0 });
          expect(readOnly.frontIops).toBeCloseTo(readOnly.protection.disks * 180);
        },
      ),
    );
  });
});

describe('the stages of a virtio request', () => {
  const question = {
    host: srv,
    read: true,
    perKick: 1,
    backEnd: 'qemu' as const,
    mode: 'virtualized',
    logicalVolume: false,
    transport: 'local-nvme',
  };
  const us = (change: Partial<typeof question>, id: string) =>
    virtioStages({ ...question, ...change }).find((stage) => stage.id === id)!.us.value;

  it('begin with the front end and end with the completion', () => {
    const ids = virtioStages(question).map(({ id }) => id);
    expect(ids[0]).toBe('front-end');
    expect(ids.at(-1)).toBe('completion');
  });

  it('share notification and completion among batched requests, and nothing else', () => {
    expect(us({ perKick: 8 }, 'ring')).toBeCloseTo(us({}, 'ring') / 8);
    expect(us({ perKick: 8 }, 'back-end')).toBe(us({}, 'back-end'));
  });

  it('spend nothing on a volume or file that is not there', () => {
    expect(us({}, 'logical-volume')).toBe(0);
    expect(us({ logicalVolume: true }, 'logical-volume')).toBeGreaterThan(0);
    expect(us({ mode: 'raw-device-mapping' }, 'virtual-disk')).toBe(0);
  });
});

describe('tiers', () => {
  it('answer with the mean of their shares', () => {
    const mix = tierMix([
      { ...tierOf('local-nvme'), share: 0.5 },
      { ...tierOf('nfs'), share: 0.5 },
    ]);
    expect(mix.meanUs.value).toBeCloseTo((15 + 1250) / 2);
    expect(() => tierMix([{ ...tierOf('nfs'), share: 0.5 }])).toThrow(/add up to 1/);
  });
});
