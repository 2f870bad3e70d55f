import { UserError } from '../../../../errors.ts';
import { champsim } from '../../../../formats/memory-trace/champsim.ts';
import { compact } from '../../../../formats/memory-trace/compact.ts';
import { lackey } from '../../../../formats/memory-trace/lackey.ts';
import type { ByteChunks } from '../../../../formats/memory-trace/memory-trace.ts';
import { recognised, type Unpack } from '../../../../formats/memory-trace/recognise.ts';
import type { TaskFile } from '../../../../studies/task-file.ts';

/** Files a reader dropped, by the first digits of their SHA-256 as a record names them. */
export type DroppedTraces = ReadonlyMap<string, File>;

/** Larger files would have to be held in memory whole to be hashed. */
const MOST_BYTES = 2 ** 29;
/** Digits of a hash in a record. */
const DIGITS = 16;

async function* chunksOf(stream: ReadableStream<Uint8Array>): ByteChunks {
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}

export async function tracesOf(files: readonly File[]): Promise<DroppedTraces> {
  const found = new Map<string, File>();
  for (const file of files) {
    if (file.size > MOST_BYTES)
      throw new UserError(
        `${file.name}: expected at most ${MOST_BYTES} bytes, found ${file.size}.`,
      );
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'));
    found.set(hex.join('').slice(0, DIGITS), file);
  }
  return found;
}

const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b;

/** The words of a trace, plain or packed with gzip; browsers unpack nothing else. */
export async function wordsOf(
  file: File,
  { format, process }: Extract<TaskFile, { kind: 'memory-trace' }>,
): Promise<AsyncIterable<BigUint64Array>> {
  const unpack: Unpack = (head) =>
    isGzip(head) ? chunksOf(file.stream().pipeThrough(new DecompressionStream('gzip'))) : undefined;
  const chunks = chunksOf(file.stream());
  const reading = { formats: [lackey, champsim, compact], unpack };
  return (await recognised(chunks, file.name, { format, process }, reading)).words;
}
