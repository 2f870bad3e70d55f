import type { Command } from 'commander';
import { note } from '../terminal/output.ts';

/** `virtcost report RESULTS...`: the HTML page again, from stored results. */
export function report(program: Command): void {
  program
    .command('report')
    .argument('<results...>', 'results folders of virtcost run')
    .action(async (folders: string[]) => {
      const { writeRunReport } = await import('../report/run-report.ts');
      for (const folder of folders) {
        await writeRunReport(folder);
        note(`${folder}/index.html`);
      }
    });
}
