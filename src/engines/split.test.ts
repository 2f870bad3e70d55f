import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { scenarioText } from '../../test/faults/scenario.ts';
import { RunFolder } from '../results/run-folder.ts';
import { loadScenario } from '../scenario/load.ts';
import { studies } from '../studies/index.ts';
import { completeRun } from './complete-run.ts';
import type { RunnableJob } from './engine.ts';
import { inline } from './inline.ts';
import { partOf } from './part-of.ts';
import { prepareJobs } from './prepare.ts';
import { halves, pieces } from './split.ts';
import { sweep } from './sweep.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-split-'));
afterAll(() => rmSync(folder, { recursive: true }));

const jobOf = (count: number, weight: number): RunnableJob => ({
  ...{ study: 'steady', index: 0, seed: 1, hash: 'ab', files: {}, profiles: [] },
  task: {
    ...{ cases: Array.from({ length: count }, (_, i) => 3 * i), weight, hosts: [] },
    data: { host: 'srv', cases: Array.from({ length: count }, (_, i) => ({ i })) },
  },
});

it('a job of many cells is cut into pieces that keep order and ids of its cells, heavier ones into fewer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70_000 }), fc.nat({ max: 4e9 }), (count, weight) => {
      const job = jobOf(count, weight);
      const parts = pieces(job);
      expect(parts.flatMap(({ task }) => task.cases)).toEqual(job.task.cases);
      let first = 0;
      for (const part of parts) {
        const { cases, ids } = partOf(part);
        expect(cases).toBeLessThanOrEqual(16_384);
        expect(ids).toEqual({ hash: 'ab', first });
        expect(part.task.data).toMatchObject({ host: 'srv', cases: { length: cases } });
        first += cases;
      }
      expect(new Set(parts.map(({ hash }) => hash)).size).toBe(parts.length);
      expect(pieces(jobOf(count, 2 * weight)).length).toBeLessThanOrEqual(parts.length);
    }),
    { numRuns: 30 },
  );
  expect(pieces(jobOf(4096, 1))).toHaveLength(1);
  expect(pieces(jobOf(4097, 1))).toHaveLength(2);
});

it('packed rows, and jobs stored in pieces, end in the bytes of plain rows and whole jobs', async () => {
  const scenario = loadScenario(scenarioText, 's.yaml', studies);
  const { jobs, record } = await prepareJobs(scenario, folder, 'virtcost run');
  const stored = async (name: string, packedFrom: number, given: readonly RunnableJob[]) => {
    const results = new RunFolder(join(folder, name));
    await results.open();
    const { rows } = await sweep(given, inline(), results, { onCells: () => {} }, packedFrom);
    await completeRun(results, record, rows);
    results.close();
    const names = readdirSync(results.path).sort();
    return names.map((file) => [file, readFileSync(join(results.path, file)).toString('base64')]);
  };
  const plain = await stored('plain', Number.POSITIVE_INFINITY, jobs);
  expect(plain.map(([file]) => file)).toContain('density.parquet');
  expect(await stored('packed', 1, jobs)).toEqual(plain);
  const cut = jobs.flatMap((job) => (halves(job).length > 0 ? halves(job) : [job]));
  expect(cut.length).toBeGreaterThan(jobs.length);
  expect(await stored('cut', 1, cut)).toEqual(plain);
}, 60_000);
