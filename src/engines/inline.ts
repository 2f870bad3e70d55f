import { EnvironmentError, UserError } from '../errors.ts';
import type { Engine } from './engine.ts';
import { reasonOf } from './reason.ts';
import { runJob } from './run-job.ts';

/** One job after the other on this thread; a job without end has nobody to end it here. */
export const inline = (): Engine => ({
  id: 'inline',
  async run(jobs, { onRows, onBroken }) {
    for (const job of jobs) {
      const done = await runJob(job).catch((error: unknown) => {
        if (error instanceof UserError || error instanceof EnvironmentError) throw error;
        return reasonOf(error);
      });
      if (typeof done === 'string') onBroken(job, done);
      else await onRows(job, done);
    }
  },
});
