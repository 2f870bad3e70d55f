import { isMainThread, Worker } from 'node:worker_threads';

/** What is waited for beyond the time: this thread's own timer comes first where anything but the job could run. */
const GRACE_MS = 250;
const MOST_TIMER_MS = 2 ** 31 - 1 - GRACE_MS;

/**
 * The watch, a thread of its own, as text: it starts in milliseconds from the sources and from the built program alike.
 * `state` holds the number of the job that runs, its negative once the watch has begun to end it, 0 between jobs. What
 * the main thread executes is ended by the inspector's Runtime.terminateExecution, WebAssembly included; again until
 * the main thread has heard of it, for the blow may hit whoever hears.
 */
const watch = `
const { Session } = require('node:inspector');
const { parentPort, workerData: state } = require('node:worker_threads');
const session = new Session();
session.connectToMainThread();
let timer;
const end = (job) => {
  const found = Atomics.compareExchange(state, 0, job, -job);
  if (found !== job && found !== -job) return;
  parentPort.postMessage(job);
  session.post('Runtime.terminateExecution', () => {});
  timer = setTimeout(end, ${GRACE_MS}, job);
};
parentPort.on('message', ({ job, ms }) => {
  clearTimeout(timer);
  if (ms > 0) timer = setTimeout(end, ms + ${GRACE_MS}, job);
});
`;

/** A job that had not ended in its time. */
export const late = Symbol('late');

/**
 * Ends work on this thread that takes too long, be it in a loop or in waiting. Work that waits is left behind and no
 * longer heard. Within another thread than the main one (tests) loops are not ended.
 */
export class InlineWatch {
  private readonly state = new Int32Array(new SharedArrayBuffer(4));
  private readonly thread: Worker | undefined;
  private job = 0;

  constructor() {
    if (!isMainThread) return;
    this.thread = new Worker(watch, { eval: true, workerData: this.state });
    // Without an inspector in this Node loops are not ended; what waits still is.
    this.thread.on('error', () => {});
    this.thread.unref();
  }

  /** What the work gives, or `late` after so many milliseconds. */
  within<T>(limitMs: number, work: () => Promise<T>): Promise<T | typeof late> {
    const ms = Math.min(limitMs, MOST_TIMER_MS);
    const { state, thread } = this;
    const job = ++this.job;
    Atomics.store(state, 0, job);
    return new Promise((resolve, reject) => {
      const over = () => {
        clearTimeout(timer);
        thread?.off('message', heard);
        thread?.postMessage({ job, ms: 0 });
      };
      const heard = (ended: number) => {
        if (ended !== job || Atomics.compareExchange(state, 0, -job, 0) !== -job) return;
        over();
        resolve(late);
      };
      /** The one who ends the job; where the watch has begun to, its blow is waited for where nothing is lost. */
      const ends = () => {
        const found = Atomics.compareExchange(state, 0, job, 0);
        while (found === -job) Atomics.load(state, 0);
        if (found !== job) return false;
        over();
        return true;
      };
      const timer = setTimeout(() => {
        if (Atomics.compareExchange(state, 0, job, 0) !== job) return;
        over();
        resolve(late);
      }, ms);
      thread?.on('message', heard);
      thread?.postMessage({ job, ms });
      // In a turn of its own: what the watch ends goes with all that called it.
      Promise.resolve()
        .then(work)
        .then(
          (value) => {
            if (ends()) resolve(value);
          },
          (error: unknown) => {
            if (ends()) reject(error);
          },
        );
    });
  }

  async close(): Promise<void> {
    await this.thread?.terminate();
  }
}
