import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = new URL('../src/', import.meta.url).pathname;
const pure = [
  'kernels',
  'hosts',
  'techniques',
  'workloads',
  'model',
  'plan',
  'inventory',
  'qcow2',
  'scenario',
  'studies',
  'messages',
  'concepts',
  'report/answers',
  'report/charts',
  'report/sections',
];
const sources = pure
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  );

it('what computes touches no file, process, clock or system randomness, so it runs in a page too', () => {
  expect(sources.length).toBeGreaterThan(10);
  const impure = sources.filter((name) =>
    /from 'node:|import\('node:|Math\.random|Date\.now|new Date\(\)|performance\.now/.test(
      readFileSync(join(root, name), 'utf8'),
    ),
  );
  expect(impure).toEqual([]);
});
