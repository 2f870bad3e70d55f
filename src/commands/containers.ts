import type { Command } from 'commander';
import { containerParts } from './containers/parts.ts';

/** `virtcost containers`: start by step, image layers, memory as their number grows. */
export function containers(program: Command): void {
  const command = program.command('containers');
  for (const part of containerParts) part(command);
}
