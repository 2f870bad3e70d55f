import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root, virtcost } from './support.ts';

const run = async (name: string, ...args: string[]) => {
  const file = `${root}examples/library/${name}.ts`;
  const { stdout } = await promisify(execFile)('node', ['--import', 'tsx', file, ...args], {
    cwd: root,
  });
  return stdout.trim().split('\n');
};

it('every example is run here', () => {
  const names = readdirSync(`${root}examples/library`).map((name) => name.replace('.ts', ''));
  expect(names.sort()).toEqual(['migrate', 'plan', 'run', 'translate']);
});

it('translate: larger pages, fewer cycles', async () => {
  const cycles = (await run('translate')).map((line) =>
    Number(/, ([\d.]+) cycles/.exec(line)?.[1]),
  );
  expect(cycles).toHaveLength(3);
  expect(cycles).toEqual([...cycles].sort((a, b) => b - a));
  expect(cycles[0]).toBeGreaterThan(1.5 * (cycles[2] ?? 0));
});

it('migrate: the verdict of the command line', async () => {
  const [first] = await run('migrate');
  const { stdout } = await virtcost([
    ...['migrate', '--ram', '32G', '--pattern', 'hotcold', '--working-set', '4G', '--writes'],
    ...['60000', '--link', '10', '--json'],
  ]);
  expect(first?.split(':')[0]).toBe(JSON.parse(stdout).prediction.verdict);
});

it('plan: fits and survives', async () => {
  expect(await run('plan')).toEqual(['fits true, survives a failure true, bound by memory']);
});

it('run: the bytes of the command line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-library-'));
  try {
    const told = await run('run', `${root}examples/sample.yaml`, join(folder, 'a'));
    expect(told[0]).toMatch(/^steady: \d+ rows$/);
    await virtcost(['run', 'examples/sample.yaml', '--out', join(folder, 'b'), '--no-report']);
    const bytes = (name: string) => readFileSync(join(folder, name, 'steady.parquet'));
    expect(bytes('a').equals(bytes('b'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
