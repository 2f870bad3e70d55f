/** A file a task reads, as the scenario names it. */
export type TaskFile =
  | {
      kind: 'memory-trace';
      path: string;
      format?: string | undefined;
      process?: number | undefined;
    }
  | { kind: 'memory-image'; path: string }
  | {
      kind: 'block-trace';
      path: string;
      format?: string | undefined;
      /** Only accesses of this device of the trace. */
      device: string;
    };

/** Pages of memory images by a key that tells contents apart and orders them; zero is the zero page. */
export interface ImagePages {
  /** Keys of each image's pages, in the order of its frames. */
  keys: readonly BigUint64Array[];
}

/** Accesses of one device of a block trace, column by column; sizes in bytes, times in microseconds. */
export interface BlockTrace {
  kinds: readonly ('read' | 'write' | 'zero' | 'discard' | 'flush' | 'snapshot')[];
  offsets: Float64Array;
  lengths: Float64Array;
  /** Since the first access; null where the format has no times. */
  timesUs: Float64Array | null;
  /** Accesses of the device in the file; more than there are columns where the file is longer than is replayed. */
  total: number;
}
