import type { Command } from 'commander';
import { printJson } from '../cli/output.ts';
import { eventFormats } from '../formats/guest-events/index.ts';
import { printTable } from '../terminal/table.ts';

/** `virtcost formats`: the tool outputs `price --from` reads. */
export function formats(program: Command): void {
  program
    .command('formats')
    .description('list the tool outputs virtcost reads, and the command that makes each')
    .option('--json', 'print one JSON document on standard output')
    .action((options: { json?: boolean }) => {
      const rows = eventFormats.map(({ id, title, madeBy }) => ({ id, title, madeBy }));
      if (options.json) return printJson(rows);
      printTable(rows);
    });
}
