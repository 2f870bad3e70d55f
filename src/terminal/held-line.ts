import { Worker } from 'node:worker_threads';

/** What both threads see: who writes (1) or nobody (0), whether the line is over, whether the holder wrote, bytes of the text. */
const [TURN, OVER, WROTE, LENGTH] = [0, 1, 2, 3];
const HEAD_BYTES = 16;
const MOST_TEXT_BYTES = 1000;
/** The line is rewritten when it has stood still for so long. */
const STANDS_MS = 1000;

/**
 * The holder, a thread of its own, as text: it starts in milliseconds from the sources and from the built program alike.
 * It writes past the streams of Node, which would wait for the thread that computes.
 */
const holder = `
const { writeSync } = require('node:fs');
const { workerData: { shared, fd } } = require('node:worker_threads');
const head = new Int32Array(shared, 0, 4);
const text = new Uint8Array(shared, ${HEAD_BYTES});
let before = '';
let since = Date.now();
setInterval(() => {
  if (Atomics.load(head, ${OVER}) === 1 || Atomics.compareExchange(head, ${TURN}, 0, 1) !== 0) return;
  const now = Buffer.from(text.slice(0, head[${LENGTH}])).toString();
  if (now !== before) [before, since] = [now, Date.now()];
  const seconds = Math.round((Date.now() - since) / 1000);
  if (seconds >= 1 && Atomics.load(head, ${OVER}) === 0) {
    try {
      writeSync(fd, '\\r\\u001b[K' + now + ', for ' + seconds + ' s');
      Atomics.store(head, ${WROTE}, 1);
    } catch {}
  }
  Atomics.store(head, ${TURN}, 0);
  Atomics.notify(head, ${TURN});
}, ${STANDS_MS / 2});
`;

/**
 * A line on a terminal that another thread writes again, with how long it has stood, while the thread it is of computes.
 * Only one of them writes at a time, and nothing is written once the line is over.
 */
export class HeldLine {
  private readonly shared = new SharedArrayBuffer(HEAD_BYTES + MOST_TEXT_BYTES);
  private readonly head = new Int32Array(this.shared, 0, 4);
  private readonly text = new Uint8Array(this.shared, HEAD_BYTES);
  private readonly thread: Worker;

  /** `line` is what is written before the first step, to file descriptor `fd`. */
  constructor(line: string, fd: number) {
    this.keep(line);
    this.thread = new Worker(holder, { eval: true, workerData: { shared: this.shared, fd } });
    // Without another thread the line stands still, nothing else.
    this.thread.on('error', () => {});
    this.thread.unref();
  }

  /** `write` has put this text on the terminal. */
  rewritten(line: string, write: () => void): void {
    this.inTurn(() => {
      write();
      this.keep(line);
    });
  }

  /** Nothing is written any more; whether the other thread ever wrote. */
  end(): boolean {
    this.inTurn(() => Atomics.store(this.head, OVER, 1));
    void this.thread.terminate();
    return Atomics.load(this.head, WROTE) === 1;
  }

  private keep(line: string): void {
    const { written } = new TextEncoder().encodeInto(line, this.text);
    this.head[LENGTH] = written;
  }

  private inTurn(work: () => void): void {
    while (Atomics.compareExchange(this.head, TURN, 0, 1) !== 0)
      Atomics.wait(this.head, TURN, 1, 100);
    try {
      work();
    } finally {
      Atomics.store(this.head, TURN, 0);
      Atomics.notify(this.head, TURN);
    }
  }
}
