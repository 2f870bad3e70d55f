import { Piscina } from 'piscina';
import { formatSeconds } from '../format.ts';
import type { EngineOptions, RunnableJob } from './engine.ts';
import { reasonOf } from './reason.ts';
import type { WorkerAnswer } from './worker.ts';

/** What a pool runs for a job; tests give another one. */
export const workerEntry = new URL(
  `./worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
  import.meta.url,
).href;

/** A thread that starts for a job may take this long before the time of the job runs, seconds. */
const START_SECONDS = 5;

/** Worker threads, one kernel instance each: no shared state, so no order can matter. */
export class JobPool {
  private readonly pool: Piscina;
  private readonly secondsPerCell: number;

  constructor(options: EngineOptions, threads: number, entry = workerEntry) {
    this.secondsPerCell = options.secondsPerCell;
    this.pool = new Piscina({
      filename: entry,
      minThreads: Math.min(options.workers, threads),
      maxThreads: options.workers,
      resourceLimits: { maxOldGenerationSizeMb: options.workerMemoryMib },
      // From the TypeScript sources (tests) a worker needs the loader; the built program does not.
      ...(entry.endsWith('.ts') ? { execArgv: ['--import', 'tsx'] } : {}),
    });
  }

  /** The answer of one job; at most `workers` at a time may be asked for, so that none waits while its time runs. */
  async answer(job: RunnableJob): Promise<WorkerAnswer> {
    const seconds = this.secondsPerCell * job.task.cases.length;
    const late = new AbortController();
    // Timers count at most 2^31 ms.
    const ms = Math.min((START_SECONDS + seconds) * 1000, 2 ** 31 - 1);
    const timer = setTimeout(() => late.abort(), ms);
    try {
      return await this.pool.run(job, { signal: late.signal });
    } catch (error) {
      const failure = late.signal.aborted
        ? `it did not end in ${formatSeconds(seconds)}`
        : reasonOf(error);
      return { failure, kind: 'broken' };
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
