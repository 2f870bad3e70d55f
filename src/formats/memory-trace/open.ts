import { createReadStream } from 'node:fs';
import { boundedStream } from '../../files/check-input.ts';
import { readFailure } from '../../files/read-input.ts';
import { decompressed } from './decompress.ts';
import { memoryTraceFormats } from './index.ts';
import type { ByteChunks } from './memory-trace.ts';
import { type OpenTrace, type RecogniseOptions, recognised } from './recognise.ts';

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
