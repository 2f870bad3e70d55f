import { Worker } from 'node:worker_threads';
import { formatSeconds } from '../format.ts';

/** What a guarded worker may take. */
export interface GuardLimits {
  /** For each answer: time of the processor, and on a busy machine at most ten times as much on the clock. */
  deadlineMs: number;
  /** Growth of this process while an answer is awaited, bytes: what a heap limit does not see counts too. */
  memoryBytes: number;
}

/** The worker went over a limit and was ended. */
export class GuardError extends Error {}

const GLANCE_MS = 50;
/** How much slower a machine may be that has other things to do. */
const BUSY = 10;
const MIB = 2 ** 20;

const viaLoader = ({ href }: URL) =>
  `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(href)}); })`;

/**
 * A thread for code that may not come back from hostile input: a decoder in a loop cannot be interrupted on the thread
 * that waits for it, a worker can be ended. The entry answers each message with one message.
 */
export class GuardedWorker {
  private readonly worker: Worker;
  private readonly limits: GuardLimits;
  private ended = false;
  /** The loader takes its time, on a busy machine most. */
  private startMs: number;

  constructor(entry: URL, workerData: unknown, limits: GuardLimits) {
    this.limits = limits;
    this.startMs = entry.pathname.endsWith('.ts') ? 30_000 : 1_000;
    const resourceLimits = { maxOldGenerationSizeMb: Math.max(64, limits.memoryBytes / MIB) };
    // From the TypeScript sources (tests) a worker needs the loader first; the built program does not.
    this.worker = entry.pathname.endsWith('.ts')
      ? new Worker(viaLoader(entry), { eval: true, workerData, resourceLimits })
      : new Worker(entry, { workerData, resourceLimits });
    // What ends the worker between two questions is told by the next.
    this.worker.on('error', () => {});
    this.worker.once('exit', () => {
      this.ended = true;
    });
  }

  /** The answer to one message; GuardError when a limit was met first, the worker's own error when it failed. */
  async ask(message: unknown): Promise<unknown> {
    if (this.ended) throw new GuardError('its reader ended');
    const over = this.overLimit();
    const memory = `reading it took over ${Math.round(this.limits.memoryBytes / MIB)} MiB`;
    let release = () => {};
    try {
      return await new Promise((resolve, reject) => {
        const glance = setInterval(() => {
          const what = over();
          if (what === 'time') {
            reject(
              new GuardError(`it was not read in ${formatSeconds(this.limits.deadlineMs / 1000)}`),
            );
          } else if (what === 'memory') reject(new GuardError(memory));
        }, GLANCE_MS);
        const failed = (error: NodeJS.ErrnoException) =>
          reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new GuardError(memory) : error);
        const exited = () => reject(new GuardError('its reader ended'));
        const { worker } = this;
        worker.once('message', resolve).once('error', failed).once('exit', exited);
        release = () => {
          clearInterval(glance);
          worker.off('message', resolve).off('error', failed).off('exit', exited);
        };
        worker.postMessage(message);
      });
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      release();
    }
  }

  /** Which limit the answer asked for now has met, whenever that is looked at. */
  private overLimit(): () => 'time' | 'memory' | undefined {
    const { deadlineMs, memoryBytes } = this.limits;
    const before = process.memoryUsage.rss();
    const allowed = deadlineMs + this.startMs;
    this.startMs = 0;
    const [start, used] = [performance.now(), process.cpuUsage()];
    return () => {
      const waited = performance.now() - start;
      const { user, system } = process.cpuUsage(used);
      const busy = (user + system) / 1000;
      // A decoder that sleeps takes no time of the processor: the clock ends it, later.
      if (waited > allowed && (busy > allowed || waited > BUSY * allowed)) return 'time';
      return process.memoryUsage.rss() - before > memoryBytes ? 'memory' : undefined;
    };
  }

  async close(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }
}
