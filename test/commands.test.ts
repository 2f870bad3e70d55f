import { Command } from 'commander';
import { expect, it } from 'vitest';
import { commands, registerCommands } from '../src/commands/index.ts';

it('help lists every command with what it does, and loads none', async () => {
  const program = new Command();
  await registerCommands(program, undefined);
  expect(program.commands.map((command) => command.name())).toEqual(Object.keys(commands));
  for (const command of program.commands) {
    expect(command.description().length, command.name()).toBeGreaterThan(20);
    expect(command.options, command.name()).toEqual([]);
  }
});

it('the command asked for is loaded alone, with what it does', async () => {
  for (const name of Object.keys(commands)) {
    const program = new Command();
    await registerCommands(program, name);
    expect(program.commands.map((command) => command.name())).toEqual([name]);
    expect(program.commands[0]!.description()).toBe(commands[name]!.description);
  }
});

it('names that are none of theirs get the whole list', async () => {
  for (const name of ['--help', 'dedupe', 'constructor', '__proto__']) {
    const program = new Command();
    await registerCommands(program, name);
    expect(program.commands.map((command) => command.name())).toEqual(Object.keys(commands));
  }
});
