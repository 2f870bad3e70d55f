import { createReadStream } from 'node:fs';
import { boundedStream } from '../../files/check-input.ts';
import { readFailure } from '../../files/read-input.ts';
import { decompressed } from './decompress.ts';
import { memoryTraceFormats } from './index.ts';
import type { ByteChunks, MemoryTraceFormat } from './memory-trace.ts';
import { formatOf, type OpenTrace, type RecogniseOptions, recognised } from './recognise.ts';

/** The reader of that id; names the others when there is none. */
export const traceFormatById = (id: string): MemoryTraceFormat => formatOf(memoryTraceFormats, id);

const CHUNK_BYTES = 256 * 1024;

async function* fileBytes(path: string, onBytes?: (bytes: Uint8Array) => void): ByteChunks {
  try {
    const options = { highWaterMark: CHUNK_BYTES, ...boundedStream(path) };
    for await (const chunk of createReadStream(path, options)) {
      onBytes?.(chunk);
      yield chunk;
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}

export type { OpenTrace } from './recognise.ts';

export interface OpenOptions extends RecogniseOptions {
  /** Sees the bytes of the file, in their order, as they are read. */
  onBytes?: (bytes: Uint8Array) => void;
}

/** Opens a trace of any known format, plain or compressed. Errors are UserErrors that name the file. */
export const openMemoryTrace = (
  path: string,
  { onBytes, ...options }: OpenOptions = {},
): Promise<OpenTrace> =>
  recognised(fileBytes(path, onBytes), path, options, {
    formats: memoryTraceFormats,
    unpack: decompressed,
  });
