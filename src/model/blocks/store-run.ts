import { BlockStore, type PureDiscipline } from '../../kernels/blocks/store.ts';
import type { Accounting } from './accounting.ts';
import type { DisciplineRun, RunOptions } from './discipline.ts';

export interface StoreShape {
  discipline: PureDiscipline;
  blockSize: number;
  /** Bytes of metadata written for one changed entry. */
  entryBytes: number;
  everySnapshot?: boolean;
}

/** A pure discipline on the store kernel. */
export class StoreRun implements DisciplineRun {
  private readonly store: BlockStore;
  private readonly shape: StoreShape;
  private readonly thick: number;
  private readonly kept: number[] = [];
  private readBytes = 0;
  private writtenBytes = 0;

  constructor(shape: StoreShape, options: RunOptions) {
    const { size, blockSize = shape.blockSize } = options;
    this.shape = { ...shape, blockSize };
    // Copy-on-write keeps the disk where it is: its space is there from the start.
    this.thick = shape.discipline === 'cow' ? size : 0;
    // The log of write-anywhere has room for twice the disk, at most 2^24 blocks: beyond that the map of a
    // sparse disk still fits, and cleaning starts when the log is full.
    const capacity = Math.min(2 * size, 2 ** 24 * blockSize);
    const everySnapshot = shape.everySnapshot ?? true;
    const store = { discipline: shape.discipline, size, blockSize, everySnapshot, capacity };
    this.store = new BlockStore(store, options.memoryBytes);
  }

  access(kind: 'read' | 'write' | 'zero' | 'discard', offset: number, length: number): void {
    if (length === 0) return;
    if (kind === 'read') {
      this.readBytes += length;
      this.store.read(offset, length);
    } else if (kind === 'write' || kind === 'zero') {
      this.writtenBytes += length;
      this.store.write(offset, length);
    }
  }

  snapshot(): void {
    this.kept.push(this.store.snapshot());
  }

  dropOldest(): void {
    const oldest = this.kept.shift();
    if (oldest !== undefined) this.store.deleteSnapshot(oldest);
  }

  snapshots(): number {
    return this.kept.length;
  }

  account(): Accounting {
    const counts = this.store.counts();
    const { blockSize, entryBytes } = this.shape;
    return {
      guestReads: counts.guestReads,
      guestReadBytes: this.readBytes,
      guestWrites: counts.guestWrites,
      guestWriteBytes: this.writtenBytes,
      hostReads: counts.hostReads,
      hostReadBytes: counts.hostReadBytes,
      hostWrites: counts.hostWrites,
      hostWriteBytes: counts.hostWriteBytes,
      zeroedBytes: 0,
      copies: counts.copiedBlocks,
      copiedBytes: counts.copiedBlocks * blockSize,
      metadataWrites: counts.metaUpdates,
      metadataBytes: counts.metaUpdates * entryBytes,
      flushes: counts.flushes,
      lookups: counts.lookups,
      spaceBytes: this.thick + counts.spaceBlocks * blockSize,
      movedBytes: (counts.cleanedBlocks + counts.mergedBlocks) * blockSize,
      refused: counts.refused,
    };
  }
}
