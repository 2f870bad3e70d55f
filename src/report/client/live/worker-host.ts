import type { Opened, Reply, Request } from './protocol.ts';

type Asked = Extract<Request, { id: number }>;
type Answered = Exclude<Reply, { kind: 'opened' | 'progress' }>;

/** No question of a panel takes this long; what does is ended. */
const DEADLINE_MS = 120_000;

/** A worker that holds the data of the page and answers one question after the other. */
export class LiveWorker {
  readonly #worker: Worker;
  readonly #opened: Promise<Opened>;
  #next = 1;
  readonly #waiting = new Map<number, (reply: Answered) => void>();
  onProgress: ((done: number, all: number) => void) | undefined;

  constructor(code: string, data: string, files: readonly File[] = []) {
    const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    this.#worker = new Worker(address);
    this.#opened = new Promise((resolve, reject) => {
      this.#worker.addEventListener('error', () => reject(new Error('the worker did not start')));
      this.#worker.addEventListener('message', ({ data: reply }: MessageEvent<Reply>) => {
        if (reply.kind === 'opened') resolve(reply);
        else if (reply.kind === 'progress') this.onProgress?.(reply.done, reply.all);
        else if (reply.kind === 'failed' && reply.id === 0) reject(new Error(reply.message));
        else this.#settle(reply);
      });
    });
    this.#worker.postMessage({ kind: 'open', data, files } satisfies Request);
    this.#opened.finally(() => URL.revokeObjectURL(address)).catch(() => {});
  }

  get opened(): Promise<Opened> {
    return this.#opened;
  }

  end(): void {
    this.#worker.terminate();
  }

  #settle(reply: Answered): void {
    this.#waiting.get(reply.id)?.(reply);
    this.#waiting.delete(reply.id);
  }

  async ask(
    question:
      | Omit<Extract<Asked, { kind: 'ask' }>, 'id'>
      | Omit<Extract<Asked, { kind: 'verify' }>, 'id'>
      | Omit<Extract<Asked, { kind: 'compare' }>, 'id'>,
    deadlineMs = DEADLINE_MS,
  ): Promise<Exclude<Answered, { kind: 'failed' }>> {
    await this.#opened;
    const id = this.#next++;
    const timer = setTimeout(() => {
      this.#worker.terminate();
      this.#settle({ kind: 'failed', id, message: `no answer in ${deadlineMs / 1000} s` });
    }, deadlineMs);
    const reply = await new Promise<Answered>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ ...question, id });
    });
    clearTimeout(timer);
    if (reply.kind === 'failed') throw new Error(reply.message);
    return reply;
  }
}

/** Runs the latest of what it is given, one at a time: what was overtaken while waiting is not run. */
export class Latest<T> {
  #next: T | undefined;
  #busy = false;
  readonly #run: (given: T) => Promise<void>;
  constructor(run: (given: T) => Promise<void>) {
    this.#run = run;
  }
  async give(given: T): Promise<void> {
    this.#next = given;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#next !== undefined) {
      const now = this.#next;
      this.#next = undefined;
      await this.#run(now);
    }
    this.#busy = false;
  }
}
