#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { askedPath } from './commands/asked-command.ts';
import { oneLine } from './commands/finish-command.ts';
import { commandFirst } from './commands/global-options.ts';
import { registerCommands } from './commands/index.ts';
import { EnvironmentError, ExitCode, printable, UserError } from './errors.ts';
import { warn } from './terminal/output.ts';
import { endProgress } from './terminal/progress.ts';
import { version } from './version.ts';

const program = new Command('virtcost')
  .description('What virtualization costs: for your workload, on your host, and what if.')
  .version(version)
  // A subcommand may have options of the same name as its command.
  .enablePositionalOptions()
  .exitOverride()
  .configureOutput({
    outputError: (text, write) => write(oneLine(text, 'virtcost --help lists the commands')),
  });

// A reader that has seen enough (head) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? ExitCode.ok);
  throw error;
});

async function run(): Promise<void> {
  const words = commandFirst(process.argv.slice(2));
  const [first, second] = words;
  await registerCommands(program, first === 'help' ? second : first);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    endProgress();
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? ExitCode.ok : ExitCode.badInput;
  if (error instanceof UserError || error instanceof EnvironmentError) {
    const help = error instanceof UserError ? ` (see ${askedPath()} --help)` : '';
    warn(`virtcost: ${error.message}${help}`);
    return error.exitCode;
  }
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`virtcost: internal error, please report it.\n${printable(shown)}\n`);
  return ExitCode.failed;
}

void run();
