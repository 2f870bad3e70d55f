import { basename, dirname, resolve } from 'node:path';
import type { Engine } from '../../engines/engine.ts';
import { parseShard } from '../../engines/shard.ts';
import { UserError } from '../../errors.ts';
import { readText } from '../../files/read-input.ts';
import { RunFolder } from '../../results/run-folder.ts';
import { loadScenario } from '../../scenario/load.ts';
import { studies } from '../../studies/index.ts';
import { type FinishOptions, finishRun, finishShard } from './finish.ts';
import { sweepScenario } from './sweep.ts';

const defaultScenario = new URL('../../../examples/quickstart.yaml', import.meta.url).pathname;

/** Which part of a scenario is swept, and where its results go. */
export interface ScenarioOptions extends FinishOptions {
  out?: string;
  shard?: string;
  fresh?: boolean;
  baseline?: string;
}

/** Reads a scenario, sweeps it with `engine`, stores and answers. */
export async function runScenario(
  path: string | undefined,
  options: ScenarioOptions,
  engine: Engine,
): Promise<void> {
  const file = path ?? defaultScenario;
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
      : await (await import('./baseline.ts')).baselineOf(options.baseline);
  const folder = new RunFolder(options.out ?? `reports/${scenario.name}${part}`);
  const { rows, record } = await sweepScenario({
    ...{ scenario, place: dirname(resolve(file)), command, engine, folder, shard },
    fresh: options.fresh,
  });
  if (shard) await finishShard(folder, { ...record, shard }, rows, options.json === true);
  else await finishRun(folder, record, rows, options, earlier);
  folder.close();
}
