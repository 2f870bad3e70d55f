import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const config = join(root, '.dependency-cruiser.cjs');
const cruiser = join(root, 'node_modules/.bin/depcruise');
const { forbidden } = createRequire(import.meta.url)(config) as {
  forbidden: { name: string; from: { path?: string }; to: { path?: string } }[];
};

/** First folder a rule's pattern names: `^src/(?:a|b)/` is `a`. */
const firstRoom = (pattern: string) => pattern.match(/\(\?:([\w/-]+)/)![1]!;

/** Files that break one rule: the file that imports, and what it imports. */
function violation({ name, from, to }: (typeof forbidden)[number]): [string, string][] {
  if (name === 'no-circle')
    return [
      ['src/model/a.ts', "import type { B } from './b.ts';\nexport type A = B;\n"],
      ['src/model/b.ts', "import type { A } from './a.ts';\nexport type B = A;\n"],
    ];
  if (name === 'no-import-of-nothing')
    return [['src/model/a.ts', "import { x } from './absent.ts';\nexport const y = x;\n"]];
  if (name === 'pure-rooms-touch-no-file-or-process')
    return [['src/studies/a.ts', "import { join } from 'node:path';\nexport const y = join;\n"]];
  const above = `src/${firstRoom(to.path!)}/b.ts`;
  const below = from.path!.includes('(?:') ? `src/${firstRoom(from.path!)}/a.ts` : 'src/ground.ts';
  const up = below.split('/').length === 2 ? `./${above.slice(4)}` : `../${above.slice(4)}`;
  return [
    [above, 'export type X = 1;\n'],
    [below, `import type { X } from '${up}';\nexport type Y = X;\n`],
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'virtcost-ladder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the ladder', () => {
  it('is looked at whole: every module of src and assembly is read', () => {
    const args = ['--config', config, '--output-type', 'json', 'src', 'assembly'];
    const text = execFileSync(cruiser, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
    const { modules, summary } = JSON.parse(text);
    const sources = (under: string) =>
      readdirSync(join(root, under), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.ts'),
      ).length;
    expect(modules.length).toBeGreaterThanOrEqual(sources('src') + sources('assembly'));
    expect(summary.error).toBe(0);
  }, 120_000);

  it('catches a violation of each of its rules', () => {
    for (const [i, rule] of forbidden.entries()) {
      for (const [path, text] of violation(rule)) {
        // Files of their own for each rule; imports follow the same renaming.
        const place = join(folder, path.replace(/(\w+)\.ts$/, `$1${i}.ts`));
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, text.replace(/(\w+)\.ts'/, `$1${i}.ts'`));
      }
    }
    const args = ['--config', config, '--output-type', 'json', 'src'];
    const { stdout } = spawnSync(cruiser, args, { cwd: folder, encoding: 'utf8' });
    const found = JSON.parse(stdout).summary.violations.map(
      (one: { rule: { name: string } }) => one.rule.name,
    );
    expect([...new Set(found)].sort()).toEqual(forbidden.map(({ name }) => name).sort());
  }, 60_000);
});
