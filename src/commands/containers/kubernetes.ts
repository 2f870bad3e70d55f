import { type Command, InvalidArgumentError } from 'commander';
import { pullNumbers, quotaNumbers } from '../../model/containers/kubernetes/numbers.ts';
import {
  podAnswer,
  pullStart,
  quotaAnswer,
  warmFromCold,
} from '../../model/containers/kubernetes/quota.ts';
import { podsTopic, pullTopic, quotaTopic } from '../../report/sections/kubernetes.ts';
import { examples } from '../examples.ts';
import { bytesOf, positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

/** Thousandths of a CPU from "250m", "0.25" or "2". */
function milli(text: string): number {
  const found = /^(\d{1,9}(?:\.\d{1,6})?)(m?)$/.exec(text);
  const value = found ? Number(found[1]) * (found[2] ? 1 : 1000) : Number.NaN;
  if (value > 0 && value <= 1e7) return value;
  throw new InvalidArgumentError(`expected CPUs such as 250m or 0.25, found "${text}".`);
}

interface QuotaFlags extends TellFlags {
  quota: number;
  limit?: number;
  period: number;
  threads: number;
  cpus: number;
  work: number;
}

/** `virtcost containers quota`: run and stall of a period, and what work takes. */
export function containersQuota(containers: Command): void {
  const time = positiveNumber(0, 1e9);
  const command = containers
    .command('quota')
    .addHelpText(
      'after',
      examples('containers quota', 'containers quota --limit 1500m --threads 4 --work 1s'),
    )
    .description('a CPU quota: run and stall of every period, wall time of a piece of work')
    .option('--quota <ms>', 'CPU time of a period', time, 50)
    .option('--limit <cpus>', 'instead of --quota: CPUs such as 1500m', milli)
    .option('--period <ms>', 'the period', time, quotaNumbers.periodMs.value)
    .option('--threads <n>', 'threads that always want to run', wholeNumber(1, 1_000_000), 10)
    .option('--cpus <n>', 'CPUs they find', wholeNumber(1, 65_536), 10)
    .option('--work <ms>', 'CPU time of a piece of work, all threads together', time, 100);
  tellOptions(command).action(async (flags: QuotaFlags) => {
    const question = {
      quotaMs: flags.limit === undefined ? flags.quota : (flags.limit * flags.period) / 1000,
      periodMs: flags.period,
      threads: flags.threads,
      cpus: flags.cpus,
      workMs: flags.work,
    };
    await tellTopic(quotaTopic(question, quotaAnswer(question)), flags, 'containers quota');
  });
}

interface PodFlags extends TellFlags {
  request: number;
  limit?: number;
  memory: number;
  nodeCpus: number;
  nodeMemory: number;
  mostPods: number;
}

/** `virtcost containers pods`: shares, quota and room of a node. */
export function containersPods(containers: Command): void {
  const command = containers
    .command('pods')
    .addHelpText(
      'after',
      examples(
        'containers pods --request 500m --memory 1GiB',
        'containers pods --request 250m --limit 1 --node-memory 64GiB',
      ),
    )
    .description('pods of one kind on a node: shares, quota, how many fit and what binds')
    .option('--request <cpus>', 'CPU request, 250m or 0.25', milli, 250)
    .option('--limit <cpus>', 'CPU limit', milli)
    .option('--memory <size>', 'memory request', bytesOf, 0)
    .option('--node-cpus <n>', 'CPUs of the node', positiveNumber(0.1, 65_536), 8)
    .option('--node-memory <size>', 'memory of the node', bytesOf, 32 * 2 ** 30)
    .option(
      '--most-pods <n>',
      'pods a node may carry',
      wholeNumber(1, 100_000),
      quotaNumbers.podsPerNode.value,
    );
  tellOptions(command).action(async (flags: PodFlags) => {
    const question = {
      requestMilli: flags.request,
      limitMilli: flags.limit ?? null,
      memoryBytes: flags.memory,
      nodeCpus: flags.nodeCpus,
      nodeMemoryBytes: flags.nodeMemory,
      mostPods: flags.mostPods,
    };
    await tellTopic(podsTopic(question, podAnswer(question)), flags, 'containers pods');
  });
}

interface PullFlags extends TellFlags {
  image: number;
  cached: number;
  link: number;
  unpack: number;
  runtime: number;
  application: number;
  cold?: number;
}

/** `virtcost containers pull`: cold and warm starts of an image. */
export function containersPull(containers: Command): void {
  const command = containers
    .command('pull')
    .addHelpText(
      'after',
      examples(
        'containers pull --image 900MB',
        'containers pull --image 2GiB --link 25G --cached 0.5',
      ),
    )
    .description(
      'cold and warm start: pulling and unpacking an image beside runtime and application',
    )
    .option('--image <size>', 'bytes of the image, packed', bytesOf, 250e6)
    .option('--cached <share>', 'of it there already', positiveNumber(0, 1), 0)
    .option('--link <Gbit/s>', 'Gbit/s from the registry', positiveNumber(0.0001, 10_000), 1)
    .option(
      '--unpack <rate>',
      'bytes a second unpacked',
      bytesOf,
      pullNumbers.unpackBytesPerS.value,
    )
    .option('--runtime <s>', 'runtime', positiveNumber(0, 1e6), 0.03)
    .option('--application <s>', 'until the application serves', positiveNumber(0, 1e6), 1)
    .option(
      '--cold <s>',
      'a cold start that was measured: what would it be warm',
      positiveNumber(0, 1e6),
    );
  tellOptions(command).action(async (flags: PullFlags) => {
    const start = pullStart({
      imageBytes: flags.image,
      cached: flags.cached,
      linkBytesPerS: (flags.link * 1e9) / 8,
      unpackBytesPerS: flags.unpack,
      runtimeS: flags.runtime,
      applicationS: flags.application,
    });
    const cold =
      flags.cold === undefined ? null : { coldS: flags.cold, ...warmFromCold(flags.cold) };
    await tellTopic(pullTopic(start, cold), flags, 'containers pull');
  });
}
