import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const cli = new URL('../../../dist/cli.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'virtcost-pipe-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** References of two processes, half of them to 2M pages. */
function traceFile(count: number): void {
  const lines = Array.from({ length: count }, (_, i) => {
    const page = (i * 7) % 200;
    const where = i % 2 ? `${page * 4096},4K` : `${2 ** 40 + page * 2 ** 15},2M`;
    return `${i % 3 ? 7 : 5},R,${where}`;
  });
  writeFileSync(join(folder, 'trace.csv'), `pid,kind,address,page_size\n${lines.join('\n')}\n`);
}

/** The JSON document of a call of the built command, without the name of its trace and what the clock says. */
function documentOf(trace: string, options: string): unknown {
  const out = execFileSync(
    'sh',
    ['-c', `${trace} --json ${options}`, cli, join(folder, 'trace.csv')],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const differs = new Set(['trace', 'accesses', 'speedUp']);
  // `accesses` is also a count, which must not differ: only the name of the trace goes.
  return JSON.parse(out, (key, value) =>
    differs.has(key) && (key !== 'accesses' || typeof value === 'string') ? null : value,
  );
}

const fromFile = 'node "$0" translate --trace "$1"';
const fromPipe = 'cat "$1" | node "$0" translate --trace /dev/stdin';

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

test.each(modes)('a pipe gives what its file gives: %s', (mode) => {
  // A sample needs 20 windows.
  traceFile(mode.startsWith('--sample') ? 200_000 : 2000);
  expect(documentOf(fromPipe, mode)).toEqual(documentOf(fromFile, mode));
});
