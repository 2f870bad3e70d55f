import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../rng.ts';
import {
  CopyOnWrite,
  RedirectOnWrite,
  type SnapshotDisk,
  WriteAnywhere,
} from './disciplines.reference.ts';
import { BlockStore, type PureDiscipline } from './store.ts';

const BLOCK = 0x1000;

describe('where Hello and World end up', () => {
  it('copy-on-write keeps World at 0x1000 and moves Hello to 0x2000; reads need no table', () => {
    const disk = new CopyOnWrite<string>(2, BLOCK);
    disk.write(1, 'Hello', BLOCK);
    const before = disk.snapshot();
    disk.write(1, 'World', BLOCK);
    expect(disk.at(0x1000 / BLOCK)).toBe('World');
    expect(disk.at(0x2000 / BLOCK)).toBe('Hello');
    expect(disk.read(1)).toBe('World');
    expect(disk.tally.lookups).toBe(0);
    expect(disk.readSnapshot(before, 1)).toBe('Hello');
    expect(disk.tally.lookups).toBe(1);
  });

  it('redirect-on-write keeps Hello at 0x1000 and writes World to 0x2000; reads go through the table', () => {
    const disk = new RedirectOnWrite<string>(2, BLOCK);
    disk.write(1, 'Hello', BLOCK);
    const before = disk.snapshot();
    disk.write(1, 'World', BLOCK);
    expect(disk.at(0x1000 / BLOCK)).toBe('Hello');
    expect(disk.at(0x2000 / BLOCK)).toBe('World');
    const lookups = disk.tally.lookups;
    expect(disk.read(1)).toBe('World');
    expect(disk.tally.lookups).toBe(lookups + 1);
    expect(disk.readSnapshot(before, 1)).toBe('Hello');
  });

  it('write-anywhere leaves both where they were written', () => {
    const disk = new WriteAnywhere<string>(BLOCK);
    disk.write(1, 'Hello', BLOCK);
    const before = disk.snapshot();
    disk.write(1, 'World', BLOCK);
    expect([disk.at(0), disk.at(1)]).toEqual(['Hello', 'World']);
    expect(disk.read(1)).toBe('World');
    expect(disk.readSnapshot(before, 1)).toBe('Hello');
  });
});

const BLOCKS = 64;

function reference(discipline: PureDiscipline): SnapshotDisk<number> {
  if (discipline === 'cow') return new CopyOnWrite(BLOCKS, BLOCK);
  if (discipline === 'row') return new RedirectOnWrite(0, BLOCK);
  return new WriteAnywhere(BLOCK);
}

describe('the store kernel', () => {
  it.each(['cow', 'row', 'write-anywhere'] as const)(
    'counts %s like the reference',
    (discipline) => {
      const step = fc.record({
        kind: fc.nat(9),
        block: fc.nat(BLOCKS - 1),
        part: fc.constantFrom(BLOCK, 512, 2048),
      });
      fc.assert(
        fc.property(fc.array(step, { minLength: 200, maxLength: 300 }), (steps) => {
          const disk = reference(discipline);
          const size = BLOCKS * BLOCK;
          const options = { discipline, size, blockSize: BLOCK, capacity: size * 32, reserve: 1 };
          const store = new BlockStore(options, 32 * 1024 * 1024);
          for (const { kind, block, part } of steps) {
            if (kind === 0) {
              disk.snapshot();
              store.snapshot();
            } else if (kind < 7) {
              disk.write(block, block, part);
              store.write(block * BLOCK, part);
            } else if (discipline !== 'cow') {
              disk.read(block);
              store.read(block * BLOCK, BLOCK);
            }
          }
          expect(store.counts()).toMatchObject(disk.tally);
        }),
        { numRuns: process.env.VIRTCOST_FULL ? 500 : 40 },
      );
    },
  );

  it('cleans a full log and refuses only when everything in it is needed', () => {
    const size = 1024 * BLOCK;
    const options = { size, blockSize: BLOCK, capacity: size * 1.25, segmentSize: 16 * BLOCK };
    const store = new BlockStore({ discipline: 'write-anywhere', reserve: 2, ...options });
    for (let i = 0; i < 1024; i++) store.write(i * BLOCK, BLOCK);
    const rng = new Rng(3);
    for (let i = 0; i < 20_000; i++) store.write(rng.nextBelow(1024) * BLOCK, BLOCK);
    const { cleanedBlocks, refused, spaceBlocks } = store.counts();
    expect(refused).toBe(0);
    expect(spaceBlocks).toBe(1024);
    expect(cleanedBlocks).toBeGreaterThan(1000);
    store.snapshot();
    for (let i = 0; i < 1024; i++) store.write(i * BLOCK, BLOCK);
    expect(store.counts().refused).toBeGreaterThan(0);
  });

  it('copies once for the newest snapshot alone, where snapshots share a store', () => {
    const copies = (everySnapshot: boolean) => {
      const options = { discipline: 'cow', size: 16 * BLOCK, blockSize: BLOCK } as const;
      const store = new BlockStore({ ...options, everySnapshot }, 16 * 1024 * 1024);
      for (let i = 0; i < 5; i++) store.snapshot();
      for (let i = 0; i < 16; i++) store.write(i * BLOCK, BLOCK);
      return store.counts().copiedBlocks;
    };
    expect([copies(true), copies(false)]).toEqual([5 * 16, 16]);
  });

  it('frees the space of a deleted snapshot', () => {
    for (const discipline of ['cow', 'row', 'write-anywhere'] as const) {
      const store = new BlockStore({
        discipline,
        size: 256 * BLOCK,
        blockSize: BLOCK,
        capacity: 4096 * BLOCK,
        segmentSize: 32 * BLOCK,
      });
      const writeAll = () => {
        for (let i = 0; i < 256; i++) store.write(i * BLOCK, BLOCK);
      };
      writeAll();
      const before = store.counts().spaceBlocks;
      const first = store.snapshot();
      writeAll();
      const second = store.snapshot();
      writeAll();
      expect(store.counts().spaceBlocks).toBe(before + 512);
      store.deleteSnapshot(first);
      store.deleteSnapshot(second);
      expect(store.counts().spaceBlocks).toBe(before);
    }
  });
});
