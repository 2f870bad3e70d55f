import { wasmBase64 } from '../generated/blocks.wasm.ts';
import { type Instance, instantiate } from '../load.ts';
import { COUNTERS } from './layout.ts';

export const disciplineNumbers = { cow: 0, row: 1, 'write-anywhere': 2 } as const;
export type PureDiscipline = keyof typeof disciplineNumbers;

export interface StoreOptions {
  discipline: PureDiscipline;
  /** Bytes of the virtual disk. */
  size: number;
  /** Grain of the discipline, a power of two. */
  blockSize: number;
  /** Snapshots taken over the life of the store. */
  maxSnapshots?: number;
  /** COW: each snapshot keeps a store of its own, so n snapshots copy n times; otherwise only the newest copies. */
  everySnapshot?: boolean;
  /** Write-anywhere: bytes of the log, bytes of a segment, free segments below which it is cleaned. */
  capacity?: number;
  segmentSize?: number;
  reserve?: number;
}

/** What a store did. Bytes and requests of the host; blocks are grains. */
export interface StoreCounts {
  hostReads: number;
  hostReadBytes: number;
  hostWrites: number;
  hostWriteBytes: number;
  metaUpdates: number;
  flushes: number;
  lookups: number;
  copiedBlocks: number;
  spaceBlocks: number;
  cleanedBlocks: number;
  refused: number;
  guestReads: number;
  guestWrites: number;
  mergedBlocks: number;
}

const counterNames: readonly (keyof StoreCounts)[] = [
  'hostReads',
  'hostReadBytes',
  'hostWrites',
  'hostWriteBytes',
  'metaUpdates',
  'flushes',
  'lookups',
  'copiedBlocks',
  'spaceBlocks',
  'cleanedBlocks',
  'refused',
  'guestReads',
  'guestWrites',
  'mergedBlocks',
];
const RECORDS_AT = 65_536;
const RECORD_BYTES = 32;
const BATCH = 16_384;
const ARENA_AT = RECORDS_AT + BATCH * RECORD_BYTES;

interface Exports {
  reset(base: number, bytes: number): void;
  createStore(
    discipline: number,
    blockBits: number,
    blocks: number,
    maxEpochs: number,
    everySnapshot: number,
    capacity: number,
    segmentBits: number,
    reserve: number,
  ): number;
  runStore(records: number, n: number): void;
  keep(store: number): number;
  forget(store: number, epoch: number): void;
  placeOf(store: number, block: number): number;
}

/** One disk under one discipline, in a kernel memory of its own. Only counts, no contents. */
export class BlockStore {
  private readonly kernel: Instance<Exports>;
  private readonly records: DataView;
  private readonly store: number;
  private queued = 0;
  readonly blockSize: number;

  constructor(options: StoreOptions, memoryBytes = 512 * 1024 * 1024) {
    const { discipline, size, blockSize, maxSnapshots = 254, everySnapshot = true } = options;
    const { capacity = 2 * size, segmentSize = 256 * blockSize, reserve = 4 } = options;
    this.blockSize = blockSize;
    this.kernel = instantiate<Exports>(wasmBase64, memoryBytes);
    this.records = new DataView(this.kernel.memory.buffer, RECORDS_AT, BATCH * RECORD_BYTES);
    this.store = this.guard(() => {
      this.kernel.exports.reset(ARENA_AT, this.kernel.memory.buffer.byteLength);
      return this.kernel.exports.createStore(
        disciplineNumbers[discipline],
        Math.log2(blockSize),
        Math.ceil(size / blockSize),
        maxSnapshots + 2,
        everySnapshot ? 1 : 0,
        Math.floor(capacity / blockSize),
        Math.log2(segmentSize / blockSize),
        reserve,
      );
    });
  }

  private guard<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      throw new RangeError('the block map outgrew the memory it was given', { cause: error });
    }
  }

  private access(kind: number, offset: number, length: number): void {
    const at = this.queued * RECORD_BYTES;
    this.records.setUint32(at, kind, true);
    this.records.setUint32(at + 4, this.store, true);
    this.records.setFloat64(at + 8, offset, true);
    this.records.setFloat64(at + 16, length, true);
    if (++this.queued === BATCH) this.flush();
  }

  read(offset: number, length: number): void {
    this.access(0, offset, length);
  }

  write(offset: number, length: number): void {
    this.access(1, offset, length);
  }

  flush(): void {
    const n = this.queued;
    this.queued = 0;
    if (n > 0) this.guard(() => this.kernel.exports.runStore(RECORDS_AT, n));
  }

  /** Takes a snapshot and returns its name. */
  snapshot(): number {
    this.flush();
    return this.guard(() => this.kernel.exports.keep(this.store));
  }

  deleteSnapshot(name: number): void {
    this.flush();
    this.guard(() => this.kernel.exports.forget(this.store, name));
  }

  /** The block of the store that holds this block of the disk now; null: never written. */
  placeOf(block: number): number | null {
    this.flush();
    const place = this.kernel.exports.placeOf(this.store, block);
    return place === 0 ? null : place - 1;
  }

  counts(): StoreCounts {
    this.flush();
    const view = new DataView(this.kernel.memory.buffer, this.store + COUNTERS);
    const entries = counterNames.map((name, i) => [name, view.getFloat64(i * 8, true)]);
    return Object.fromEntries(entries) as StoreCounts;
  }
}
