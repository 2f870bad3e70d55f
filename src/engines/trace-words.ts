import { openMemoryTrace } from '../formats/memory-trace/open.ts';
import type { TaskFile } from '../studies/task-file.ts';

type MemoryTrace = Pick<Extract<TaskFile, { kind: 'memory-trace' }>, 'format' | 'process'>;

/** Words of a trace kept by a thread, so that it is decoded once for all jobs the thread gets. */
const MOST_KEPT_WORDS = 2 ** 24;

interface Kept {
  key: string;
  chunks: BigUint64Array[];
}

let kept: Kept | undefined;

/** The words of a trace, from memory where this thread has just read them. */
export async function traceWords(
  path: string,
  trace: MemoryTrace,
): Promise<AsyncIterable<BigUint64Array>> {
  const key = JSON.stringify([path, trace.format, trace.process]);
  if (kept?.key === key) return replayed(kept.chunks);
  const { words } = await openMemoryTrace(path, trace);
  return keeping(key, words);
}

async function* replayed(chunks: readonly BigUint64Array[]) {
  yield* chunks;
}

async function* keeping(key: string, words: AsyncIterable<BigUint64Array>) {
  const chunks: BigUint64Array[] = [];
  let count = 0;
  for await (const chunk of words) {
    count += chunk.length;
    // A reader may fill its buffer again: what is kept is a copy.
    if (count <= MOST_KEPT_WORDS) chunks.push(chunk.slice());
    yield chunk;
  }
  if (count <= MOST_KEPT_WORDS) kept = { key, chunks };
}

/** Reads a trace to its end, so that a broken one is found before any job starts. */
export async function checkTrace(path: string, trace: MemoryTrace): Promise<void> {
  for await (const _ of await traceWords(path, trace));
}
