import { badInput } from '../../errors.ts';
import type { ByteChunks } from './memory-trace.ts';

/** Whole records of a fixed size, many at a time. */
export interface Records {
  view: DataView;
  count: number;
  /** Byte offset of the first in the decompressed stream. */
  offset: number;
}

/** Cuts a byte stream into whole records of `size` bytes; a rest at the end is a truncated file. */
export async function* recordBatches(
  chunks: ByteChunks,
  size: number,
  file: string,
): AsyncGenerator<Records> {
  let rest = new Uint8Array(0);
  let offset = 0;
  for await (const chunk of chunks) {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    const count = Math.floor(bytes.length / size);
    if (count > 0) yield { view: new DataView(bytes.buffer, 0, count * size), count, offset };
    rest = bytes.slice(count * size);
    offset += count * size;
  }
  if (rest.length > 0) {
    throw badInput({
      file,
      offset,
      expected: `a whole ${size}-byte record`,
      found: `the end after ${rest.length} bytes`,
      hint: 'The trace is truncated.',
    });
  }
}

export const hex64 = (view: DataView, at: number): string =>
  `0x${view.getBigUint64(at, true).toString(16)}`;
