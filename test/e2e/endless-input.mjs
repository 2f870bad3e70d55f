// Runs commands one after another in this process, each as a line of JSON words, and says how each ended; before them, what
// takes a file: arguments and options of all commands, as the commands state them.
import { Command } from 'commander';
import { commands, registerCommands } from '../../dist/commands/index.js';

function* takers(command, path) {
  for (const argument of command.registeredArguments) yield [`${path} ${argument.name()}`, argument.name()];
  for (const { flags, long } of command.options) {
    const [, placeholder = ''] = /[<[]([\w-]+)/.exec(flags) ?? [];
    yield [`${path} ${long}`, placeholder];
  }
  for (const part of command.commands) yield* takers(part, `${path} ${part.name()}`);
}

for (const name of Object.keys(commands)) {
  const program = new Command();
  await registerCommands(program, name);
  const command = program.commands.find((each) => each.name() === name);
  process.stdout.write(`${JSON.stringify({ takers: [...takers(command, name)] })}\n`);
}

for (const words of JSON.parse(process.argv[2])) {
  process.stdout.write(`${JSON.stringify({ begun: words })}\n`);
  const program = new Command().enablePositionalOptions().exitOverride();
  await registerCommands(program, words[0]);
  let code = 0;
  let message = '';
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    code = error.exitCode ?? 1;
    message = error.message;
  }
  process.stdout.write(`${JSON.stringify({ words, code, message })}\n`);
}
process.exit(0);
