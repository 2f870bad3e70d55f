// Runs commands one after another in this process, each as a line of JSON words, and says how each ended.
import { Command } from 'commander';
import { registerCommands } from '../../dist/commands/index.js';

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
