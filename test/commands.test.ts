import { Command } from 'commander';
import { expect, it } from 'vitest';
import { registerCommands } from '../src/commands/index.ts';

it('every command is listed once and says what it does', async () => {
  const program = new Command();
  await registerCommands(program, undefined);
  const names = program.commands.map((command) => command.name());
  expect([...new Set(names)]).toEqual(names);
  for (const command of program.commands) {
    expect(command.description().length, command.name()).toBeGreaterThan(20);
  }
});
