import { wasmBase64 } from '../generated/blocks.wasm.ts';
import { type Instance, instantiate } from '../load.ts';

interface Exports {
  scanTable(
    table: number,
    bytes: number,
    entryBytes: number,
    clusterBits: number,
    weight: number,
    active: number,
    start: number,
    length: number,
    counts: number,
    stored: number,
    fileEnd: number,
    judge: number,
    out: number,
  ): number;
  compareCounts(counts: number, stored: number, length: number, out: number): void;
}

export interface ScanShape {
  clusterSize: number;
  entryBytes: number;
  /** First cluster of the window and its length. */
  start: number;
  length: number;
  /** First cluster beyond the file. */
  fileEnd: number;
}

const OUT_AT = 65_536;
const TABLE_AT = OUT_AT + 64;

/** The hot loops of checking an image: counts and stored 16-bit refcounts of one window of clusters. */
export class ImageScan {
  /** References by cluster of the window. */
  readonly counts: Uint32Array;
  /** Stored refcounts, big-endian as in the file. */
  readonly stored: Uint8Array;
  /** Room for one table. */
  readonly table: Uint8Array;
  private readonly kernel: Instance<Exports>;
  private readonly shape: ScanShape;

  constructor(shape: ScanShape) {
    this.shape = shape;
    const countsAt = Math.ceil((TABLE_AT + shape.clusterSize) / 64) * 64;
    const storedAt = countsAt + 4 * shape.length;
    this.kernel = instantiate<Exports>(wasmBase64, storedAt + 2 * shape.length + 64);
    const { buffer } = this.kernel.memory;
    this.table = new Uint8Array(buffer, TABLE_AT, shape.clusterSize);
    this.counts = new Uint32Array(buffer, countsAt, shape.length);
    this.stored = new Uint8Array(buffer, storedAt, 2 * shape.length);
  }

  /**
   * Counts the table in `this.table`: [allocated, fragmented, wrong copied flags, zeroed, outside the file],
   * or null if it has entries that are not plain clusters; nothing is counted then.
   */
  scan(weight: number, active: boolean, judge: boolean): Uint32Array | null {
    const { clusterSize, entryBytes, start, length, fileEnd } = this.shape;
    const plain = this.kernel.exports.scanTable(
      TABLE_AT,
      clusterSize,
      entryBytes,
      Math.log2(clusterSize),
      weight,
      active ? 1 : 0,
      start,
      length,
      this.counts.byteOffset,
      this.stored.byteOffset,
      fileEnd,
      judge ? 1 : 0,
      OUT_AT,
    );
    return plain ? new Uint32Array(this.kernel.memory.buffer, OUT_AT, 5) : null;
  }

  /** [leaks, corruptions, used, sum, largest, held by snapshots alone, last in use or -1]. */
  compare(): Float64Array {
    const { counts, stored, shape, kernel } = this;
    kernel.exports.compareCounts(counts.byteOffset, stored.byteOffset, shape.length, OUT_AT);
    return new Float64Array(kernel.memory.buffer, OUT_AT, 7);
  }
}
