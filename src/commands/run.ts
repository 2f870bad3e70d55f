import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { present } from '../elements.ts';
import { engines } from '../engines/index.ts';
import { prepareJobs } from '../engines/prepare.ts';
import { addDerived, sweep } from '../engines/sweep.ts';
import { ExitCode, UserError } from '../errors.ts';
import type { Figure } from '../figure.ts';
import { readText } from '../files/read-input.ts';
import { type Text, textIn } from '../message.ts';
import { runWords } from '../messages/run.ts';
import { RunFolder } from '../results/run-folder.ts';
import { loadScenario } from '../scenario/load.ts';
import { answerOf, type SweepAnswer } from '../studies/answer.ts';
import { studies } from '../studies/index.ts';
import { runSummary } from '../studies/run-summary.ts';
import { language } from '../terminal/language.ts';
import { note, printJson, say } from '../terminal/output.ts';
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
      const scenario = loadScenario(await readText(file, 1 << 20), file, studies);
      const command = `virtcost run ${path ? basename(file) : 'examples/quickstart.yaml'}`;
      const { jobs, record } = await prepareJobs(scenario, dirname(resolve(file)), command);
      const folder = new RunFolder(options.out ?? `reports/${scenario.name}`);
      await folder.open(options.fresh);
      const progress = startProgress(`sweep ${scenario.name}`, jobs.length);
      const interrupted = () => {
        note(runWords.interrupted({ folder: folder.path }));
        process.exit(ExitCode.partial);
      };
      process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
      const { rows: swept, resumed } = await sweep(jobs, makeEngine(options.workers), folder, {
        onStep: () => progress.step(),
      });
      progress.finish();
      if (resumed > 0) note(runWords.resumed({ resumed, jobs: jobs.length }));
      const rows = addDerived(swept, record);
      const counts = Object.fromEntries(
        Object.entries(rows).map(([id, list]) => [id, list.length]),
      );
      const stored = { ...record, rows: counts };
      await folder.complete(rows, stored);
      const page = options.report || options.json ? await pageOf(folder.path) : undefined;
      const answer = page?.answer ?? answerOf(record.scenario, rows);
      if (answer.misses.length > 0) process.exitCode = ExitCode.thresholdMissed;
      if (options.report) await page?.write();
      if (options.json) {
        const { sentence, summary, figures } = present(page);
        const sentences = answer.studies.map(({ id, sentences: said }) => [id, said]);
        printJson({
          ...{ run: stored, sentence, summary, sentences: Object.fromEntries(sentences) },
          ...{ studies: rows, figures, expectationsMissed: answer.misses },
        });
      } else printAnswer(runSummary(record.scenario, rows, answer).sentence, answer);
      const files = Object.keys(rows).map((id) => `${id}.parquet`);
      const report = options.report ? runWords.report({ folder: folder.path }) : '';
      note(runWords.results({ folder: folder.path, files: files.join(', '), report }));
    });
}

async function pageOf(folder: string) {
  const { answerOfRun } = await import('./run/page.ts');
  return answerOfRun(folder);
}

/** Rows of a table a terminal shows; the page and `--json` have all. */
const MOST_ROWS = 30;

function printFigure({ title, rows }: Figure): void {
  say('');
  say(title);
  printTable(rows.slice(0, MOST_ROWS));
  if (rows.length > MOST_ROWS) {
    say(runWords.moreRows({ rows: rows.length - MOST_ROWS }));
  }
}

/** The answer, then the tables of each study with its sentences below them. */
function printAnswer(sentence: Text, { studies: answers, missed }: SweepAnswer): void {
  say(sentence);
  for (const { title, asks, sentences, figures } of answers) {
    say('');
    say(runWords.studyHeading({ title: textIn(title, language()).toUpperCase(), asks }));
    for (const figure of figures) if (figure.spec === undefined) printFigure(figure);
    say('');
    for (const sentence of sentences) say(sentence);
  }
  for (const figure of missed) printFigure(figure);
}
