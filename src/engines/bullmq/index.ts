import { EnvironmentError, printable, UserError } from '../../errors.ts';
import { workerWords } from '../../messages/worker.ts';
import { decodePart } from '../../results/part.ts';
import { note } from '../../terminal/output.ts';
import { codeId } from '../code-id.ts';
import type { Engine, EngineOptions, JobEvents, RunnableJob } from '../engine.ts';
import { partOf } from '../part-of.ts';
import { MOST_SENT_BYTES, sendFiles } from './files.ts';
import { type QueuedAnswer, queuedId, queueName, WANTED_KEY, WANTED_SECONDS } from './queue.ts';
import { type BullQueue, connectTo, type Redis, redisUrl } from './redis.ts';

/** Jobs that stand in Redis at a time: enough for many workers, and little memory however long the sweep is. */
const WINDOW = 2000;
/** Cells of all of them: what travels for a cell is some 300 bytes, here and in Redis. */
const WINDOW_CELLS = 100_000;
/** Cells that are sent at a time. */
const SENT_CELLS = 16_384;
/** How often jobs in the queue are looked at: an event may be lost with a connection, a job with a server. */
const LOOK_MS = 2000;

/** A question that a cut connection swallowed gets no answer at all; whoever asked asks again. */
const ANSWER_MS = 15_000;

async function answered<T>(question: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ANSWER_MS, undefined);
  });
  try {
    return await Promise.race([question, late]);
  } finally {
    clearTimeout(timer);
    question.catch(() => {});
  }
}

/** Carries jobs of one run to a queue and takes back what workers made of them, each once. */
class Coordinator {
  private readonly waiting: Iterator<RunnableJob>;
  private readonly open = new Map<string, RunnableJob>();
  private openCells = 0;
  private allSent = false;
  private readonly sent = new Map<string, number>();
  private readonly looking = new Set<Promise<void>>();
  private readonly queue: BullQueue;
  private readonly redis: Redis;
  private readonly events: JobEvents;
  private readonly code: string;

  constructor(
    jobs: readonly RunnableJob[],
    { queue, redis, code }: { queue: BullQueue; redis: Redis; code: string },
    events: JobEvents,
  ) {
    this.waiting = jobs.values();
    this.queue = queue;
    this.redis = redis;
    this.code = code;
    this.events = events;
  }

  get done(): boolean {
    return this.allSent && this.open.size === 0 && this.looking.size === 0;
  }

  private async add(jobs: readonly RunnableJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const bulk = this.queue.addBulk(
      jobs.map((job) => ({
        name: job.study,
        data: { code: this.code, job },
        opts: { jobId: queuedId(job), attempts: 1, priority: 1 + Math.min(job.index, 2 ** 20) },
      })),
    );
    await answered(bulk);
  }

  private opened(id: string, job: RunnableJob): void {
    this.open.set(id, job);
    this.openCells += job.task.cases.length;
  }

  /** Whether a job was open; whoever asks first has it. */
  private closed(id: string, job: RunnableJob): boolean {
    const was = this.open.delete(id);
    if (was) this.openCells -= job.task.cases.length;
    return was;
  }

  /** Fills the queue up to its window, a message at a time. */
  async fill(): Promise<void> {
    for (;;) {
      const fresh: RunnableJob[] = [];
      let cells = 0;
      while (this.open.size < WINDOW && this.openCells < WINDOW_CELLS && cells < SENT_CELLS) {
        const next = this.waiting.next();
        if (next.done) {
          this.allSent = true;
          break;
        }
        this.opened(queuedId(next.value), next.value);
        cells += next.value.task.cases.length;
        fresh.push(next.value);
      }
      if (fresh.length === 0) return;
      await this.add(fresh);
    }
  }

  /** Takes what is known of one job; a job nobody knows any more is put in again. */
  look(id: string): Promise<void> {
    const looking = this.lookAt(id).finally(() => this.looking.delete(looking));
    this.looking.add(looking);
    return looking;
  }

  private async lookAt(id: string): Promise<void> {
    const job = this.open.get(id);
    if (!job) return;
    // The state alone first: a job travels with all of its cells.
    const state = await answered(this.queue.getJobState(id));
    if (state === 'unknown') return this.add([job]);
    if (state !== 'completed' && state !== 'failed') return;
    const ended = await answered(this.queue.getJob(id));
    if (!ended || (state === 'completed' && !ended.returnvalue)) return;
    // Whoever looks first takes it: an event and the next round may look at once.
    if (!this.closed(id, job)) return;
    const back =
      state === 'completed'
        ? await this.take(job, ended.returnvalue as QueuedAnswer)
        : this.events.onBroken(job, reasonOf(ended.failedReason));
    await answered(ended.remove()).catch(() => {});
    if (back !== 'again') return;
    this.opened(id, job);
    await this.add([job]);
  }

