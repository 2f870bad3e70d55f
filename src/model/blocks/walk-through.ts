import { printable, UserError } from '../../errors.ts';
import { AccessKind, BlockKernel, type Layer } from '../../kernels/blocks/index.ts';
import { BlockStore, type PureDiscipline } from '../../kernels/blocks/store.ts';

/** What is shown of a disk: writes and reads of blocks, and snapshots. */
export type ShownOperation = { kind: 'write' | 'read'; block: number } | { kind: 'snapshot' };

export const shownDisciplines = ['cow', 'row', 'write-anywhere', 'qcow2'] as const;
export type ShownDiscipline = (typeof shownDisciplines)[number];

export interface Disk {
  blocks: number;
  blockSize: number;
  /** Blocks that hold data before the first operation, from the first on. */
  filled: number;
  /** Bytes of one write: a block, or a part of it from its beginning. */
  writeBytes: number;
}

/** One operation, and where its block lay before and lies after it; addresses in bytes of the host. */
export interface ShownStep {
  step: number;
  operation: string;
  block: number | null;
  before: number | null;
  after: number | null;
  /** Where the old content was copied to, copy-on-write; one address a snapshot that lacked it. */
  copiedTo: number[];
  hostReadBytes: number;
  hostWrittenBytes: number;
  lookups: number;
}

/** Where each block lies now and in every snapshot. */
export interface ShownMap {
  block: number;
  live: number | null;
  snapshots: (number | null)[];
}

export interface WalkThrough {
  discipline: ShownDiscipline;
  steps: ShownStep[];
  map: ShownMap[];
}

const MOST_STEPS = 10_000;
const MOST_SNAPSHOTS = 200;

/** "s w1 w2-4 r1": snapshots, writes and reads of blocks; blanks, commas and semicolons separate. */
export function parseOperations(text: string, blocks: number): ShownOperation[] {
  const operations: ShownOperation[] = [];
  for (const word of text.split(/[\s,;]+/).filter((part) => part !== '')) {
    if (word === 's') operations.push({ kind: 'snapshot' });
    else {
      const found = /^([wr])(\d{1,9})(?:-(\d{1,9}))?$/.exec(word);
      const first = Number(found?.[2]);
      const last = Number(found?.[3] ?? found?.[2]);
      if (!found || first > last || last >= blocks) {
        throw new UserError(
          printable(
            `expected s, wBLOCK, wFIRST-LAST or rBLOCK with blocks from 0 to ${blocks - 1}, found "${word}".`,
            200,
          ),
        );
      }
      for (let block = first; block <= last && operations.length <= MOST_STEPS; block++) {
        operations.push({ kind: found[1] === 'w' ? 'write' : 'read', block });
      }
    }
    if (operations.length > MOST_STEPS) {
      throw new UserError(`expected at most ${MOST_STEPS} operations, found more.`);
    }
  }
  if (operations.length === 0)
    throw new UserError('expected operations such as "s w1", found none.');
  return operations;
}

interface Counted {
  reads: number;
  writes: number;
  lookups: number;
  copies: number;
}

/** A disk one block at a time, with what it did so far. */
interface Shown {
  write(block: number, bytes: number): void;
  read(block: number): void;
  snapshot(): void;
  place(block: number): number | null;
  counted(): Counted;
}

/** The store kernel, with room for every write, so that nothing is cleaned meanwhile. */
function pureDisk(
  discipline: PureDiscipline,
  disk: Disk,
  operations: number,
  maxSnapshots: number,
): Shown {
  const { blocks, blockSize } = disk;
  const segmentBlocks = 256;
  const capacity = (blocks + operations + 8 * segmentBlocks) * blockSize;
  const segmentSize = segmentBlocks * blockSize;
  const size = blocks * blockSize;
  const options = { discipline, size, blockSize, maxSnapshots, capacity, segmentSize };
  const store = new BlockStore(options, 64 * 2 ** 20);
  return {
    write: (block, bytes) => store.write(block * blockSize, bytes),
    read: (block) => store.read(block * blockSize, blockSize),
    snapshot: () => void store.snapshot(),
    place: (block) => {
      const place = store.placeOf(block);
      return place === null ? null : place * blockSize;
    },
    counted: () => {
      const counts = store.counts();
      return {
        reads: counts.hostReadBytes,
        writes: counts.hostWriteBytes,
        lookups: counts.lookups,
        copies: discipline === 'cow' ? counts.copiedBlocks : 0,
      };
    },
  };
}

const SNAPSHOT_ENTRY_BYTES = 72;

