import type { Command } from 'commander';
import { printJson } from '../cli/output.ts';
import { scenarioJsonSchema } from '../scenario/schema.ts';

/** `virtcost schema`: JSON Schema of scenario files, for editors. */
export function schema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of scenario files')
    .action(() => printJson(scenarioJsonSchema()));
}
