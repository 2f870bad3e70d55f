import type { Command } from 'commander';
import { printable } from '../errors.ts';
import { note, printJson } from '../terminal/output.ts';
import { withProgress } from '../terminal/progress.ts';
import { onColdCode } from './cold-code.ts';
import { examples } from './examples.ts';

/** `virtcost report RESULTS...`: the HTML page again, from stored results. */
export function report(program: Command): void {
  program
    .command('report')
    .addHelpText('after', examples('report reports/sample', 'report reports/sample --lang zh'))
    .argument('<results...>', 'results folders of virtcost run')
    .option('--json', 'print the sentence and the figures of each page on standard output')
    .action((folders: string[], options: { json?: boolean }) =>
      onColdCode(() => writeReports(folders, options.json === true)),
    );
}

async function writeReports(folders: readonly string[], json: boolean): Promise<void> {
  const { answerOfRun } = await import('./run/page.ts');
  const reports = [];
  for (const folder of folders) {
    // Rows of a large run leave this thread no turn for anything else.
    const { sentence, summary, figures } = await withProgress(
      `report ${printable(folder)}`,
      0,
      async () => {
        const answer = await answerOfRun(folder);
        await answer.write();
        return answer;
      },
      { held: true },
    );
    note(`${folder}/index.html`);
    reports.push({ folder, sentence, summary, figures });
  }
  if (json) printJson({ reports });
}