/** The exact qcow2 kernel with internal snapshots: host offsets are those of the file. */
function qcow2Disk({ blocks, blockSize }: Disk, operations: number, snapshots: number): Shown {
  const kernel = new BlockKernel(256 * 2 ** 20);
  const size = blocks * blockSize;
  const maxFileBytes = (4 * blocks + 4 * operations + 64) * blockSize + 2 ** 26;
  const layer: Layer = kernel.createLayer({
    size,
    clusterSize: blockSize,
    snapshots,
    maxFileBytes,
  });
  let kept = 0;
  let map: (number | null)[] | null = null;
  const looked = () => {
    const places = new Array<number | null>(blocks).fill(null);
    for (const [start, length, , , host] of kernel.extents(layer)) {
      if (host < 0) continue;
      for (let at = start; at < start + length; at += blockSize) {
        places[at / blockSize] = host + (at - start);
      }
    }
    return places;
  };
  return {
    write: (block, bytes) => {
      map = null;
      kernel.access(layer, AccessKind.write, block * blockSize, bytes);
    },
    read: (block) => kernel.access(layer, AccessKind.read, block * blockSize, blockSize),
    snapshot: () => {
      map = null;
      kernel.snapshot(layer, ++kept * SNAPSHOT_ENTRY_BYTES);
    },
    place: (block) => {
      map ??= looked();
      return map[block] ?? null;
    },
    counted: () => {
      const { readBytes, writtenBytes, lookups } = kernel.counts(layer);
      return { reads: readBytes, writes: writtenBytes, lookups, copies: 0 };
    },
  };
}

const nameOf = (operation: ShownOperation, snapshots: number): string =>
  operation.kind === 'snapshot'
    ? `snapshot ${snapshots}`
    : `${operation.kind} block ${operation.block}`;

/**
 * Runs the operations on the kernel of a discipline and looks where blocks lie before and after each. Copies of
 * copy-on-write lie behind the disk, in the order the kernel counts them.
 */
export function walkThrough(
  discipline: ShownDiscipline,
  operations: readonly ShownOperation[],
  disk: Disk,
): WalkThrough {
  const { blocks, blockSize, filled, writeBytes } = disk;
  const snapshots = operations.filter(({ kind }) => kind === 'snapshot').length;
  if (snapshots > MOST_SNAPSHOTS) {
    throw new UserError(`expected at most ${MOST_SNAPSHOTS} snapshots, found ${snapshots}.`);
  }
  const shown =
    discipline === 'qcow2'
      ? qcow2Disk(disk, operations.length, snapshots + 1)
      : pureDisk(discipline, disk, operations.length, snapshots + 1);
  for (let block = 0; block < filled; block++) shown.write(block, blockSize);
  const kept: (number | null)[][] = [];
  const places = () => Array.from({ length: blocks }, (_, block) => shown.place(block));
  const steps = operations.map((operation, i): ShownStep => {
    const block = operation.kind === 'snapshot' ? null : operation.block;
    const before = block === null ? null : shown.place(block);
    const was = shown.counted();
    if (operation.kind === 'snapshot') {
      shown.snapshot();
      kept.push(places());
    } else if (operation.kind === 'write') shown.write(operation.block, writeBytes);
    else shown.read(operation.block);
    const now = shown.counted();
    const copiedTo = Array.from(
      { length: now.copies - was.copies },
      (_, copy) => (blocks + was.copies + copy) * blockSize,
    );
    if (block !== null) moveKept(kept, block, copiedTo, before);
    return {
      step: i + 1,
      operation: nameOf(operation, kept.length),
      block,
      before,
      after: block === null ? null : shown.place(block),
      copiedTo,
      hostReadBytes: now.reads - was.reads,
      hostWrittenBytes: now.writes - was.writes,
      lookups: now.lookups - was.lookups,
    };
  });
  const live = places();
  return {
    discipline,
    steps,
    map: live.map((place, block) => ({
      block,
      live: place,
      snapshots: kept.map((snapshot) => snapshot[block] ?? null),
    })),
  };
}

/** The newest snapshot is served first, as the kernel copies: each that still shared the disk's block has its copy now. */
function moveKept(
  kept: (number | null)[][],
  block: number,
  copiedTo: readonly number[],
  before: number | null,
): void {
  let next = 0;
  for (let i = kept.length - 1; i >= 0 && next < copiedTo.length; i--) {
    const snapshot = kept[i];
    if (snapshot && snapshot[block] === before) snapshot[block] = copiedTo[next++] ?? null;
  }
}
