import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { commandFirst } from './global-options.ts';
import { registerCommands } from './index.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = 0;
});

const streams = ['stdout', 'stderr'] as const;

/** What a command line writes to each stream, as on a terminal or in a pipe. */
async function written(
  line: string,
  isTerminal = false,
): Promise<{ stdout: string; stderr: string }> {
  const out = { stdout: '', stderr: '' };
  const was = streams.map((name) => process[name].isTTY);
  for (const name of streams) {
    vi.spyOn(process[name], 'write').mockImplementation((piece) => {
      out[name] += String(piece);
      return true;
    });
    process[name].isTTY = isTerminal;
  }
  try {
    const words = commandFirst(line.split(' '));
    const program = new Command().enablePositionalOptions().exitOverride();
    await registerCommands(program, words[0]);
    await program.parseAsync(words, { from: 'user' });
  } finally {
    streams.forEach((name, i) => {
      process[name].isTTY = was[i] ?? false;
    });
    vi.restoreAllMocks();
  }
  return out;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal are what is looked for
const COLOUR = /\u001b\[\d*m/g;
/** A command that has a sentence, tables and notes, and one that shows progress. */
const noted = 'calibrate srv --log examples/hosts/vmexit-server.log --kernel 3.10';
const slow = 'validate cpu-events';
/** A line of progress: how many there are of them depends on how fast the machine is. */
const PROGRESS = /^validate: suites: \d\/1.*\n/gm;

it('an empty text is no value of an argument or option, and nothing is written', async () => {
  const refused = async (line: string) =>
    written(line).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
  const empty = (name: string) => `${name}: expected a value, found an empty text.`;
  expect(await refused('concepts --html ')).toBe(empty('--html <file>'));
  expect(await refused('run ')).toBe(empty('scenario'));
  expect(await refused('run examples/quickstart.yaml --out ')).toBe(empty('-o, --out <dir>'));
  expect(await refused('dedup examples/guests/web-a.mem ')).toBe(empty('files'));
});

it('--quiet takes away what is no answer, and nothing of the answer', async () => {
  const plain = await written(noted);
  expect(plain.stderr).toContain('--out FILE.json keeps the profile');
  for (const line of [`${noted} --quiet`, `${noted} -q`, `--quiet ${noted}`])
    expect(await written(line)).toEqual({ stdout: plain.stdout, stderr: '' });
  expect((await written(`${slow} -v --quiet`)).stderr).toBe('');
});

it('--verbose adds progress where standard error is no terminal, and nothing else', async () => {
  const plain = await written(slow);
  expect(plain.stderr).not.toMatch(PROGRESS);
  for (const line of [`${slow} --verbose`, `-v ${slow}`]) {
    const { stdout, stderr } = await written(line);
    expect(stdout).toBe(plain.stdout);
    expect(stderr).toMatch(PROGRESS);
    expect(stderr.replace(PROGRESS, '')).toBe(plain.stderr);
  }
  // A command that has no progress to show says the same with it.
  expect(await written(`${noted} -v`)).toEqual(await written(noted));
});

it('--no-color, as NO_COLOR, takes the colours away and leaves every letter', async () => {
  vi.stubEnv('NO_COLOR', '');
  vi.stubEnv('COLUMNS', '120');
  vi.stubEnv('TERM', 'xterm');
  const coloured = await written(noted, true);
  expect(coloured.stdout).toMatch(COLOUR);
  const letters = { stdout: coloured.stdout.replace(COLOUR, ''), stderr: coloured.stderr };
  expect(await written(`${noted} --no-color`, true)).toEqual(letters);
  expect(await written(`--no-color ${noted}`, true)).toEqual(letters);
  vi.stubEnv('NO_COLOR', '1');
  expect(await written(noted, true)).toEqual(letters);
  vi.stubEnv('NO_COLOR', '');
  // In a pipe there are none to begin with.
  expect((await written(noted)).stdout).not.toMatch(COLOUR);
});
