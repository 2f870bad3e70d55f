import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { completeRun } from '../engines/complete-run.ts';
import { engines } from '../engines/index.ts';
import { prepareJobs } from '../engines/prepare.ts';
import { sweep } from '../engines/sweep.ts';
import { readText } from '../files/read-input.ts';
import type { ScenarioResult } from '../library/run-scenario.ts';
import type { FailedCell } from '../results/record.ts';
import { RunFolder } from '../results/run-folder.ts';
import { loadScenario } from '../scenario/load.ts';
import { studies } from '../studies/index.ts';

export interface RunOptions {
  /** Results folder; a run that was interrupted goes on from what is in it. */
  out: string;
  /** Worker threads; default as many as there are processors. */
  workers?: number;
}

/** Rows by study, and the cells that broke what ran them: they have no row. */
export interface RunResult extends ScenarioResult {
  failed: readonly FailedCell[];
}

/**
 * Runs a scenario file over worker threads and stores its results as `virtcost run` does: the same bytes, resumable.
 * @throws UserError naming file, line and column of what is wrong.
 */
export async function runScenarioFile(path: string, options: RunOptions): Promise<RunResult> {
  const { out, workers = availableParallelism() } = options;
  const scenario = loadScenario(await readText(path, 1 << 20), path, studies);
  // The command that gives the same: results do not depend on how they were asked for.
  const command = `virtcost run ${basename(path)}`;
  const { jobs, record } = await prepareJobs(scenario, dirname(resolve(path)), command);
  const folder = new RunFolder(out);
  await folder.open();
  try {
    const makeEngine = workers === 1 ? engines.inline : engines.piscina;
    if (!makeEngine) throw new RangeError('an engine is missing from the list');
    const engine = await makeEngine({ workers, secondsPerCell: 3600, workerMemoryMib: 4096 });
    const { rows: swept, failed } = await sweep(jobs, engine, folder, { onCells: () => {} });
    const given = { ...record, ...(failed.length > 0 ? { failed } : {}) };
    const { rows } = await completeRun(folder, given, swept);
    return { scenario: record.scenario, rows, failed };
  } finally {
    // A process that goes on after a run that broke may run it again.
    folder.close();
  }
}
