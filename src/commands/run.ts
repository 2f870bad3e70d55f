import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { Engine } from '../engines/engine.ts';
import { engines } from '../engines/index.ts';
import { UserError } from '../errors.ts';
import { unknownName } from '../names.ts';
import { examples } from './examples.ts';
import { bytesOf, positiveNumber, wholeNumber } from './options.ts';
import type { ScenarioOptions } from './run/scenario.ts';

interface RunOptions extends ScenarioOptions {
  engine: string;
  workers: number;
  redis?: string;
  secondsPerCell: number;
  workerMemory: string;
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
    .action(async (scenario: string | undefined, options: RunOptions) => {
      const engine = await engineOf(options);
      // Threads start while this one loads what reads, expands and answers.
      engine.warmUp?.();
      const { runScenario } = await import('./run/scenario.ts');
      await runScenario(scenario, options, engine);
    });
}

function engineOf(options: RunOptions): Promise<Engine> {
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
