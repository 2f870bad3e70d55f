import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isOfShard, parseShard } from '../../src/engines/shard.ts';
import { contentHash } from '../../src/results/identity.ts';
import { studies } from '../../src/studies/index.ts';
import { cli, root, virtcost } from '../support.ts';
import { scenarioText } from './scenario.ts';
import { filesOf } from './tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-same-'));
const file = join(folder, 'sweep.yaml');
const at = (name: string) => join(folder, name);
const run = async (out: string, ...more: string[]) => {
  const done = await virtcost(['run', file, '--out', at(out), ...more]);
  expect(done.code, done.stderr).toBe(0);
};

let whole: Record<string, string>;
beforeAll(async () => {
  writeFileSync(file, scenarioText.replace('name: faults', 'name: sweep'));
  await run('inline', '--engine', 'inline');
  whole = filesOf(at('inline'));
  const files = [...studies.map(({ id }) => `${id}.parquet`), 'index.html', 'run.json'];
  expect(Object.keys(whole).sort()).toEqual(files.sort());
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(['1', '2', '5'])('a pool of %s workers writes the bytes of one thread', async (workers) => {
  await run(`pool${workers}`, '--workers', workers);
  expect(filesOf(at(`pool${workers}`))).toEqual(whole);
});

it('shards, an empty one too, merge to the same bytes in any order', async () => {
  const parts = [3, 0, 2, 1];
  for (const part of parts) await run(`part${part}`, '--shard', `${part}/4`);
  const merged = await virtcost([
    ...['merge', ...parts.map((part) => at(`part${part}`)), at('part0')],
    ...['--out', at('merged')],
  ]);
  expect(merged.code, merged.stderr).toBe(0);
  expect(filesOf(at('merged'))).toEqual(whole);

  const some = await virtcost(['merge', at('part0'), at('part2'), '--out', at('some')]);
  expect(some.code).toBe(2);
  expect(some.stderr).toContain('expected all 4 shards, found 2; missing 1/4, 3/4.');
});

it('shards of another run, changed rows and whole runs are not merged', async () => {
  const other = at('other.yaml');
  writeFileSync(other, readFileSync(file, 'utf8').replace('name: sweep', 'name: sweep\nseed: 2'));
  await virtcost(['run', other, '--shard', '1/4', '--out', at('foreign')]);
  const refusals: [string[], RegExp][] = [
    [
      ['part0', 'foreign'],
      /foreign: expected a shard of the run .* found one with another scenario/,
    ],
    [['inline'], /inline: expected results of virtcost run --shard, found those of a whole run/],
    [['none'], /none: expected a folder of results.*found no run\.json/],
  ];
  for (const [parts, message] of refusals) {
    const done = await virtcost(['merge', ...parts.map(at), '--out', at('refused')]);
    expect(done.code).toBe(2);
    expect(done.stderr).toMatch(message);
  }
});

it('every job belongs to one shard of any number', () => {
  const hashes = Array.from({ length: 200 }, (_, i) => contentHash(i));
  for (const count of [1, 2, 7, 1000]) {
    for (const hash of hashes) {
      const own = Array.from({ length: count }, (_, index) =>
        isOfShard({ hash }, { index, count }),
      );
      expect(own.filter(Boolean)).toHaveLength(1);
    }
  }
});

it.each(['1/1', '4/4', '-1/4', 'a', '0/0', '1', '0/100001'])('%s names no shard', (text) => {
  expect(() => parseShard(text)).toThrow(/expected --shard I\/N with I from 0 to N - 1/);
});

const parallel = spawnSync('parallel', ['--version']).status === 0;
if (!parallel) process.stderr.write('skipped: GNU parallel is not installed\n');

it.skipIf(!parallel)('the example with GNU parallel gives the same bytes', () => {
  const guide = readFileSync(`${root}docs/guides/distributed.md`, 'utf8');
  const [, script] = /# distributed: parallel\n([^`]*)```/.exec(guide)!;
  mkdirSync(at('bin'));
  const shim = `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`;
  writeFileSync(at('bin/virtcost'), shim, { mode: 0o755 });
  const env = { ...process.env, PATH: `${at('bin')}:${process.env.PATH}` };
  execFileSync('bash', ['-ec', script!], { cwd: folder, env, stdio: 'ignore' });
  expect(filesOf(at('whole'))).toEqual(whole);
});
