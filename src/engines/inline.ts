import type { Engine } from './engine.ts';
import { runJob } from './run-job.ts';

/** One job after the other on this thread. */
export const inline = (): Engine => ({
  id: 'inline',
  async run(jobs, onRows) {
    for (const job of jobs) await onRows(job, await runJob(job));
  },
});
