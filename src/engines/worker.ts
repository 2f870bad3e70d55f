import { EnvironmentError, UserError } from '../errors.ts';
import type { Row } from '../studies/column.ts';
import type { RunnableJob } from './engine.ts';
import { reasonOf } from './reason.ts';
import { runJob } from './run-job.ts';

/** What crosses back from a worker: rows, or a failure whose kind survives the crossing. */
export type WorkerAnswer =
  | { rows: Row[] }
  | { failure: string; kind: 'user' | 'environment' | 'broken' };

/** Entry of a pool worker: one job in, its rows out. Errors lose their class between threads. */
export default async function work(job: RunnableJob): Promise<WorkerAnswer> {
  try {
    return { rows: await runJob(job) };
  } catch (error) {
    if (error instanceof UserError) return { failure: error.message, kind: 'user' };
    if (error instanceof EnvironmentError) return { failure: error.message, kind: 'environment' };
    return { failure: reasonOf(error), kind: 'broken' };
  }
}
