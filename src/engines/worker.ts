import { EnvironmentError, UserError } from '../errors.ts';
import type { Row } from '../studies/column.ts';
import type { RunnableJob } from './engine.ts';
import { reasonOf } from './reason.ts';
import { runJob } from './run-job.ts';

/** What crosses back from a worker: rows, or a failure whose kind survives the crossing. */
export type WorkerAnswer =
  | { rows: Row[] }
  | { failure: string; kind: 'user' | 'environment' | 'broken' };

/** What goes to a worker: a job, and where it writes when it begins with it. */
export interface WorkerMessage {
  job: RunnableJob;
  /** One 64-bit float: milliseconds since 1970, zero before. */
  begun: SharedArrayBuffer;
}

/** Tells that a job's time runs from now: a thread may have had to start for it. */
export function begin({ begun }: WorkerMessage): void {
  new Float64Array(begun)[0] = Date.now();
}

/** Entry of a pool worker: one job in, its rows out. Errors lose their class between threads. */
export default async function work(message: WorkerMessage): Promise<WorkerAnswer> {
  const { job } = message;
  begin(message);
  try {
    return { rows: await runJob(job) };
  } catch (error) {
    if (error instanceof UserError) return { failure: error.message, kind: 'user' };
    if (error instanceof EnvironmentError) return { failure: error.message, kind: 'environment' };
    return { failure: reasonOf(error), kind: 'broken' };
  }
}
