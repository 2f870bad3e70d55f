import { hostname } from 'node:os';
import { EnvironmentError, UserError } from '../../errors.ts';
import { workerWords } from '../../messages/worker.ts';
import { encodePart } from '../../results/part.ts';
import { note } from '../../terminal/output.ts';
import { codeId } from '../code-id.ts';
import type { EngineOptions, InputFile, RunnableJob } from '../engine.ts';
import { partOf } from '../part-of.ts';
import { JobPool } from '../pool.ts';
import { MissingFile, WorkerFiles } from './files.ts';
import { type QueuedAnswer, type QueuedJob, queueName, WANTED_KEY } from './queue.ts';
import { type BullJob, connectTo, redisUrl } from './redis.ts';

export interface WorkerOptions extends EngineOptions {
  /** A worker that says nothing for so long is taken for dead, and its jobs go to another. */
  lockSeconds: number;
}

/** The same job with its files where they are on this host. */
async function placed(job: RunnableJob, files: WorkerFiles): Promise<RunnableJob> {
  const here: Record<string, InputFile> = {};
  for (const [name, file] of Object.entries(job.files)) here[name] = await files.place(file);
  return { ...job, files: here };
}

/** Answers one job of the queue: its work is done by a thread, so that this one can renew the lock meanwhile. */
async function answerTo(
  { code: wanted, job }: QueuedJob,
  code: string,
  pool: JobPool,
  files: WorkerFiles,
): Promise<QueuedAnswer> {
  const host = hostname();
  if (wanted !== code) {
    const failure = `a job for virtcost ${wanted} came to a worker of ${code}`;
    return { failure, kind: 'environment', host };
  }
  try {
    const answer = await pool.answer(await placed(job, files));
    if (!('rows' in answer)) return { ...answer, host };
    const part = Buffer.from(encodePart(partOf(job), answer.rows)).toString('base64');
    return { part, host };
  } catch (error) {
    const failure = (error as Error).message;
    if (error instanceof MissingFile) return { failure, kind: 'missing', host };
    if (error instanceof UserError) return { failure, kind: 'user', host };
    if (error instanceof EnvironmentError) return { failure, kind: 'environment', host };
    throw error;
  }
}

/** How often a worker looks whether somebody wants other code than its own. */
const GLANCE_MS = 10_000;

/** Works for a queue until `stop` is asked for; jobs that have begun are ended first. */
export async function startWorker(options: WorkerOptions, entry?: string) {
  const { bull, connection, disconnect } = await connectTo(redisUrl(options.redis));
  const code = codeId();
  const redis = connection();
  const files = new WorkerFiles(redis);
  const pool = new JobPool(options, options.workers, entry);
  let done = 0;
  const lockMs = options.lockSeconds * 1000;
  const worker = new bull.Worker(
    queueName(code),
    async (queued: BullJob) => {
      const answer = await answerTo(queued.data as QueuedJob, code, pool, files);
      done++;
      return answer;
    },
    {
      ...{ connection: connection(), concurrency: options.workers },
      ...{ lockDuration: lockMs, stalledInterval: lockMs / 2, maxStalledCount: 1 },
    },
  );
  worker.on('error', () => {});
  await worker.waitUntilReady();
  let told = '';
  const glance = setInterval(async () => {
    const wanted = await redis.get(WANTED_KEY).catch(() => null);
    if (!wanted || wanted === code || wanted === told) return;
    told = wanted;
    note(workerWords.otherVersion({ wanted, code }));
  }, GLANCE_MS);
  return {
    code,
    /** Ends what has begun, takes nothing new; returns the number of jobs done. */
    async stop(): Promise<number> {
      clearInterval(glance);
      await worker.close();
      await pool.close();
      await files.clear();
      disconnect();
      return done;
    },
  };
}
