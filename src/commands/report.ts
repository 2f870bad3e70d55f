import type { Command } from 'commander';
import { note, printJson } from '../terminal/output.ts';
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
    const { sentence, summary, figures, write } = await answerOfRun(folder);
    await write();
    note(`${folder}/index.html`);
    reports.push({ folder, sentence, summary, figures });
  }
  if (json) printJson({ reports });
}
