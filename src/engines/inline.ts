import { EnvironmentError, UserError } from '../errors.ts';
import { formatSeconds } from '../format.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { InlineWatch, late } from './inline-watch.ts';
import { reasonOf } from './reason.ts';
import { runJob } from './run-job.ts';

/** For signals and whatever else waits for this thread: neither jobs nor storing need to give it away. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** One job after the other on this thread. */
export const inline = ({
  secondsPerCell = Number.POSITIVE_INFINITY,
}: Partial<Pick<EngineOptions, 'secondsPerCell'>> = {}): Engine => ({
  id: 'inline',
  async run(jobs, { onRows, onBroken }) {
    const watch = new InlineWatch();
    try {
      for (const job of jobs) {
        const seconds = secondsPerCell * job.task.cases.length;
        const done = await watch
          .within(seconds * 1000, () => runJob(job))
          .catch((error: unknown) => {
            if (error instanceof UserError || error instanceof EnvironmentError) throw error;
            return reasonOf(error);
          });
        if (done === late) onBroken(job, `it did not end in ${formatSeconds(seconds)}`);
        else if (typeof done === 'string') onBroken(job, done);
        else await onRows(job, done);
        await turn();
      }
    } finally {
      await watch.close();
    }
  },
});
