import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Words of our own where the field has one, and what stands in their place. */
const refused: Record<string, string> = {
  sureness: 'confidence',
  homeless: 'unplaced',
  crooked: 'unaligned',
  door: 'binding',
  usual: 'default, or typical of what is measured',
  promise: 'commitment',
  promised: 'committed',
  'ready-made': 'presets',
  extras: 'comparisons',
};

/** Keys that stand in --json documents people read by now, and the language's own names. */
const allowed = new Set([
  'Promise',
  'PromiseLike',
  'homeless',
  'promisedGib',
  'promisedMb',
  'sureness',
  'memory_promise',
]);

/** One key of --json, of a setting that differs from its default. */
const allowedIn: Record<string, readonly string[]> = {
  'src/model/io/changed.ts': ['usual'],
  'src/report/sections/io.ts': ['usual'],
};

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|[A-Za-z_$][\w$]*/g;

/** "readyMadeHosts" as "-ready-made-hosts-". */
const wordsOf = (name: string) =>
  `-${name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase()}-`;

const refusedIn = (name: string) =>
  Object.keys(refused).filter((word) => wordsOf(name).includes(`-${word}-`));

/** Refused words in the path of a file and in the names its code gives, each once. */
function refusedNames(path: string, source: string): string[] {
  const names = (source.match(token) ?? []).filter((text) => /^[A-Za-z_$]/.test(text));
  return [...new Set(names)]
    .filter((name) => !allowed.has(name) && !allowedIn[path]?.includes(name))
    .concat(path)
    .flatMap((name) =>
      refusedIn(name).map((word) => `${path}: ${name}: say ${refused[word]} instead of ${word}`),
    );
}

it('names say what the field says: none has a word of our own', () => {
  const files = execFileSync('git', ['ls-files', 'src/*.ts', 'assembly/*.ts'], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && !path.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((path) => refusedNames(path, readFileSync(path, 'utf8')))).toEqual([]);
});

it('a refused word is found in a path and in a name, not in prose or in part of another word', () => {
  expect(refusedNames('src/plan/ready-made.ts', 'const usualHosts = 1;')).toEqual([
    'src/plan/ready-made.ts: usualHosts: say default, or typical of what is measured instead of usual',
    'src/plan/ready-made.ts: src/plan/ready-made.ts: say presets instead of ready-made',
  ]);
  expect(refusedNames('src/a.ts', 'const readyMade = 1; let promisedBytes;')).toHaveLength(2);
  expect(
    refusedNames('src/a.ts', "// usual\nconst doorbell: Promise<'usual'> = unusual(`door`);"),
  ).toEqual([]);
});
