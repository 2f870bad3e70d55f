import { wasmBase64 } from '../generated/blocks.wasm.ts';
import { type Instance, instantiate } from '../load.ts';
import { CACHE_HITS, CACHE_LOADS, COUNTERS, LAYER_CACHE } from './layout.ts';

/** A layer of the kernel: one image of a chain. An address in the kernel's memory. */
export type Layer = number;

/** Guest accesses the kernel runs, by the number in a record. */
export const AccessKind = { read: 0, write: 1, zero: 2, discard: 3 } as const;

export interface LayerOptions {
  /** Bytes of the virtual disk. */
  size: number;
  clusterSize: number;
  extended?: boolean;
  backing?: Layer;
  /** Internal snapshots the layer can hold at once. */
  snapshots?: number;
  /** The longest the image file can get, in bytes; default: four times the disk and 64 MiB. */
  maxFileBytes?: number;
  /** Slices of an LRU cache of L2 slices to count loads of; 0: no cache is modelled. */
  cacheSlices?: number;
  /** Bytes of a slice where they are configured; default: the driver's rule (whole tables, or 4 KiB). */
  sliceBytes?: number;
}

/** What a layer did since it was made; bytes and requests of host data I/O, counts of metadata events. */
export interface LayerCounts {
  reads: number;
  readBytes: number;
  writes: number;
  writtenBytes: number;
  zeroRanges: number;
  zeroedBytes: number;
  requests: number;
  allocations: number;
  releases: number;
  newTables: number;
  copiedTables: number;
  lookups: number;
  inPlace: number;
  refcountBlocks: number;
}

const counterNames: readonly (keyof LayerCounts)[] = [
  'reads',
  'readBytes',
  'writes',
  'writtenBytes',
  'zeroRanges',
  'zeroedBytes',
  'requests',
  'allocations',
  'releases',
  'newTables',
  'copiedTables',
  'lookups',
  'inPlace',
  'refcountBlocks',
];

interface Exports {
  reset(base: number, bytes: number): void;
  used(): number;
  createLayer(
    clusterBits: number,
    extended: number,
    size: number,
    backing: number,
    snapshotCapacity: number,
    maxFileClusters: number,
    cacheSlices: number,
    sliceBytes: number,
  ): number;
  dropCache(layer: number): void;
  open(layer: number): void;
  setBacking(layer: number, backing: number): void;
  run(records: number, n: number): void;
  snapshot(layer: number, tableBytes: number): void;
  revert(layer: number, index: number): void;
  deleteSnapshot(layer: number, index: number, tableBytes: number): void;
  commit(layer: number): void;
  flatten(layer: number): void;
  resize(layer: number, size: number): void;
  map(layer: number, offset: number, out: number, capacity: number): number;
  check(layer: number, out: number): void;
  clustersInUse(layer: number): number;
}

// The caller's part of the memory: static data of the module, then request records, then results.
const RECORDS_AT = 65_536;
const RECORD_BYTES = 32;
const BATCH = 16_384;
const RESULTS_AT = RECORDS_AT + BATCH * RECORD_BYTES;
const EXTENT_BYTES = 40;
const EXTENTS = 16_384;
const ARENA_AT = RESULTS_AT + EXTENTS * EXTENT_BYTES;

/** [start, length, depth, flags, host or -1]; flags: 1 present, 2 zero, 4 data. */
export type KernelExtent = [number, number, number, number, number];

/** The block-map kernel with a private memory of `memoryBytes`; a map that outgrows it is a RangeError. */
export class BlockKernel {
  private readonly kernel: Instance<Exports>;
  private readonly records: DataView;
  private queued = 0;

  constructor(memoryBytes = 256 * 1024 * 1024) {
    this.kernel = instantiate<Exports>(wasmBase64, memoryBytes);
    this.records = new DataView(this.kernel.memory.buffer, RECORDS_AT, BATCH * RECORD_BYTES);
    this.guard(() => this.kernel.exports.reset(ARENA_AT, this.kernel.memory.buffer.byteLength));
  }

