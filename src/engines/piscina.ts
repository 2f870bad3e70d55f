import { Piscina } from 'piscina';
import { EnvironmentError, UserError } from '../errors.ts';
import type { Row } from '../studies/column.ts';
import type { Engine } from './engine.ts';
import type { WorkerAnswer } from './worker.ts';

/** A pool of worker threads, one kernel instance each: no shared state, so no order can matter. */
export const piscina = (workers: number): Engine => ({
  id: 'piscina',
  async run(jobs, onRows) {
    const fromSource = import.meta.url.endsWith('.ts');
    const pool = new Piscina({
      filename: new URL(`./worker.${fromSource ? 'ts' : 'js'}`, import.meta.url).href,
      minThreads: Math.min(workers, jobs.length),
      maxThreads: workers,
      // From the TypeScript sources (tests) a worker needs the loader; the built program does not.
      ...(fromSource ? { execArgv: ['--import', 'tsx'] } : {}),
    });
    try {
      const outcomes = await Promise.allSettled(
        jobs.map(async (job) => onRows(job, rowsOf(await pool.run(job)))),
      );
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure) throw failure.reason;
    } finally {
      await pool.destroy();
    }
  },
});

function rowsOf(answer: WorkerAnswer): Row[] {
  if ('rows' in answer) return answer.rows;
  throw answer.kind === 'user'
    ? new UserError(answer.failure)
    : new EnvironmentError(answer.failure);
}
