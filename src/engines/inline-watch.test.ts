import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { InlineWatch, late } from './inline-watch.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'virtcost-watch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const node = (...words: string[]) =>
  spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 100_000 });

describe('a watch over work on its own thread', () => {
  it('ends loops of JavaScript and WebAssembly and leaves what waits, and the next work goes on', () => {
    // A module of one function that loops; tests run in threads, so the main thread is another process.
    const script = join(folder, 'work.mjs');
    writeFileSync(
      script,
      `import { InlineWatch, late } from '${join(root, 'dist/engines/inline-watch.js')}';
const loop = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11,
]);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const work = {
  quick: async () => 'rows',
  slow: async () => (await pause(20), 'rows'),
  loops: async () => { await pause(1); for (;;); },
  loopsAtOnce: () => { for (;;); },
  wasm: async () => (await WebAssembly.instantiate(loop)).instance.exports.f(),
  waits: () => new Promise(() => {}),
  fails: async () => { throw new Error('no rows'); },
};
const watch = new InlineWatch();
for (const name of process.argv.slice(2)) {
  const got = await watch.within(name === 'quick' || name === 'slow' ? 60_000 : 150, work[name]).catch((error) => error.message);
  console.log(name, got === late ? 'late' : got);
}
await watch.close();
`,
    );
    const names =
      'quick loops slow wasm quick waits slow loopsAtOnce quick fails waits loops slow'.split(' ');
    const { status, stdout, stderr } = node(script, ...names);
    const said = { quick: 'rows', slow: 'rows', fails: 'no rows' } as Record<string, string>;
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(
      names.map((name) => `${name} ${said[name] ?? 'late'}`),
    );
    expect(status).toBe(0);
  });

  it('says late of what waits in any thread, and hands on answers and errors', async () => {
    const watch = new InlineWatch();
    expect(await watch.within(60_000, async () => 7)).toBe(7);
    expect(await watch.within(20, () => new Promise(() => {}))).toBe(late);
    await expect(watch.within(60_000, async () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    await watch.close();
  });
});

it('a cell that takes too long is reported by the inline engine as by threads: exit 4, the others have rows', () => {
  const scenario = join(folder, 'long.yaml');
  const vm = (name: string, footprint: string, accesses: number) => `  - name: ${name}
    memory: 1GiB
    workload: {pattern: {kind: gups, footprint: ${footprint}, accesses: ${accesses}}, events: server}
`;
  writeFileSync(
    scenario,
    `name: long
studies: [steady]
hosts: [srv]
techniques: [hardware]
vms:
${vm('small', '1MiB', 2000)}${vm('large', '512MiB', 900_000_000)}`,
  );
  const out = join(folder, 'out');
  const words = [
    'run',
    scenario,
    '-e',
    'inline',
    '--no-report',
    '--seconds-per-cell',
    '1',
    '-o',
    out,
  ];
  const { status, stderr } = node(join(root, 'dist/cli.js'), ...words);
  expect(stderr).toContain('steady: a job of 1 cell broke what ran it: it did not end in 1 s');
  expect(stderr).toContain('1 cell has no row');
  expect(status).toBe(4);
  expect(readFileSync(join(out, 'run.json'), 'utf8')).toContain('it did not end in 1 s');
});
