import { Command } from 'commander';
import { expect, it } from 'vitest';
import { commands, registerCommands } from '../src/commands/index.ts';

it('every command registers under its own name, once, and says what it does', async () => {
  const program = new Command();
  await registerCommands(program, undefined);
  const names = program.commands.map((command) => command.name());
  expect([...names].sort()).toEqual(Object.keys(commands).sort());
  for (const command of program.commands) {
    expect(command.description().length, command.name()).toBeGreaterThan(20);
  }
});

it('the command asked for is loaded alone', async () => {
  const program = new Command();
  await registerCommands(program, 'doctor');
  expect(program.commands.map((command) => command.name())).toEqual(['doctor']);
});
