import { EnvironmentError, UserError } from '../errors.ts';
import type { Engine, EngineOptions, JobEvents, RunnableJob } from './engine.ts';
import { JobPool } from './pool.ts';

/** Takes jobs one after another until there are none, or until another taker has met a fault that ends the run. */
async function take(
  jobs: Iterator<RunnableJob>,
  pool: JobPool,
  events: JobEvents,
  fault: { error?: Error },
): Promise<void> {
  for (let next = jobs.next(); !next.done && !fault.error; next = jobs.next()) {
    const answer = await pool.answer(next.value);
    if ('rows' in answer) await events.onRows(next.value, answer.rows);
    else if (answer.kind === 'broken') events.onBroken(next.value, answer.failure);
    else {
      const Kind = answer.kind === 'user' ? UserError : EnvironmentError;
      fault.error ??= new Kind(answer.failure);
    }
  }
}

/** A pool of worker threads on this machine. */
export const piscina = (options: EngineOptions, entry?: string): Engine => ({
  id: 'piscina',
  async run(jobs, events) {
    const pool = new JobPool(options, jobs.length, entry);
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
});
