import type { TraceHints } from './hints.ts';

/** Bytes of a file as they come, already decompressed. */
export type ByteChunks = AsyncIterable<Uint8Array>;

/** Words of a trace (`TraceWord`) in chunks of any length. */
export type WordChunks = AsyncIterable<BigUint64Array>;

/** A reader of one trace format. A new one is one file and one line in `index.ts`. */
export interface MemoryTraceFormat {
  id: string;
  title: string;
  /** True when the first bytes (up to 64 KiB, fewer only at the end of a short file) look like this format. */
  sniff(head: Uint8Array): boolean;
  /**
   * The data references of a trace, in constant memory. Throws a UserError naming `file` and the place
   * where it is truncated or foreign. What the format says beside addresses goes into `hints`, whose
   * process filter a reader obeys where its format names processes.
   */
  read(chunks: ByteChunks, file: string, hints?: TraceHints): WordChunks;
}
