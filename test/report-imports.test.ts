import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { root } from './support.ts';

// dependency-cruiser's swc parser does not tell types from values, so this rule is held here.

/** Rooms that simulate or price. */
const computing = 'engines|library|studies|plan|model|kernels|workloads|qcow2';

/** Modules of the rooms that compute which a source takes more of than types, by their path from src/. */
function computingImports(file: string, source: string): string[] {
  const from = /^(?:import|export) (?!type\b)[^;]*?from '(\.[^']*)';/gms;
  return [...source.matchAll(from)]
    .map(([, path = '']) => relative(root, join(root, dirname(file), path)).replace(/^src\//, ''))
    .filter((path) => new RegExp(`^(?:${computing})/`).test(path));
}

/** Code anywhere in what a module gives out; data can be cloned, functions cannot. */
function isData(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.ts$/.test(name))
    .map((name) => `${folder}/${name}`);

const importsOf = (file: string) => computingImports(file, readFileSync(join(root, file), 'utf8'));

const drawing = () =>
  sources('src/report').filter((name) => !/^src\/report\/(?:answers|client)\//.test(name));

it('what draws a page takes data alone from rooms that compute: all that such a module gives out can be cloned', async () => {
  expect(drawing().length).toBeGreaterThan(40);
  const taken = [...new Set(drawing().flatMap(importsOf))].sort();
  expect(taken.length).toBeGreaterThan(10);
  const code: string[] = [];
  for (const path of taken) {
    const module: object = await import(pathToFileURL(join(root, 'src', path)).href);
    for (const [name, value] of Object.entries(module)) {
      if (!isData(value)) code.push(`${path} gives out ${name}`);
    }
  }
  expect(code).toEqual([]);
});

it('such data is made without what computes: its module takes data alone from there too', () => {
  const taken = new Set(drawing().flatMap(importsOf));
  const beyond = [...taken].flatMap((path) =>
    importsOf(`src/${path}`)
      .filter((other) => !taken.has(other))
      .map((other) => `${path} imports ${other}`),
  );
  expect(beyond).toEqual([]);
});

it('a function is found within data', () => {
  expect(isData({ costs: [{ value: 1, low: 0, source: 'a book' }] })).toBe(true);
  expect(isData({ costs: [{ price: () => 1 }] })).toBe(false);
  expect(isData(() => 1)).toBe(false);
});

it('an import of a value is found among imports of types, over several lines too', () => {
  const file = 'src/report/sections/one.ts';
  const types = "import type { A } from '../../model/a.ts';\n";
  expect(computingImports(file, types)).toEqual([]);
  expect(computingImports(file, `${types}import { b } from '../../model/b.ts';\n`)).toEqual([
    'model/b.ts',
  ]);
  const several = "import {\n  type C,\n  d,\n} from '../../plan/d.ts';\n";
  expect(computingImports(file, types + several)).toEqual(['plan/d.ts']);
  expect(computingImports(file, "export { e } from '../../kernels/e/index.ts';\n")).toEqual([
    'kernels/e/index.ts',
  ]);
  expect(computingImports('src/model/one.ts', "import { f } from './two.ts';\n")).toEqual([
    'model/two.ts',
  ]);
});
