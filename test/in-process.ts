import { Command } from 'commander';
import { vi } from 'vitest';
import { registerCommands } from '../src/commands/index.ts';

/** What `virtcost WORDS --json` says, run inside this process, with its exit code. */
export async function runInProcess(...words: string[]) {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    out += String(piece);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  process.exitCode = 0;
  const program = new Command().enablePositionalOptions().exitOverride();
  await registerCommands(program, words[0]);
  await program.parseAsync([...words, '--json'], { from: 'user' });
  vi.restoreAllMocks();
  return { out, code: process.exitCode, document: JSON.parse(out) };
}