  private guard<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      throw new RangeError('the block map outgrew the memory it was given', { cause: error });
    }
  }

  /** Bytes of the arena in use. */
  get usedBytes(): number {
    return this.kernel.exports.used() - ARENA_AT;
  }

  createLayer(options: LayerOptions): Layer {
    const { size, clusterSize, extended = false, backing = 0, snapshots = 64 } = options;
    const { maxFileBytes = 4 * size + 64 * 1024 * 1024, cacheSlices = 0, sliceBytes = 0 } = options;
    return this.guard(() =>
      this.kernel.exports.createLayer(
        Math.log2(clusterSize),
        extended ? 1 : 0,
        size,
        backing,
        snapshots,
        Math.ceil(maxFileBytes / clusterSize),
        cacheSlices,
        sliceBytes,
      ),
    );
  }

  /** As if the image and its chain were opened by a new process. */
  open(layer: Layer): void {
    this.flush();
    this.kernel.exports.open(layer);
  }

  setBacking(layer: Layer, backing: Layer | null): void {
    this.flush();
    this.kernel.exports.setBacking(layer, backing ?? 0);
  }

  /** Queues one access; queued accesses run in batches, in order. Offsets and lengths in bytes. */
  access(layer: Layer, kind: number, offset: number, length: number, unmap = false): void {
    const at = this.queued * RECORD_BYTES;
    this.records.setUint32(at, kind, true);
    this.records.setUint32(at + 4, layer, true);
    this.records.setFloat64(at + 8, offset, true);
    this.records.setFloat64(at + 16, length, true);
    this.records.setUint32(at + 24, unmap ? 1 : 0, true);
    if (++this.queued === BATCH) this.flush();
  }

  /** Runs what is queued. */
  flush(): void {
    const n = this.queued;
    this.queued = 0;
    if (n > 0) this.guard(() => this.kernel.exports.run(RECORDS_AT, n));
  }

  /** `tableBytes`: length of the snapshot table with the new snapshot in it. */
  snapshot(layer: Layer, tableBytes: number): void {
    this.flush();
    this.guard(() => this.kernel.exports.snapshot(layer, tableBytes));
  }

  revert(layer: Layer, index: number): void {
    this.flush();
    this.guard(() => this.kernel.exports.revert(layer, index));
  }

  /** `tableBytes`: length of the snapshot table without the snapshot. */
  deleteSnapshot(layer: Layer, index: number, tableBytes: number): void {
    this.flush();
    this.guard(() => this.kernel.exports.deleteSnapshot(layer, index, tableBytes));
  }

  commit(layer: Layer): void {
    this.flush();
    this.guard(() => this.kernel.exports.commit(layer));
  }

  flatten(layer: Layer): void {
    this.flush();
    this.guard(() => this.kernel.exports.flatten(layer));
  }

  resize(layer: Layer, size: number): void {
    this.flush();
    this.guard(() => this.kernel.exports.resize(layer, size));
  }

  /** The flattened map of a chain, in pieces, so that a map of any length can be streamed. */
  *extents(layer: Layer): Generator<KernelExtent> {
    this.flush();
    let pending: KernelExtent | null = null;
    for (let offset = 0; ; ) {
      const n = this.guard(() => this.kernel.exports.map(layer, offset, RESULTS_AT, EXTENTS));
      if (n === 0) break;
      const view = new Float64Array(this.kernel.memory.buffer, RESULTS_AT, n * 5).slice();
      for (let i = 0; i < n; i++) {
        const extent = Array.from(view.subarray(i * 5, i * 5 + 5)) as KernelExtent;
        if (pending && continues(pending, extent)) {
          pending[1] += extent[1];
        } else {
          if (pending) yield pending;
          pending = extent;
        }
        offset = extent[0] + extent[1];
      }
    }
    if (pending) yield pending;
  }

  /** [allocated, fragmented, end of file, clusters in use, sum and largest refcount, metadata], in clusters. */
  check(layer: Layer): number[] {
    this.flush();
    this.kernel.exports.check(layer, RESULTS_AT);
    return Array.from(new Float64Array(this.kernel.memory.buffer, RESULTS_AT, 7));
  }

  /** Clusters in use alone: what `check` has fourth, without its walk of the tables. */
  clustersInUse(layer: Layer): number {
    this.flush();
    return this.kernel.exports.clustersInUse(layer);
  }

  counts(layer: Layer): LayerCounts {
    this.flush();
    const view = new DataView(this.kernel.memory.buffer, layer + COUNTERS);
    const entries = counterNames.map((name, i) => [name, view.getFloat64(i * 8, true)]);
    return Object.fromEntries(entries) as LayerCounts;
  }

  /** Empties the layer's L2 cache and its counts, as a new process would. */
  dropCache(layer: Layer): void {
    this.flush();
    this.kernel.exports.dropCache(layer);
  }

  /** Hits and loads of the layer's L2 cache, if it was made with one. */
  cache(layer: Layer): { hits: number; loads: number } {
    this.flush();
    const view = new DataView(this.kernel.memory.buffer);
    const cache = view.getUint32(layer + LAYER_CACHE, true);
    if (cache === 0) return { hits: 0, loads: 0 };
    return {
      hits: view.getFloat64(cache + CACHE_HITS, true),
      loads: view.getFloat64(cache + CACHE_LOADS, true),
    };
  }
}

function continues(last: KernelExtent, next: KernelExtent): boolean {
  const sameKind = last[2] === next[2] && last[3] === next[3];
  return sameKind && (last[4] === -1 ? next[4] === -1 : next[4] === last[4] + last[1]);
}
