import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenTrace } from '../../formats/memory-trace/open.ts';
import type { SizedRegion } from '../../kernels/spaces/index.ts';

const WORD_BYTES = 8;
const READ_BYTES = 2 ** 20;

/** A trace that was read to its end: what it states of all its pages, and its words once more. */
export interface WholeTrace {
  trace: OpenTrace;
  /** Guest regions of large pages; everything else is 4K. */
  regions: SizedRegion[];
}

/**
 * Reads a trace once, a pipe as well as a file, keeping its words (8 bytes an access) in a temporary file: which pages it
 * states is known at its end alone, and the simulation needs them at its beginning.
 */
export async function readWhole({ words, hints, ...opened }: OpenTrace): Promise<WholeTrace> {
  const file = await namelessFile();
  for await (const chunk of words) {
    await file.writeFile(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  const regions = hints.statedPages.ranges().map(({ start, bytes, pageBytes }) => ({
    start,
    bytes,
    leaf: pageBytes === 2 ** 30 ? (3 as const) : (2 as const),
  }));
  return { trace: { ...opened, words: wordsOf(file), hints }, regions };
}

/** A file without a name: gone with the process, however that ends. */
async function namelessFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'virtcost-trace-'));
  try {
    return await open(join(folder, 'words'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function* wordsOf(file: FileHandle): AsyncGenerator<BigUint64Array> {
  try {
    for (let at = 0; ; ) {
      const words = new BigUint64Array(READ_BYTES / WORD_BYTES);
      const { bytesRead } = await file.read(words, 0, READ_BYTES, at);
      const count = Math.floor(bytesRead / WORD_BYTES);
      if (count === 0) return;
      yield words.subarray(0, count);
      at += count * WORD_BYTES;
    }
  } finally {
    await file.close();
  }
}
