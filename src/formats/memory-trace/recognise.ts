import { badInput, UserError } from '../../errors.ts';
import { unknownName } from '../../names.ts';
import { TraceHints } from './hints.ts';
import type { ByteChunks, MemoryTraceFormat, WordChunks } from './memory-trace.ts';

const HEAD_BYTES = 64 * 1024;

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
    try {
      if (bytes > 0) yield head;
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      await iterator.return?.();
    }
  }
  return { head: head.subarray(0, HEAD_BYTES), whole: whole() };
}

/** A memory trace and the format it was recognised as, or told to be. */
export interface OpenTrace {
  format: MemoryTraceFormat;
  words: WordChunks;
  /** What the trace says beside addresses: of its beginning at first, of all once `words` are read. */
  hints: TraceHints;
  /** The file is a compressed one. */
  packed: boolean;
}

export interface RecogniseOptions {
  /** Id of the format, for files that nothing inside tells apart. */
  format?: string | undefined;
  /** References of this process only. */
  process?: number | undefined;
  /** Words name the process of each reference in their top six bits, numbered in order of appearance. */
  namesSpaces?: boolean;
}

/** The reader of that id; names the others when there is none. */
export function formatOf(formats: readonly MemoryTraceFormat[], id: string): MemoryTraceFormat {
  const format = formats.find((candidate) => candidate.id === id);
  if (format) return format;
  throw new UserError(
    unknownName(
      'a trace format',
      id,
      formats.map((each) => each.id),
    ),
  );
}

/** Plain bytes of what begins like a compressed file; undefined for what does not. */
export type Unpack = (head: Uint8Array, whole: ByteChunks, path: string) => ByteChunks | undefined;

/** What is read where: a page has no file to seek in and carries no reader it does not need. */
export interface TraceReading {
  formats: readonly MemoryTraceFormat[];
  unpack: Unpack;
}

/** A trace of one of the formats from its bytes, wherever they come from; `path` names it in messages. */
export async function recognised(
  chunks: ByteChunks,
  path: string,
  { format: id, process, namesSpaces = false }: RecogniseOptions,
  { formats, unpack }: TraceReading,
): Promise<OpenTrace> {
  const told = id === undefined ? undefined : formatOf(formats, id);
  let { head, whole } = await peek(chunks);
  const plain = unpack(head, whole, path);
  if (plain) ({ head, whole } = await peek(plain));
  if (head.length === 0) {
    throw badInput({ file: path, expected: 'a memory trace', found: 'an empty file' });
  }
  const format = told ?? formats.find((candidate) => candidate.sniff(head));
  if (!format) {
    throw badInput({
      file: path,
      expected: `a memory trace (${formats.map(({ title }) => title).join('; ')})`,
      found: 'something else',
    });
  }
  const hints = new TraceHints(process, namesSpaces);
  const words = nonEmpty(format.read(whole, path, hints), path, format.title, hints);
  const first = await words.next();
  async function* all(): WordChunks {
    if (!first.done) yield first.value;
    yield* words;
  }
  return { format, words: all(), hints, packed: plain !== undefined };
}

async function* nonEmpty(
  words: WordChunks,
  file: string,
  title: string,
  hints: TraceHints,
): AsyncGenerator<BigUint64Array> {
  let any = false;
  for await (const chunk of words) {
    any ||= chunk.length > 0;
    yield chunk;
  }
  hints.checkProcess(file);
  if (!any) throw badInput({ file, expected: 'data references', found: `none in this ${title}` });
}
