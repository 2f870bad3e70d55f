import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Engine } from '../engines/engine.ts';
import { engines } from '../engines/index.ts';
import { parseShard } from '../engines/shard.ts';
import { UserError } from '../errors.ts';
import { readText } from '../files/read-input.ts';
import { unknownName } from '../names.ts';
import { RunFolder } from '../results/run-folder.ts';
import { loadScenario } from '../scenario/load.ts';
import { studies } from '../studies/index.ts';
import { examples } from './examples.ts';
import { bytesOf, positiveNumber, wholeNumber } from './options.ts';
import { finishRun, finishShard } from './run/finish.ts';
import { sweepScenario } from './run/sweep.ts';

const defaultScenario = new URL('../../examples/quickstart.yaml', import.meta.url).pathname;

interface RunOptions {
  out?: string;
  engine: string;
  workers: number;
  shard?: string;
  redis?: string;
  secondsPerCell: number;
  workerMemory: string;
  fresh?: boolean;
  baseline?: string;
  report: boolean;
  json?: boolean;
}

/** `virtcost run [SCENARIO]`: expand, sweep, store, tabulate, write the HTML report. */
export function run(program: Command): void {
  program
    .command('run')
    .addHelpText(
      'after',
      examples(
        'run examples/sample.yaml',
        'run examples/sample.yaml --shard 0/2 --engine inline',
        'run examples/sample.yaml --shard 1/2 --engine inline',
      ),
    )
    .argument('[scenario]', 'scenario file (default: examples/quickstart.yaml)')
    .option('-o, --out <dir>', 'results folder (default: reports/NAME)')
    .option('-e, --engine <id>', `one of ${Object.keys(engines).join(', ')}`, 'piscina')
    .option('-w, --workers <n>', 'worker threads', wholeNumber(1, 1024), availableParallelism())
    .option('--shard <i/n>', 'only this share of the jobs, i from 0; join with virtcost merge')
    .option(
      '--seconds-per-cell <s>',
      'a cell that takes longer is reported and left out',
      positiveNumber(0.01, 1e6),
      3600,
    )
    .option('--worker-memory <size>', 'JavaScript heap of one worker', '4GiB')
    .option('--redis <url>', 'queue of engine bullmq: redis:// or rediss:// (or VIRTCOST_REDIS)')
    .option('--fresh', 'compute everything again instead of resuming')
    .option('--baseline <dir>', 'results folder of an earlier run: what changed since')
    .option('--no-report', 'do not write the HTML report')
    .option('--json', 'print rows as one JSON document on standard output')
    .action(runScenario);
}

function engineOf(options: RunOptions): Engine {
  const make = Object.hasOwn(engines, options.engine) ? engines[options.engine] : undefined;
  if (!make) {
    throw new UserError(
      `--engine: ${unknownName('an engine', options.engine, Object.keys(engines))}`,
    );
  }
  const { workers, secondsPerCell, workerMemory } = options;
  const workerMemoryMib = Math.max(32, Math.floor(bytesOf(workerMemory) / 2 ** 20));
  const redis = options.redis ?? process.env.VIRTCOST_REDIS;
  return make({ workers, secondsPerCell, workerMemoryMib, redis });
}

async function runScenario(path: string | undefined, options: RunOptions): Promise<void> {
  const file = path ?? defaultScenario;
  const engine = engineOf(options);
  const shard = options.shard === undefined ? undefined : parseShard(options.shard);
  const scenario = loadScenario(await readText(file, 1 << 20), file, studies);
  const command = `virtcost run ${path ? basename(file) : 'examples/quickstart.yaml'}`;
  const part = shard ? `-shard-${shard.index}-of-${shard.count}` : '';
  if (shard && options.baseline !== undefined)
    throw new UserError('expected --shard or --baseline, found both: compare what merge makes.');
  // Read first: the folder may be the one that is written.
  const earlier =
    options.baseline === undefined
      ? undefined
      : await (await import('./run/baseline.ts')).baselineOf(options.baseline);
  const folder = new RunFolder(options.out ?? `reports/${scenario.name}${part}`);
  const { rows, record } = await sweepScenario({
    ...{ scenario, place: dirname(resolve(file)), command, engine, folder, shard },
    fresh: options.fresh,
  });
  if (shard) await finishShard(folder, { ...record, shard }, rows, options.json === true);
  else await finishRun(folder, record, rows, options, earlier);
  folder.close();
}
