import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { translate as register } from '../translate.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-pipe-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** References of two processes, half of them to 2M pages. */
function traceFile(count: number): string {
  const path = join(folder, 'trace.csv');
  const lines = Array.from({ length: count }, (_, i) => {
    const page = (i * 7) % 200;
    const where = i % 2 ? `${page * 4096},4K` : `${2 ** 40 + page * 2 ** 15},2M`;
    return `${i % 3 ? 7 : 5},R,${where}`;
  });
  writeFileSync(path, `pid,kind,address,page_size\n${lines.join('\n')}\n`);
  return path;
}

/** The JSON document of a call, without the name of its trace and what the clock says. */
async function documentOf(trace: string, options: readonly string[]): Promise<unknown> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().exitOverride();
  register(program);
  const words = ['translate', '--trace', trace, ...options, '--json'];
  await program.parseAsync(words, { from: 'user' });
  return JSON.parse(out, (key, value) => (key === 'trace' || key === 'speedUp' ? null : value));
}

const modes = [
  '--mmu nested',
  '--mmu shadow',
  '--mmu all',
  '--sweep 16x1-4',
  '--curve',
  '--sample 50% --sample-window 4000',
  '--by-process',
  '--stated-pages --host-page 2M',
];

test.each(modes)('a pipe gives what its file gives: %s', async (mode) => {
  // A sample needs 20 windows.
  const file = traceFile(mode.startsWith('--sample') ? 200_000 : 2000);
  const pipe = join(folder, `pipe${modes.indexOf(mode)}`);
  execFileSync('mkfifo', [pipe]);
  spawn('sh', ['-c', 'cat "$0" > "$1"', file, pipe], { stdio: 'ignore' });
  const piped = await documentOf(pipe, mode.split(' '));
  expect(piped).toEqual(await documentOf(file, mode.split(' ')));
});
