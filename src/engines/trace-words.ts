import { createHash, type Hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { readFailure } from '../files/read-input.ts';
import { openMemoryTrace } from '../formats/memory-trace/open.ts';
import type { TaskFile } from '../studies/task-file.ts';
import { checkUnchanged } from './scenario-files.ts';

type Trace = Pick<Extract<TaskFile, { kind: 'memory-trace' }>, 'format' | 'process'>;

/** Words of a trace kept by a thread, so that it is decoded once for all jobs the thread gets. */
const MOST_KEPT_WORDS = 2 ** 24;

interface Kept {
  key: string;
  /** Content hash of the file they were decoded from. */
  hash: string;
  chunks: BigUint64Array[];
}

let kept: Kept | undefined;

const keyOf = (path: string, { format, process }: Trace) => JSON.stringify([path, format, process]);

/** First 16 hexadecimal digits of the SHA-256 of the bytes a reader saw, and of those it left. */
async function hashOf(digest: Hash, seen: number, path: string): Promise<string> {
  try {
    // A reader may stop before the end of a file, an archive's directory say; what follows counts all the same.
    const { size } = statSync(path);
    if (size > seen) {
      const rest = createReadStream(path, { start: seen, end: size - 1 });
      for await (const chunk of rest) digest.update(chunk);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  return digest.digest('hex').slice(0, 16);
}

/**
 * The words of a trace, from memory where this thread has just read them. The file is hashed as it is decoded: at its end
 * one that is not of content `hash` any more is refused, so that no result stands on another trace than its record says.
 */
export async function traceWords(
  path: string,
  trace: Trace,
  hash: string,
): Promise<AsyncIterable<BigUint64Array>> {
  if (kept?.key === keyOf(path, trace) && kept.hash === hash) return replayed(kept.chunks);
  return decodedWords(path, trace, hash);
}

async function* replayed(chunks: readonly BigUint64Array[]) {
  yield* chunks;
}

/** Decodes a trace; returns its content hash, which must be `expected` where that is given. */
async function* decodedWords(
  path: string,
  trace: Trace,
  expected?: string,
): AsyncGenerator<BigUint64Array, string> {
  const digest = createHash('sha256');
  let seen = 0;
  const onBytes = (bytes: Uint8Array) => {
    digest.update(bytes);
    seen += bytes.length;
  };
  const { words } = await openMemoryTrace(path, { ...trace, onBytes });
  const chunks: BigUint64Array[] = [];
  let count = 0;
  for await (const chunk of words) {
    count += chunk.length;
    // A reader may fill its buffer again: what is kept is a copy.
    if (count <= MOST_KEPT_WORDS) chunks.push(chunk.slice());
    yield chunk;
  }
  const hash = await hashOf(digest, seen, path);
  checkUnchanged(path, expected ?? hash, hash);
  if (count <= MOST_KEPT_WORDS) kept = { key: keyOf(path, trace), hash, chunks };
  return hash;
}

/** Reads a trace to its end, so that a broken one is found before any job starts; returns its content hash. */
export async function checkTrace(path: string, trace: Trace): Promise<string> {
  const words = decodedWords(path, trace);
  for (;;) {
    const next = await words.next();
    if (next.done) return next.value;
  }
}
