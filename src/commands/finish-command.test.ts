import { Command, InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { finishCommand, oneLine } from './finish-command.ts';

/** What a command with one option of each kind says on standard error. */
async function said(...words: string[]): Promise<string> {
  const program = new Command('virtcost').exitOverride();
  const command = program
    .command('one')
    .argument('[file]', 'a file', (text: string) => {
      throw new UserError(`expected a known file, found "${text}".`);
    })
    .option('--wait <ms>', 'a duration', (text) => {
      if (Number(text) <= 1000) return Number(text);
      throw new InvalidArgumentError(`expected 0 to 1000, found "${text}".`);
    })
    .option('--mode <mode>', 'a mode', (text) => {
      throw new UserError(`expected a mode, found "${text}".`);
    })
    .action(() => {});
  finishCommand(command);
  let text = '';
  command.configureOutput({
    writeErr: (piece) => {
      text += piece;
    },
  });
  await program.parseAsync(['one', ...words], { from: 'user' }).catch(() => {});
  return text;
}

const HELP = '(see virtcost one --help)\n';

describe('what a command refuses', () => {
  it.each([
    [['--wait', '2min'], `virtcost: --wait <ms>: expected 0 to 1000, found "2min". ${HELP}`],
    [['--mode', 'x'], `virtcost: --mode <mode>: expected a mode, found "x". ${HELP}`],
    [['f'], `virtcost: file: expected a known file, found "f". ${HELP}`],
    [['--wiat', '3'], `virtcost: unknown option '--wiat' (Did you mean --wait?) ${HELP}`],
    [['--bogus', '3'], `virtcost: unknown option '--bogus'. ${HELP}`],
    [['--mode'], `virtcost: option '--mode <mode>' argument missing. ${HELP}`],
  ])('%j: one line with what was typed, named, and where the help is', async (words, line) => {
    expect(await said(...words)).toBe(line);
  });

  it('holds nothing a terminal obeys, and stays one line', async () => {
    const line = await said('--mode', 'a\u001b[31m\nb');
    expect(line).not.toContain('\u001b');
    expect(line.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('what Commander suggests', () => {
  it.each([
    ["unknown command 'bogus'\n(Did you mean blocks?)", "unknown command 'bogus'."],
    [
      "unknown command 'block'\n(Did you mean blocks?)",
      "unknown command 'block' (Did you mean blocks?)",
    ],
    ["unknown command 'xyz'\n(Did you mean one of io, run?)", "unknown command 'xyz'."],
    [
      "unknown option '--ran'\n(Did you mean one of --ram, --zzz?)",
      "unknown option '--ran' (Did you mean --ram?)",
    ],
  ])('%j: only what is near the word', (told, kept) => {
    expect(oneLine(`error: ${told}\n`, 'help')).toBe(`virtcost: ${kept} (help)\n`);
  });
});
