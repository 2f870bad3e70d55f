import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands, registerCommands } from './index.ts';

const registered = async (name: string | undefined) => {
  const program = new Command();
  await registerCommands(program, name);
  return program.commands.map((command) => command.name());
};

describe('the list of commands', () => {
  it('names every command as the command names itself, so that a call loads that one only', async () => {
    for (const name of Object.keys(commands)) expect(await registered(name)).toEqual([name]);
  });

  it('registers all of them for help and for names that are none of theirs', async () => {
    for (const name of [undefined, '--help', 'dedupe', 'constructor', '__proto__']) {
      expect(await registered(name)).toEqual(Object.keys(commands));
    }
  });
});
