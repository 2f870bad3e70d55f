import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { redisUrl, shownUrl } from '../engines/bullmq/redis.ts';
import { startWorker } from '../engines/bullmq/worker.ts';
import { ExitCode } from '../errors.ts';
import { workerWords } from '../messages/worker.ts';
import { note, say } from '../terminal/output.ts';
import { examples } from './examples.ts';
import { bytesOf, positiveNumber, wholeNumber } from './options.ts';

interface WorkerCommand {
  redis?: string;
  workers: number;
  secondsPerCell: number;
  workerMemory: string;
  lockSeconds: number;
}

/** `virtcost worker --redis URL`: does jobs of `run --engine bullmq` from any host until it is told to stop. */
export function worker(program: Command): void {
  program
    .command('worker')
    .addHelpText(
      'after',
      examples(
        'worker --redis redis://localhost:6379',
        'worker --redis redis://localhost:6379 --workers 4 --worker-memory 2GiB',
      ),
    )
    .option('--redis <url>', 'redis:// or, with TLS, rediss:// (or VIRTCOST_REDIS)')
    .option('-w, --workers <n>', 'worker threads', wholeNumber(1, 1024), availableParallelism())
    .option(
      '--seconds-per-cell <s>',
      'a cell that takes longer is reported and left out',
      positiveNumber(0.01, 1e6),
      3600,
    )
    .option('--worker-memory <size>', 'JavaScript heap of one thread', '4GiB')
    .option(
      '--lock-seconds <s>',
      'a worker silent for so long is taken for dead',
      positiveNumber(1, 3600),
      30,
    )
    .action(work);
}

async function work(options: WorkerCommand): Promise<void> {
  const url = redisUrl(options.redis ?? process.env.VIRTCOST_REDIS);
  const { workers, secondsPerCell, lockSeconds, workerMemory } = options;
  const running = await startWorker({
    ...{ workers, secondsPerCell, lockSeconds, redis: url.href },
    workerMemoryMib: Math.max(32, Math.floor(bytesOf(workerMemory) / 2 ** 20)),
  });
  note(workerWords.started({ code: running.code, redis: shownUrl(url), threads: workers }));
  let asked = false;
  const stop = async () => {
    if (asked) process.exit(ExitCode.partial);
    asked = true;
    note(workerWords.stopping());
    const done = await running.stop();
    say(workerWords.done({ jobs: done }));
    process.exit(ExitCode.ok);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  await new Promise(() => {});
}
