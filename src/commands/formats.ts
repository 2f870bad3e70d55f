import type { Command } from 'commander';
import { catalog } from '../formats/catalog.ts';
import { printJson, say } from '../terminal/output.ts';
import { outputSettings } from '../terminal/settings.ts';
import { printTable } from '../terminal/table.ts';
import { examples } from './examples.ts';

/** `virtcost formats`: every file virtcost reads, and how to make one. */
export function formats(program: Command): void {
  program
    .command('formats')
    .addHelpText('after', examples('formats', 'formats --format csv'))
    .option('--json', 'print one JSON document on standard output')
    .action((options) => {
      if (options.json) return printJson({ formats: catalog });
      if (outputSettings().format !== 'table')
        return printTable(catalog.map((entry) => ({ ...entry })));
      const lines = catalog.flatMap((entry, i) => [
        ...(entry.kind === catalog[i - 1]?.kind ? [] : [`${i > 0 ? '\n' : ''}${entry.kind}`]),
        `  ${entry.id}: ${entry.title}`,
        `      reads   ${entry.reads}`,
        `      used by virtcost ${entry.command}`,
        `      make it ${entry.make}`,
      ]);
      say(lines.join('\n'));
    });
}
