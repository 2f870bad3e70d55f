import { Worker } from 'node:worker_threads';
import { badInput, printable, UserError } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import type { PieceFailure } from './scan-pieces.ts';
import {
  abandon,
  allRead,
  countParts,
  readPart,
  type ScanJob,
  type ScanOutcome,
  type ScanProgress,
} from './scan-thread.ts';

/** How often the first thread looks, while it waits for the others, whether one of them broke. */
const GLANCE_MS = 5;

function explain({ path, offset, code }: PieceFailure): Error {
  if (code !== null) return readFailure(path, Object.assign(new Error(code), { code }));
  return badInput({
    file: path,
    offset,
    expected: 'more memory',
    found: 'the end of the file: it was truncated',
  });
}

/** What became of another thread: its outcome, or what broke it. */
type ThreadEnd = { outcome: ScanOutcome } | { broken: unknown };

/** Starts all threads of the job but this one. */
export function startThreads(job: ScanJob): Promise<ThreadEnd>[] {
  return Array.from(
    { length: job.threads - 1 },
    () =>
      new Promise((resolve) => {
        const worker = new Worker(new URL('./scan-worker.js', import.meta.url), {
          workerData: job,
        });
        worker.once('message', (outcome: ScanOutcome) => resolve({ outcome }));
        worker.once('error', (broken) => {
          abandon(job);
          resolve({ broken });
        });
      }),
  );
}

/** This thread reads and counts like the others, then gathers what all found. */
export async function finishThreads(
  job: ScanJob,
  others: Promise<ThreadEnd>[],
  onProgress?: ScanProgress,
): Promise<ScanOutcome[]> {
  const ends: ThreadEnd[] = [];
  try {
    const failure = readPart(job, onProgress);
    while (!allRead(job, GLANCE_MS)) await new Promise((resolve) => setImmediate(resolve));
    ends.push({ outcome: { failure, ...countParts(job, onProgress) } });
  } catch (broken) {
    abandon(job);
    ends.push({ broken });
  }
  ends.push(...(await Promise.all(others)));
  const outcomes = ends.flatMap((end) => ('outcome' in end ? [end.outcome] : []));
  const failure = outcomes.find((outcome) => outcome.failure)?.failure;
  if (failure) throw explain(failure);
  const [error] = ends.flatMap((end) => ('broken' in end ? [end.broken] : []));
  if (error instanceof RangeError) throw new UserError(printable(`too much: ${error.message}.`));
  if (error) throw error;
  return outcomes;
}
