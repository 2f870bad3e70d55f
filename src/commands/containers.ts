import type { Command } from 'commander';
import { containerParts } from './containers/parts.ts';
import { examples } from './examples.ts';

/** `virtcost containers`: start by step, image layers, memory as their number grows. */
export function containers(program: Command): void {
  const command = program
    .command('containers')
    .addHelpText(
      'after',
      examples('containers start', 'containers pods --request 500m --memory 1GiB'),
    );
  for (const part of containerParts) part(command);
}
