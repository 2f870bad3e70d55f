import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { figureDifferences, figuresOfPage } from '../../test/page-figures.ts';
import type { Figure } from '../figure.ts';
import { registerCommands } from './index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'virtcost-figures-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** The JSON document and the page of one call. */
async function answer(...words: string[]): Promise<{ figures: Figure[]; page: string }> {
  const file = join(folder, 'page.html');
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().enablePositionalOptions().exitOverride();
  await registerCommands(program, words[0]);
  await program.parseAsync([...words, '--json', '--html', file], { from: 'user' });
  vi.restoreAllMocks();
  process.exitCode = 0;
  const { figures } = JSON.parse(out) as { figures: Figure[] };
  return { figures, page: readFileSync(file, 'utf8') };
}

const trace = join(root, 'examples/traces/chase.bin.gz');
const small = ['--size', '1M', '--accesses', '20000'];
const zipf = ['--pattern', 'zipf', '--size', '64M'];

const calls: string[][] = [
  ['translate', '--mmu', 'all', ...small],
  ['translate', '--mmu', 'shadow', '--trace', trace],
  ['translate', '--mmu', 'nested', ...small],
  ['translate', '--sweep', '16,64x1-8', ...zipf, '--accesses', '9000'],
  ['translate', '--curve', ...zipf, '--accesses', '60000'],
  ['translate', '--sample', '50%', '--sample-window', '4000', ...zipf, '--accesses', '200000'],
  ['translate', '--processes', '4', '--switch-every', '500', ...small],
  ['translate', '--cold-host', '--split-by-logging', '--host-page', '2M', ...small],
];

describe('a page and --json of the same call', () => {
  it.each(calls.map((words) => [words.join(' ').replaceAll(root, ''), words] as const))(
    'show the same figures with the same numbers: %s',
    async (_, words) => {
      const { figures, page } = await answer(...words);
      expect(figures.length).toBeGreaterThan(0);
      expect(figureDifferences(page, figures)).toEqual([]);
    },
  );

  it('a number changed on the page, a figure left out and a table of its own are found', async () => {
    const { figures, page } = await answer(...calls[3]!);
    const [first] = figuresOfPage(page);
    const cell = first!.table.cells[0]!.at(-1)!;
    const changed = page.replace(`>${cell}<`, '>0.123456<');
    expect(figureDifferences(changed, figures)).toHaveLength(1);
    expect(figureDifferences(page, figures.slice(1))[0]).toMatch(/^page: tlb-sweep-table/);
    expect(() => figuresOfPage(page.replace('<main>', '<main><table></table>'))).toThrow(/outside/);
  });
});
