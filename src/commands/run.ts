import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { engines } from '../engines/index.ts';
import { prepareJobs } from '../engines/prepare.ts';
import { sweep } from '../engines/sweep.ts';
import { ExitCode, UserError } from '../errors.ts';
import { readText } from '../files/read-input.ts';
import { overviewRows } from '../results/overview.ts';
import { RunFolder } from '../results/run-folder.ts';
import { loadScenario } from '../scenario/load.ts';
import { note, printJson } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';
import { printTable } from '../terminal/table.ts';
import { wholeNumber } from './options.ts';

const defaultScenario = new URL('../../examples/quickstart.yaml', import.meta.url).pathname;

/** `virtcost run [SCENARIO]`: expand, sweep, store, tabulate, write the HTML report. */
export function run(program: Command): void {
  program
    .command('run')
    .argument('[scenario]', 'scenario file (default: examples/quickstart.yaml)')
    .option('-o, --out <dir>', 'results folder (default: reports/NAME)')
    .option('-e, --engine <id>', `one of ${Object.keys(engines).join(', ')}`, 'piscina')
    .option('-w, --workers <n>', 'worker threads', wholeNumber(1, 1024), availableParallelism())
    .option('--fresh', 'compute everything again instead of resuming')
    .option('--no-report', 'do not write the HTML report')
    .option('--json', 'print rows as one JSON document on standard output')
    .action(async (path: string | undefined, options) => {
      const file = path ?? defaultScenario;
      const makeEngine = Object.hasOwn(engines, options.engine)
        ? engines[options.engine]
        : undefined;
      if (!makeEngine) {
        throw new UserError(
          `expected --engine ${Object.keys(engines).join(' or ')}, found "${options.engine}".`,
        );
      }
      const scenario = loadScenario(await readText(file, 1 << 20), file);
      const command = `virtcost run ${path ? basename(file) : 'examples/quickstart.yaml'}`;
      const { jobs, record } = await prepareJobs(scenario, dirname(resolve(file)), command);
      const folder = new RunFolder(options.out ?? `reports/${scenario.name}`);
      if (options.fresh) await folder.forget();
      const progress = startProgress(`sweep ${scenario.name}`, jobs.length);
      const interrupted = () => {
        note(
          `\ninterrupted: finished jobs are kept in ${folder.path}; the same command goes on from there.`,
        );
        process.exit(ExitCode.partial);
      };
      process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
      const { rows, resumed } = await sweep(jobs, makeEngine(options.workers), folder, {
        onStep: () => progress.step(),
      });
      progress.finish();
      if (resumed > 0)
        note(`${resumed} of ${jobs.length} jobs were taken from an interrupted run.`);
      await folder.complete(rows, { ...record, rows: rows.length });
      if (options.report) {
        const { writeRunReport } = await import('../report/run-report.ts');
        await writeRunReport(folder.path);
      }
      if (options.json) printJson({ run: { ...record, rows: rows.length }, rows });
      else printTable(overviewRows(rows));
      note(
        `results: ${folder.path}/results.parquet, run.json${options.report ? `; report: ${folder.path}/index.html` : ''}`,
      );
    });
}
