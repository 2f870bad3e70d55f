#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { registerCommands } from './commands/index.ts';
import { EnvironmentError, ExitCode, printable, UserError } from './errors.ts';
import { version } from './version.ts';

const program = new Command('virtcost')
  .description('What virtualization costs: for your workload, on your host, and what if.')
  .version(version)
  // A subcommand may have options of the same name as its command.
  .enablePositionalOptions()
  .exitOverride()
  .showHelpAfterError('(virtcost --help lists the commands)');

// A reader that has seen enough (head) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? ExitCode.ok);
  throw error;
});

const [, , first, second] = process.argv;
await registerCommands(program, first === 'help' ? second : first);
for (const command of program.commands) {
  command.exitOverride();
  for (const subcommand of command.commands) subcommand.exitOverride();
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? ExitCode.ok : ExitCode.badInput;
  if (error instanceof UserError || error instanceof EnvironmentError) {
    process.stderr.write(`virtcost: ${error.message}\n`);
    return error.exitCode;
  }
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`virtcost: internal error, please report it.\n${printable(shown)}\n`);
  return ExitCode.failed;
}
