import { Piscina } from 'piscina';
import { formatSeconds } from '../format.ts';
import type { EngineOptions, RunnableJob } from './engine.ts';
import { reasonOf } from './reason.ts';
import type { WorkerAnswer, WorkerMessage } from './worker.ts';

/** What a pool runs for a job; tests give another one. */
export const workerEntry = new URL(
  `./worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
  import.meta.url,
).href;

/** A thread that has to start for a job may take this long, on a busy machine, before the time of the job runs. */
const START_MS = 120_000;

/** Calls back once a job has had its time since it began; timers count at most 2^31 ms. */
function startTimer(limitMs: number, begun: SharedArrayBuffer, onLate: () => void) {
  const asked = Date.now();
  let timer: NodeJS.Timeout;
  const look = () => {
    const [since = 0] = new Float64Array(begun);
    const left = (since > 0 ? since + limitMs : asked + START_MS + limitMs) - Date.now();
    if (left <= 0) onLate();
    else timer = setTimeout(look, Math.min(left, since > 0 ? left : limitMs, 2 ** 31 - 1));
  };
  timer = setTimeout(look, Math.min(limitMs, 2 ** 31 - 1));
  return { stop: () => clearTimeout(timer) };
}

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
    const message: WorkerMessage = { job, begun: new SharedArrayBuffer(8) };
    const timer = startTimer(seconds * 1000, message.begun, () => late.abort());
    try {
      return await this.pool.run(message, { signal: late.signal });
    } catch (error) {
      const failure = late.signal.aborted
        ? `it did not end in ${formatSeconds(seconds)}`
        : reasonOf(error);
      return { failure, kind: 'broken' };
    } finally {
      timer.stop();
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
