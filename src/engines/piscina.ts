import { availableParallelism } from 'node:os';
import { EnvironmentError, UserError } from '../errors.ts';
import type { Engine, EngineOptions, JobEvents, RunnableJob } from './engine.ts';
import { JobPool } from './pool.ts';

/**
 * Takes jobs one after another until there are none, or until another taker has met a fault that ends the run. A thread
 * has its next job before the rows of the last are handed over: it computes while they are stored.
 */
async function take(
  jobs: Iterator<RunnableJob>,
  pool: JobPool,
  events: JobEvents,
  fault: { error?: Error },
): Promise<void> {
  const ask = () => {
    if (fault.error) return undefined;
    const { done, value: job } = jobs.next();
    return done ? undefined : { job: job as RunnableJob, answer: pool.answer(job) };
  };
  for (let asked = ask(); asked; ) {
    const { job } = asked;
    const answer = await asked.answer;
    if ('kind' in answer && answer.kind !== 'broken') {
      const Kind = answer.kind === 'user' ? UserError : EnvironmentError;
      fault.error ??= new Kind(answer.failure);
    }
    asked = ask();
    if ('rows' in answer) await events.onRows(job, answer.rows);
    else if (answer.kind === 'broken') events.onBroken(job, answer.failure);
  }
}

/** A pool of worker threads on this machine. */
export const piscina = (options: EngineOptions, entry?: string): Engine => {
  let warm: JobPool | undefined;
  return {
    id: 'piscina',
    warmUp() {
      warm ??= new JobPool(options, availableParallelism(), entry);
    },
    async run(jobs, events) {
      const pool = warm ?? new JobPool(options, jobs.length, entry);
      warm = undefined;
      const queue = jobs.values();
      const fault: { error?: Error } = {};
      const takers = Array.from({ length: Math.min(options.workers, jobs.length) }, () =>
        take(queue, pool, events, fault).catch((error: Error) => {
          fault.error ??= error;
        }),
      );
      try {
        await Promise.all(takers);
      } finally {
        await pool.close();
      }
      if (fault.error) throw fault.error;
    },
  };
};
