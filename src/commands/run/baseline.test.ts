import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runInProcess } from '../../../test/in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-baseline-'));
afterAll(() => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
});

const scenario = (rate: number) => `name: b
hosts: [srv]
techniques: [bare-metal, hardware]
pages: [4K/4K]
studies: [migration]
vms:
  - { name: db, memory: 1GiB, workload: { pattern: { kind: uniform, footprint: 4MiB, accesses: 2000 }, events: server }, writes: { pattern: uniform, workingSet: 256MiB, rate: ${rate} } }
`;

it('run --baseline tells what changed since an earlier run, also one in the same folder', async () => {
  const file = join(folder, 's.yaml');
  const out = join(folder, 'out');
  const run = (...words: string[]) =>
    runInProcess('run', file, '--no-report', '--engine', 'inline', '--out', out, ...words);
  writeFileSync(file, scenario(2000));
  expect((await run()).document.baseline).toBeUndefined();
  const same = await run('--baseline', out);
  expect(same.document.baseline.sentence).toMatch(/^(None|No|All|Nothing)/);
  writeFileSync(file, scenario(60_000));
  const { document } = await run('--fresh', '--baseline', out);
  const { figures, sentence, folder: of } = document.baseline;
  expect(of).toBe(out);
  expect(sentence).toMatch(/differ/);
  const changes = figures.find(({ id }: { id: string }) => id === 'compare-changes');
  expect(changes.rows.length).toBeGreaterThan(0);
  expect(changes.rows[0]).toMatchObject({ verdict: 'differs' });
  expect(readFileSync(join(out, 'run.json'), 'utf8')).not.toContain('baseline');
});

it('refuses a folder without a run before anything is computed, and a shard', async () => {
  const file = join(folder, 's.yaml');
  const failing = runInProcess('run', file, '--baseline', join(folder, 'none'));
  await expect(failing).rejects.toThrow(/none/);
  const shard = runInProcess('run', file, '--shard', '0/2', '--baseline', folder);
  await expect(shard).rejects.toThrow('--shard or --baseline');
});
