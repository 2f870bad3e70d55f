import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Disk,
  parseOperations,
  type ShownOperation,
  shownDisciplines,
  walkThrough,
} from './walk-through.ts';

const disk: Disk = { blocks: 2, blockSize: 0x1000, filled: 2, writeBytes: 0x1000 };
const overwrite = parseOperations('s w1', 2);

describe('the walk-through of Hello and World', () => {
  it('copy-on-write keeps the place and copies the old content behind the disk', () => {
    const { steps, map } = walkThrough('cow', overwrite, disk);
    expect(steps[1]).toMatchObject({ before: 0x1000, after: 0x1000, copiedTo: [0x2000] });
    expect(steps[1]).toMatchObject({ hostReadBytes: 0x1000, hostWrittenBytes: 0x2000 });
    expect(map[1]).toEqual({ block: 1, live: 0x1000, snapshots: [0x2000] });
    expect(map[0]).toEqual({ block: 0, live: 0, snapshots: [0] });
  });

  it('redirect-on-write and write-anywhere move the write and copy nothing', () => {
    for (const id of ['row', 'write-anywhere'] as const) {
      const { steps, map } = walkThrough(id, overwrite, disk);
      expect(steps[1]).toMatchObject({ before: 0x1000, after: 0x2000, copiedTo: [] });
      expect(steps[1]).toMatchObject({ hostReadBytes: 0, hostWrittenBytes: 0x1000 });
      expect(map[1]).toEqual({ block: 1, live: 0x2000, snapshots: [0x1000] });
    }
  });

  it('only the first write after a snapshot moves; write-anywhere moves every time', () => {
    const again = parseOperations('s w1 w1 w1', 2);
    const moves = (id: (typeof shownDisciplines)[number]) =>
      walkThrough(id, again, disk).steps.filter(({ before, after }) => before !== after).length;
    expect([moves('row'), moves('qcow2'), moves('write-anywhere')]).toEqual([1, 1, 3]);
    const copies = walkThrough('cow', again, disk).steps.map(({ copiedTo }) => copiedTo.length);
    expect(copies).toEqual([0, 1, 0, 0]);
  });

  it('a partial write reads the rest of the block where it moves', () => {
    const part = { ...disk, writeBytes: 512 };
    expect(walkThrough('row', overwrite, part).steps[1]).toMatchObject({
      hostReadBytes: 0x1000,
      hostWrittenBytes: 0x1000,
    });
  });
});

describe('operations in words', () => {
  it('are snapshots, writes of one or more blocks, and reads', () => {
    expect(parseOperations('s, w1-2; r0', 3)).toEqual([
      { kind: 'snapshot' },
      { kind: 'write', block: 1 },
      { kind: 'write', block: 2 },
      { kind: 'read', block: 0 },
    ]);
  });

  it('are refused where they leave the disk or say nothing', () => {
    for (const text of ['', 'w2', 'w1-0', 'x', 'w-1', 'w0-99999999']) {
      expect(() => parseOperations(text, 2), text).toThrow(/expected/);
    }
  });
});

const BLOCKS = 6;
const BLOCK = 4096;
const operation: fc.Arbitrary<ShownOperation> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('write' as const), block: fc.nat(BLOCKS - 1) }),
  },
);

describe('the addresses shown', () => {
  it.each(shownDisciplines)('hold what each snapshot and the disk should read: %s', (id) => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 40 }), (operations) => {
        const walk = walkThrough(id, operations, {
          blocks: BLOCKS,
          blockSize: BLOCK,
          filled: BLOCKS,
          writeBytes: BLOCK,
        });
        // Contents by address, moved exactly as the steps say; what should be read, kept beside.
        const store = new Map<number, string>();
        const wanted = Array.from({ length: BLOCKS }, (_, block) => `${block} at first`);
        const start = walkThrough(id, [{ kind: 'read', block: 0 }], {
          blocks: BLOCKS,
          blockSize: BLOCK,
          filled: BLOCKS,
          writeBytes: BLOCK,
        }).map;
        for (const { block, live } of start) store.set(live!, wanted[block]!);
        const kept: string[][] = [];
        operations.forEach((done, i) => {
          const { before, after, copiedTo } = walk.steps[i]!;
          if (done.kind === 'snapshot') kept.push([...wanted]);
          if (done.kind !== 'write') return;
          for (const copy of copiedTo) store.set(copy, store.get(before!)!);
          wanted[done.block] = `${done.block} at ${i}`;
          store.set(after!, wanted[done.block]!);
        });
        for (const { block, live, snapshots } of walk.map) {
          expect(store.get(live!)).toBe(wanted[block]);
          snapshots.forEach((place, s) => {
            expect(store.get(place!)).toBe(kept[s]![block]);
          });
        }
      }),
      { numRuns: 25 },
    );
  });
});
