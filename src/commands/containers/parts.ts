import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import {
  containerPrograms,
  densityCost,
  monitorMemory,
} from '../../model/containers/costs/density.ts';
import {
  type CopyUpCase,
  copyUp,
  fileSystems,
  lookupCost,
  operations,
} from '../../model/containers/costs/layers.ts';
import {
  besides,
  fullBundle,
  runtimeCost,
  runtimeSteps,
  runtimes,
} from '../../model/containers/costs/runtime.ts';
import { kernelSteps, type Namespace } from '../../model/containers/costs/start.ts';
import { densityTopic, layersTopic, startTopic } from '../../report/sections/containers.ts';
import { examples } from '../examples.ts';
import { bytesOf, oneOf, positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';
import { containersPods, containersPull, containersQuota } from './kubernetes.ts';

interface StartFlags extends TellFlags {
  runtime: (typeof runtimes)[number];
  seccomp: boolean;
  network: boolean;
  cgroup: boolean;
  layers: number;
  upper: 'tmpfs' | 'ext4';
  gap: number;
}

/** Names a default filter allows: what the recorded bundle has. */
const SECCOMP_NAMES = 317;
const CONTROLLERS = ['cpu', 'cpuacct', 'memory', 'devices', 'freezer', 'blkio', 'pids'];

function start(containers: Command): void {
  const command = containers
    .command('start')
    .addHelpText(
      'after',
      examples('containers start', 'containers start --runtime crun --layers 20 --gap 50ms'),
    )
    .description('time from create to the first instruction, by step')
    .option('--runtime <name>', runtimes.join(' or '), oneOf(runtimes), 'runc')
    .option('--no-seccomp', 'without a seccomp filter')
    .option('--no-network', 'without a network namespace')
    .option('--no-cgroup', 'without cgroups')
    .option('--layers <n>', 'lower layers of the overlay', wholeNumber(0, 500), 5)
    .option('--upper <fs>', 'where its upper layer lies', oneOf(['tmpfs', 'ext4'] as const), 'ext4')
    .option('--gap <ms>', 'time since the last start', positiveNumber(0, 1e9), 1000);
  tellOptions(command).action(async (flags: StartFlags) => {
    const options = {
      ...fullBundle,
      seccomp: flags.seccomp,
      network: flags.network,
      cgroup: flags.cgroup,
    };
    const namespaces: Namespace[] = ['mnt', 'uts', 'ipc', 'pid'];
    const kernel = kernelSteps({
      namespaces: flags.network ? [...namespaces, 'net'] : namespaces,
      controllers: flags.cgroup ? CONTROLLERS : [],
      layers: flags.layers,
      upper: flags.upper,
      seccompTests: flags.seccomp ? SECCOMP_NAMES : 0,
      gapMs: flags.gap,
    });
    const topic = startTopic({
      runtime: flags.runtime,
      steps: runtimeSteps(flags.runtime, options),
      kernel,
      besides,
      wholeUs: runtimeCost(flags.runtime, options).createToFirst.value,
    });
    await tellTopic(topic, flags, 'containers start');
  });
}

interface LayersFlags extends TellFlags {
  fs: (typeof fileSystems)[number];
  upper?: (typeof fileSystems)[number];
  op: (typeof operations)[number];
  size: number;
  data?: number;
  metacopy?: boolean;
  volatile?: boolean;
}

const MIB = 2 ** 20;
/** Depths of an image whose look-ups are shown. */
const LAYERS = [0, 1, 5, 20, 60];

function layers(containers: Command): void {
  const command = containers
    .command('layers')
    .addHelpText(
      'after',
      examples('containers layers', 'containers layers --fs xfs --size 128MiB --op chmod'),
    )
    .description('what the first operation on a file of a lower layer costs, by file system')
    .option(
      '--fs <name>',
      `file system below: ${fileSystems.join(', ')}`,
      oneOf(fileSystems),
      'ext4',
    )
    .option(
      '--upper <name>',
      'file system of the upper layer (default: the same)',
      oneOf(fileSystems),
    )
    .option('--op <name>', operations.join(', '), oneOf(operations), 'write1')
    .option('--size <size>', 'size of the file', bytesOf, 2 ** 30)
    .option('--data <size>', 'data in it, where it has holes (default: all)', bytesOf)
    .option('--metacopy', 'overlay with metacopy=on')
    .option('--volatile', 'overlay with volatile: no sync');
  tellOptions(command).action(async (flags: LayersFlags) => {
    const data = flags.data ?? flags.size;
    if (data > flags.size) throw new UserError('expected --data within --size, found more.');
    const asked: CopyUpCase = {
      lower: flags.fs,
      upper: flags.upper ?? flags.fs,
      op: flags.op,
      sizeMib: flags.size / MIB,
      dataMib: data / MIB,
      metacopy: flags.metacopy ?? false,
      volatile: flags.volatile ?? false,
    };
    const others = fileSystems
      .map((fs) => ({ ...asked, lower: fs, upper: fs }))
      .filter(({ lower, upper }) => lower !== asked.lower || upper !== asked.upper);
    const topic = layersTopic({
      asked,
      copies: [asked, ...others].map((input) => ({ input, cost: copyUp(input) })),
      lookups: LAYERS.map((count) => ({ layers: count, cost: lookupCost(count) })),
    });
    await tellTopic(topic, flags, 'containers layers');
  });
}

interface DensityFlags extends TellFlags {
  program: string;
  count: number;
  network: boolean;
}

/** Numbers of containers shown beside the one asked for. */
const COUNTS = [1, 10, 100, 300, 1000];
const programs = containerPrograms.map(({ id }) => id);

function density(containers: Command): void {
  const command = containers
    .command('density')
    .addHelpText(
      'after',
      examples('containers density', 'containers density --program node --count 500'),
    )
    .description('memory of each of N idle containers: what they show and what the machine spends')
    .option('--program <name>', programs.join(', '), oneOf(programs), 'busybox')
    .option('--count <n>', 'containers of that image', wholeNumber(1, 1_000_000), 100)
    .option('--no-network', 'on the network of the host');
  tellOptions(command).action(async (flags: DensityFlags) => {
    const program = containerPrograms.find(({ id }) => id === flags.program);
    if (!program) throw new UserError(`expected a program (${programs.join(', ')}).`);
    const { count: n, network } = flags;
    const costOf = (count: number) => densityCost(program, count, network);
    const counts = [...new Set([...COUNTS, n])].sort((a, b) => a - b);
    const topic = densityTopic({
      program,
      n,
      network,
      cost: costOf(n),
      counts: counts.map((count) => ({ n: count, cost: costOf(count) })),
      monitors: monitorMemory,
    });
    await tellTopic(topic, flags, 'containers density');
  });
}

/** Parts of `virtcost containers`. A new part is one function and one line. */
export const containerParts: readonly ((containers: Command) => void)[] = [
  start,
  layers,
  density,
  containersQuota,
  containersPods,
  containersPull,
];
