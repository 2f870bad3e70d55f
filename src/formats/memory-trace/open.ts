import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { readFailure } from '../../cli/read-input.ts';
import { badInput, UserError } from '../../errors.ts';
import { memoryTraceFormats } from './index.ts';
import type { ByteChunks, MemoryTraceFormat, WordChunks } from './memory-trace.ts';

const CHUNK_BYTES = 256 * 1024;
const HEAD_BYTES = 64 * 1024;

async function* fileBytes(path: string): ByteChunks {
  try {
    const info = await stat(path);
    if (info.isDirectory())
      throw badInput({ file: path, expected: 'a file', found: 'a directory' });
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES });
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** The first `HEAD_BYTES` of a stream and the whole stream again. */
async function peek(chunks: ByteChunks): Promise<{ head: Uint8Array; whole: ByteChunks }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    read.push(next.value);
    bytes += next.value.length;
  }
  const head = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of read) {
    head.set(chunk, at);
    at += chunk.length;
  }
  async function* whole(): ByteChunks {
    if (bytes > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: head.subarray(0, HEAD_BYTES), whole: whole() };
}

async function* gunzipped(chunks: ByteChunks, file: string): ByteChunks {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const feed = (async () => {
    for await (const chunk of chunks) {
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve));
    }
    gunzip.end();
  })();
  feed.catch((error: Error) => gunzip.destroy(error));
  try {
    yield* gunzip;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw badInput({
      file,
      expected: 'a whole gzip stream',
      found: (error as Error).message,
      hint: 'The file is truncated or damaged.',
    });
  } finally {
    gunzip.destroy();
  }
}

/** A memory trace and the format it was recognised as. */
export interface OpenTrace {
  format: MemoryTraceFormat;
  words: WordChunks;
}

/** Opens a trace of any known format, plain or compressed. Errors are UserErrors that name the file. */
export async function openMemoryTrace(path: string): Promise<OpenTrace> {
  let { head, whole } = await peek(fileBytes(path));
  if (head[0] === 0x1f && head[1] === 0x8b) ({ head, whole } = await peek(gunzipped(whole, path)));
  if (head.length === 0) {
    throw badInput({ file: path, expected: 'a memory trace', found: 'an empty file' });
  }
  const format = memoryTraceFormats.find((candidate) => candidate.sniff(head));
  if (!format) {
    throw badInput({
      file: path,
      expected: `a memory trace (${memoryTraceFormats.map(({ title }) => title).join('; ')})`,
      found: 'something else',
    });
  }
  return { format, words: nonEmpty(format.read(whole, path), path, format.title) };
}

async function* nonEmpty(words: WordChunks, file: string, title: string): WordChunks {
  let any = false;
  for await (const chunk of words) {
    any ||= chunk.length > 0;
    yield chunk;
  }
  if (!any) throw badInput({ file, expected: 'data references', found: `none in this ${title}` });
}
