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

/** One access of a block trace; offset and length in bytes. */
export interface BlockAccess {
  kind: 'read' | 'write' | 'zero' | 'discard' | 'flush' | 'snapshot';
  offset: number;
  length: number;
  /** Microseconds since the first access of the device; null where the format has no times. */
  timeUs: number | null;
}

/** A block trace of one device: what is known of the whole, and its accesses as often as they are asked for. */
export interface BlockTrace {
  device: string;
  /** Accesses of the device. */
  total: number;
  /** Whether it says itself when snapshots were taken. */
  takesSnapshots: boolean;
  /** First byte behind all accesses. */
  end: number;
  /** Time of the last access since the first, microseconds; null where the format has no times. */
  lastUs: number | null;
  /** In order and in batches: a trace may be longer than any memory. */
  batches(): AsyncIterable<readonly BlockAccess[]>;
}
