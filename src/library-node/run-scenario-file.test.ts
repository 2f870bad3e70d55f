import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runScenarioFile } from './run-scenario-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-run-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('lets go of its folder when a run breaks, so that the same process can run again', async () => {
  const file = join(folder, 's.yaml');
  writeFileSync(
    file,
    `name: s
hosts: [srv]
techniques: [hardware]
studies: [steady]
workloads: [{ name: w, pattern: { kind: uniform, footprint: 1MiB, accesses: 100 } }]
`,
  );
  const out = join(folder, 'out');
  const inTheWay = join(out, 'steady.parquet');
  mkdirSync(join(inTheWay, 'x'), { recursive: true });
  await expect(runScenarioFile(file, { out, workers: 1 })).rejects.toThrow(/found a directory/);
  expect(existsSync(join(out, '.lock'))).toBe(false);
  rmSync(inTheWay, { recursive: true });
  const { rows, failed } = await runScenarioFile(file, { out, workers: 1 });
  expect(failed).toEqual([]);
  expect(rows.steady?.length).toBeGreaterThan(0);
});