  async lookAtAll(): Promise<void> {
    for (const id of [...this.open.keys()]) await this.look(id);
  }

  private async take(job: RunnableJob, answer: QueuedAnswer): Promise<'again' | undefined> {
    if ('part' in answer) {
      const rows = await decodePart(partOf(job), Buffer.from(answer.part, 'base64'));
      if (!rows) return 'again';
      await this.events.onRows(job, rows);
      return undefined;
    }
    const { failure, kind, host } = answer;
    const reason = `${failure} (on ${printable(host, 80)})`;
    if (kind === 'broken') this.events.onBroken(job, reason);
    else if (kind === 'missing') return this.sendAgain(job, reason);
    else throw kind === 'user' ? new UserError(failure) : new EnvironmentError(reason);
    return undefined;
  }

  private async sendAgain(job: RunnableJob, reason: string): Promise<'again'> {
    const id = queuedId(job);
    const times = (this.sent.get(id) ?? 0) + 1;
    this.sent.set(id, times);
    if (times > 3) {
      const most = MOST_SENT_BYTES / 2 ** 20;
      throw new EnvironmentError(
        `${reason}: a worker cannot see the file, and only files of up to ${most} MiB travel through Redis. Put it in a folder all hosts see under the same path.`,
      );
    }
    await sendFiles(this.redis, Object.values(job.files));
    return 'again';
  }
}

/** BullMQ's words for a job whose worker went away too often. */
const reasonOf = (failed: string | undefined): string =>
  /stalled/.test(failed ?? '')
    ? 'it crashed its worker twice'
    : printable(failed ?? 'it failed without a reason', 400);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Says once that nobody listens; a worker may come later. */
async function tellAlone(queue: BullQueue, code: string, said: { alone: boolean }): Promise<void> {
  if (said.alone || (await answered(queue.getWorkersCount())) !== 0) return;
  said.alone = true;
  note(workerWords.nobody({ code }));
}

/** Carries jobs until all have come back; rejects with the first fault. */
async function carry(
  { coordinator, redis, queue, code }: Ends,
  failed: { fault?: unknown },
): Promise<void> {
  const said = { alone: false };
  await coordinator.fill();
  while (!coordinator.done) {
    await answered(redis.set(WANTED_KEY, code, 'EX', WANTED_SECONDS));
    for (let ms = 0; ms < LOOK_MS && !coordinator.done && !failed.fault; ms += 20) await pause(20);
    if (failed.fault) throw failed.fault;
    await coordinator.lookAtAll();
    await coordinator.fill();
    await tellAlone(queue, code, said);
  }
  if (failed.fault) throw failed.fault;
}

interface Ends {
  coordinator: Coordinator;
  redis: Redis;
  queue: BullQueue;
  code: string;
}

/** Any number of `virtcost worker` on any number of hosts, through a queue in Redis or Valkey. */
export const bullmq = ({ redis: text }: EngineOptions): Engine => {
  const url = redisUrl(text);
  return {
    id: 'bullmq',
    async run(jobs, events) {
      if (jobs.length === 0) return;
      const { bull, connection, disconnect } = await connectTo(url);
      const code = codeId();
      const redis = connection();
      const options = () => ({ connection: connection() });
      const queue = new bull.Queue(queueName(code), options());
      const finished = new bull.QueueEvents(queueName(code), options());
      for (const source of [queue, finished]) source.on('error', () => {});
      const coordinator = new Coordinator(jobs, { queue, redis, code }, events);
      const failed: { fault?: unknown } = {};
      const look = ({ jobId }: { jobId: string }) => {
        const looked = coordinator.look(jobId).then(() => coordinator.fill());
        looked.catch((error: unknown) => {
          failed.fault ??= error;
        });
      };
      finished.on('completed', look as never);
      finished.on('failed', look as never);
      try {
        const files = jobs.flatMap((job) => Object.values(job.files));
        await sendFiles(redis, files);
        await carry({ coordinator, redis, queue, code }, failed);
      } finally {
        await answered(Promise.allSettled([queue.close(), finished.close()]));
        disconnect();
      }
    },
  };
};
