import { UserError } from '../../../errors.ts';
import { pageTraceFormats } from '../../../formats/memory-trace/in-page.ts';
import type { ByteChunks } from '../../../formats/memory-trace/memory-trace.ts';
import { recognised, type Unpack } from '../../../formats/memory-trace/recognise.ts';
import type { TaskFile } from '../../../studies/task-file.ts';

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
  { format, process }: Pick<Extract<TaskFile, { kind: 'memory-trace' }>, 'format' | 'process'>,
): Promise<AsyncIterable<BigUint64Array>> {
  const unpack: Unpack = (head) =>
    isGzip(head) ? chunksOf(file.stream().pipeThrough(new DecompressionStream('gzip'))) : undefined;
  const chunks = chunksOf(file.stream());
  const reading = { formats: pageTraceFormats, unpack };
  return (await recognised(chunks, file.name, { format, process }, reading)).words;
}

/** More words than these are decoded each time they are read. */
const MOST_KEPT_WORDS = 2 ** 24;

/** The words of a file, decoded once where they are few enough to keep. */
export class TraceWords {
  /** References in all of it. */
  readonly count: number;
  readonly #kept: readonly BigUint64Array[] | undefined;
  readonly #read: () => Promise<AsyncIterable<BigUint64Array>>;

  private constructor(
    count: number,
    kept: readonly BigUint64Array[] | undefined,
    read: () => Promise<AsyncIterable<BigUint64Array>>,
  ) {
    this.count = count;
    this.#kept = kept;
    this.#read = read;
  }

  static async of(file: File, trace: Parameters<typeof wordsOf>[1]): Promise<TraceWords> {
    const read = () => wordsOf(file, trace);
    const chunks: BigUint64Array[] = [];
    let count = 0;
    for await (const chunk of await read()) {
      count += chunk.length;
      // A reader may fill its buffer again: what is kept is a copy.
      if (count <= MOST_KEPT_WORDS) chunks.push(chunk.slice());
    }
    return new TraceWords(count, count <= MOST_KEPT_WORDS ? chunks : undefined, read);
  }

  async *all(): AsyncGenerator<BigUint64Array> {
    yield* this.#kept ?? (await this.#read());
  }

  /** The first `n` of them, or all. */
  async first(n: number): Promise<BigUint64Array> {
    const words = new BigUint64Array(Math.min(n, this.count));
    let at = 0;
    for await (const chunk of this.all()) {
      words.set(chunk.subarray(0, words.length - at), at);
      at = Math.min(words.length, at + chunk.length);
      if (at === words.length) break;
    }
    return words;
  }
}
