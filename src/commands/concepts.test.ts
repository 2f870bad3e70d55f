import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { type Concept, concept, statusOf } from '../concepts/concept.ts';
import { conceptGroups } from '../concepts/index.ts';
import { suites } from '../evidence/index.ts';
import { sourced, unverified } from '../sourced.ts';
import { registerCommands } from './index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const all = conceptGroups.flatMap(({ concepts }) => concepts);
const full = process.env.VIRTCOST_FULL === '1';

/** Words of a command line; double quotes hold a word with blanks together. */
const wordsOf = (command: string) =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Runs a command in this process; its standard output. */
async function run(...words: string[]): Promise<string> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const program = new Command().enablePositionalOptions().exitOverride();
    await registerCommands(program, words[0]);
    await program.parseAsync(words, { from: 'user' });
  } finally {
    vi.restoreAllMocks();
    process.exitCode = 0;
  }
  return out;
}

/** English and Chinese terms of the tables of docs/glossary.md. */
function glossary(): [string, string][] {
  const text = readFileSync(`${root}docs/glossary.md`, 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| English'))
    .map((line) => {
      const [english, chinese] = line.slice(2).split(' | ');
      return [english ?? '', chinese ?? ''];
    });
}

describe('the list of concepts', () => {
  it('has at least 90, each once, in words that can stand in a table', () => {
    expect(all.length).toBeGreaterThanOrEqual(90);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, what } of all) {
      expect(id).toMatch(/^[a-z0-9-]+$/);
      expect(what.length, id).toBeGreaterThan(10);
    }
  });

  it('and the glossary hold the same terms in both languages', () => {
    const terms = all.map(({ english, chinese }) => `${english} = ${chinese}`).sort();
    expect(terms).toEqual(
      glossary()
        .map((pair) => pair.join(' = '))
        .sort(),
    );
  });

  it('says of every concept where its numbers come from, and names suites there are', () => {
    for (const { id, numbers } of all) {
      expect(statusOf(numbers), id).not.toBe('');
      if ('simulated' in numbers) expect(Object.keys(suites), id).toContain(numbers.simulated);
    }
  });

  it('reads the status from the numbers themselves', () => {
    const numbers = [sourced(1, 's', 'published', 'a'), unverified(2, 's', 'b')];
    expect(statusOf({ sourced: () => numbers })).toBe('1 published, 1 estimated (1 unverified)');
    expect(concept(['A / b, C', '甲'], 'what', 'io', { exact: 'x' }).id).toBe('a-b-c');
  });

  it('is found by group and by word, and in --json', async () => {
    const { concepts } = JSON.parse(await run('concepts', '--json')) as { concepts: Concept[] };
    expect(concepts.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    const one = JSON.parse(await run('concepts', '--find', 'numa', '--json'));
    expect(one.concepts).toHaveLength(1);
    await expect(run('concepts', '--find', 'zzz')).rejects.toThrow(/no concept/);
    await expect(run('concepts', '--group', 'zzz')).rejects.toThrow(
      /groups of concepts \(virtualization/,
    );
  });
});

/** Commands that take seconds: two of them are run, all under VIRTCOST_FULL=1. */
const slow = /^(?:plan examples|dedup|run )/;

describe('the command of a concept', () => {
  const commands = [...new Set(all.map(({ command }) => command))];
  const quick = commands.filter((command) => !slow.test(command));
  const slowOnes = commands.filter((command) => slow.test(command));

  it.each([...quick, ...(full ? slowOnes : slowOnes.slice(0, 1))])(
    'answers: virtcost %s',
    async (command) => {
      const out = await run(
        ...wordsOf(command).map((word) => word.replace(/^examples\//, `${root}examples/`)),
      );
      expect(out.trim().split('\n')[0]!.length).toBeGreaterThan(10);
      expect(out).not.toMatch(/NaN|undefined|Infinity/);
    },
    30_000,
  );
});
