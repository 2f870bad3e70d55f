import { Command } from 'commander';
import { expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';

it('every command is listed once and says what it does', () => {
  const program = new Command();
  for (const register of commands) register(program);
  const names = program.commands.map((command) => command.name());
  expect([...new Set(names)]).toEqual(names);
  for (const command of program.commands) {
    expect(command.description().length, command.name()).toBeGreaterThan(20);
  }
});
