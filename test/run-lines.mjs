// Runs command lines of the built program one after the other in this process, in the folder it was started in: words
// of each as JSON on standard input, what became of each as JSON on standard output. Starting Node once for all of them
// keeps the test of the examples cheap; worker threads of a test cannot change folder.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';

const [dist] = process.argv.slice(2);
const { registerCommands } = await import(`${dist}/commands/index.js`);
const { commandFirst } = await import(`${dist}/commands/global-options.js`);

const answer = process.stdout.write.bind(process.stdout);
let out = '';
process.stdout.write = (piece) => {
  out += String(piece);
  return true;
};
process.stderr.write = () => true;

const outcomes = [];
for (const given of JSON.parse(readFileSync(0, 'utf8'))) {
  const words = commandFirst(given);
  const program = new Command('virtcost').enablePositionalOptions().exitOverride();
  process.exitCode = 0;
  out = '';
  let error = '';
  try {
    await registerCommands(program, words[0]);
    await program.parseAsync(words, { from: 'user' });
  } catch (thrown) {
    error = String(thrown?.message ?? thrown);
  }
  outcomes.push({ code: process.exitCode, written: out.length, error });
}
process.exitCode = 0;
answer(JSON.stringify(outcomes), () => process.exit(0));
