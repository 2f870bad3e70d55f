import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const built = join(dist, 'bin');

/** Runs `virtcost doctor --help` by the chunks of a folder; which of them took compiled code, and which V8 refused. */
function loaded(folder: string, flags: readonly string[] = []) {
  const script = `const { load, scripts } = require(${JSON.stringify(join(folder, 'load.cjs'))});
    process.argv = ['node', 'virtcost', 'doctor', '--help'];
    process.on('exit', () => {
      const told = [...scripts].map(([name, script]) => [name, script.cachedDataRejected ?? null]);
      process.stderr.write(JSON.stringify(Object.fromEntries(told)));
    });
    load('cli.js');`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: undefined },
  });
  return { status, stdout, chunks: JSON.parse(stderr) as Record<string, boolean | null> };
}

/** A copy of the bundle, beside it: chunks look for files by where they stand. */
function copied(): string {
  const folder = mkdtempSync(join(dist, 'bin-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(built, folder, { recursive: true });
  return folder;
}

/** The bytes with one bit of one of them turned over. */
function flipped(bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes);
  damaged[at] = damaged[at]! ^ 0x10;
  return damaged;
}

test('a command runs from the code the build compiled', () => {
  const { status, stdout, chunks } = loaded(built);
  expect(status).toBe(0);
  expect(stdout).toContain('virtcost doctor');
  expect(chunks['cli.js']).toBe(false);
});

test('code that another build of node compiled is not even offered to V8, which could not tell', () => {
  const folder = copied();
  const path = join(folder, 'compiled-by.json');
  const id: unknown[] = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify([...id.slice(0, -1), Number(id.at(-1)) + 1]));
  const { status, stdout, chunks } = loaded(folder);
  expect(status).toBe(0);
  expect(stdout).toContain('virtcost doctor');
  expect(chunks['cli.js']).toBe(null);
  expect(new Set(Object.values(chunks))).toEqual(new Set([null]));
});

test('where V8 refuses the code for its flags, the chunk is compiled', () => {
  expect(loaded(built, ['--stack-size=900'])).toMatchObject({
    status: 0,
    chunks: { 'cli.js': true },
  });
});

test.each<[string, (code: Buffer) => Buffer]>([
  ['a bit in its middle is another', (code) => flipped(code, code.length >> 1)],
  ['a bit of its first byte is another', (code) => flipped(code, 0)],
  ['a bit of its checksum is another', (code) => flipped(code, code.length - 1)],
  ['half of it is missing', (code) => code.subarray(0, code.length / 2)],
  ['it is empty', () => Buffer.alloc(0)],
  ['more follows it', (code) => Buffer.concat([code, Buffer.alloc(8)])],
])('compiled code is not offered to V8 where %s: the chunk is compiled', (_, damage) => {
  const folder = copied();
  const path = join(folder, 'cli.js.code');
  writeFileSync(path, damage(readFileSync(path)));
  const { status, stdout, chunks } = loaded(folder);
  expect(status).toBe(0);
  expect(stdout).toContain('virtcost doctor');
  const { 'cli.js': damaged, ...others } = chunks;
  expect(damaged).toBe(null);
  // The other chunks are still taken from their code.
  expect(Object.values(others)).toContain(false);
});

test('code is taken while a page is drawn or a large run is read, under flags of their own', () => {
  const script = `const { load, scripts, setV8Flag } = require(${JSON.stringify(join(built, 'load.cjs'))});
    setV8Flag('interrupt-budget', 8_000_000);
    setV8Flag('heap-growing-percent', 40);
    load('cli.js');
    setV8Flag('interrupt-budget');
    process.on('exit', () => process.stderr.write(String(scripts.get('cli.js').cachedDataRejected)));`;
  const { stderr } = spawnSync(process.execPath, ['-e', script, 'x', '--version'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  expect(stderr).toBe('false');
});
