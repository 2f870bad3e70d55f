import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const biome = resolve('node_modules/@biomejs/biome/bin/biome');

/** What the linter refuses in a file of that path, under this repository's rules. */
function refusals(path: string, source: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-limits-'));
  try {
    copyFileSync('biome.json', join(folder, 'biome.json'));
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), source);
    const run = spawnSync(process.execPath, [biome, 'lint', '--diagnostic-level=error', path], {
      cwd: folder,
      encoding: 'utf8',
    });
    return [...new Set(`${run.stdout}${run.stderr}`.match(/complexity\/\w+/g) ?? [])];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const long = (lines: number) =>
  `export function f(a: number): number {\n${'  a += 1;\n'.repeat(lines - 1)}  return a;\n}\n`;
const wide = (count: number) =>
  `export const g = (${Array.from({ length: count }, (_, i) => `a${i}: number`).join(', ')}) => a0;\n`;

it('a function of src has at most 60 lines and five parameters', () => {
  expect(refusals('src/model/new.ts', long(70))).toEqual([
    'complexity/noExcessiveLinesPerFunction',
  ]);
  expect(refusals('src/model/new.ts', wide(6))).toEqual(['complexity/useMaxParams']);
  expect(refusals('src/model/new.ts', long(50) + wide(5))).toEqual([]);
  expect(refusals('src/model/new.test.ts', long(70) + wide(6))).toEqual([]);
});

it('no file of src is excepted from it', () => {
  const { overrides } = JSON.parse(readFileSync('biome.json', 'utf8')) as {
    overrides: { includes: string[]; linter: { rules?: { complexity?: object } } }[];
  };
  const excepted = overrides
    .filter(({ linter }) => linter.rules?.complexity)
    .flatMap(({ includes }) => includes.filter((path) => !path.includes('*')));
  expect(excepted).toEqual([]);
});

it('non-null assertions of src do not grow in number', () => {
  const args = ['lint', '--only=style/noNonNullAssertion', '--max-diagnostics=none'];
  const run = spawnSync(process.execPath, [biome, ...args, '--reporter=json', 'src'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const { diagnostics } = JSON.parse(run.stdout) as {
    diagnostics: { category: string; location: { path: string | { file: string } } }[];
  };
  const files = diagnostics
    .filter(({ category }) => category === 'lint/style/noNonNullAssertion')
    .map(({ location: { path } }) => (typeof path === 'string' ? path : path.file));
  expect(files.some((file) => file.endsWith('.test.ts'))).toBe(true);
  // src/elements.ts has accessors that throw. The number only ever goes down.
  expect(files.filter((file) => !file.endsWith('.test.ts')).length).toBeLessThanOrEqual(380);
});
