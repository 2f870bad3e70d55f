import { EnvironmentError, printable, UserError } from '../../errors.ts';
import { workerWords } from '../../messages/worker.ts';
import { note } from '../../terminal/output.ts';

/** What is used of ioredis; the package is optional, so its own types are not. */
export interface Redis {
  connect(): Promise<void>;
  ping(): Promise<string>;
  info(section: string): Promise<string>;
  get(key: string): Promise<string | null>;
  getBuffer(key: string): Promise<Buffer | null>;
  set(key: string, value: string | Buffer, ex: 'EX', seconds: number): Promise<unknown>;
  exists(key: string): Promise<number>;
  expire(key: string, seconds: number): Promise<number>;
  on(event: string, listener: (error: Error) => void): unknown;
  disconnect(): void;
}

/** What is used of BullMQ. */
export interface BullJob {
  id?: string;
  data: unknown;
  returnvalue: unknown;
  failedReason?: string;
  remove(): Promise<void>;
}
interface Closable {
  on(event: string, listener: (...values: never[]) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}
export interface BullQueue extends Closable {
  addBulk(jobs: readonly object[]): Promise<unknown>;
  getJob(id: string): Promise<BullJob | undefined>;
  /** Its state, `unknown` where there is no such job. */
  getJobState(id: string): Promise<string>;
  getWorkersCount(): Promise<number>;
}
export type BullWorker = Closable;
type Connected<T> = new (name: string, options: object) => T;
export interface Bull {
  Queue: Connected<BullQueue>;
  QueueEvents: Connected<Closable>;
  Worker: new (
    name: string,
    processor: (job: BullJob) => Promise<unknown>,
    options: object,
  ) => BullWorker;
}

/** A package that is installed only where queues are used; the name is a variable so that nothing needs it to build. */
async function optional<T>(name: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new EnvironmentError(
      `a queue needs the package ${name}, which is not installed here. Install it where virtcost is: npm install bullmq@6.7.0 ioredis@6.0.0`,
    );
  }
}

/** A Redis URL as it may be shown: without its password. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return printable(shown.href, 200);
}

export function redisUrl(text: string | undefined): URL {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.protocol === 'redis:' || url.protocol === 'rediss:') && url.hostname) return url;
  throw new UserError(
    'expected --redis redis://[USER:PASSWORD@]HOST[:PORT][/DB], or rediss:// for TLS (VIRTCOST_REDIS is read too).',
  );
}

const CONNECT_MS = 10_000;

/** BullMQ and connections to one Redis or Valkey; a server that cannot be had at the start is one clear message. */
export async function connectTo(url: URL) {
  const bull = await optional<Bull>('bullmq');
  const { Redis: Client } = await optional<{
    Redis: new (url: string, options: object) => Redis;
  }>('ioredis');
  let lost = false;
  const watched = (client: Redis): Redis => {
    client.on('error', () => {
      if (!lost) note(workerWords.lost({ redis: shownUrl(url) }));
      lost = true;
    });
    client.on('ready', () => {
      if (lost) note(workerWords.again({ redis: shownUrl(url) }));
      lost = false;
    });
    return client;
  };
  const probe = new Client(url.href, {
    ...{ lazyConnect: true, connectTimeout: CONNECT_MS, maxRetriesPerRequest: 0 },
    retryStrategy: () => null,
  });
  const problems: string[] = [];
  probe.on('error', (error) => problems.push(error.message));
  try {
    await probe.connect();
    await probe.ping();
  } catch (error) {
    const reason = printable(problems[0] ?? (error as Error).message, 200);
    throw new EnvironmentError(`${shownUrl(url)}: no connection to Redis (${reason}).`);
  } finally {
    probe.disconnect();
  }
  /** A connection that waits for a server that went away; commands are repeated when it is there again. */
  const clients: Redis[] = [];
  const connection = () => {
    const client = watched(new Client(url.href, { maxRetriesPerRequest: null }));
    clients.push(client);
    return client;
  };
  /** BullMQ leaves connections open that it was given. */
  const disconnect = () => {
    for (const client of clients) client.disconnect();
  };
  return { bull, connection, disconnect };
}
