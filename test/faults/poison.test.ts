import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inline } from '../../src/engines/inline.ts';
import { piscina } from '../../src/engines/piscina.ts';
import { prepareJobs } from '../../src/engines/prepare.ts';
import { sweep } from '../../src/engines/sweep.ts';
import { RunFolder } from '../../src/results/run-folder.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Row } from '../../src/studies/column.ts';
import { studies } from '../../src/studies/index.ts';
import { virtcost } from '../support.ts';
import { scenarioText } from './scenario.ts';
import { filesOf, printTally, tried } from './tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-poison-'));
const small = `
name: poison
hosts: [srv]
techniques: [full, hardware]
pages: [4K/2M]
studies: [steady, sharing]
vms:
  - name: db
    memory: 64MiB
    count: 3
    preset: small-database
    workload: { pattern: { footprint: 16MiB, accesses: 2000 } }
`;
const scenario = loadScenario(small, 's.yaml', studies);
const entry = new URL('./poison-worker.mjs', import.meta.url).href;

let prepared: Awaited<ReturnType<typeof prepareJobs>>;
let whole: Record<string, Row[]>;
const isPoisoned = (row: Row) => row.technique === 'full' && row.host_page === '2M';
const withoutPoison = () => ({ ...whole, steady: whole.steady!.filter((row) => !isPoisoned(row)) });
const idsOf = (rows: Record<string, Row[]>) =>
  Object.values(rows).flatMap((list) => list.map((row) => String(row.case_id)));

beforeAll(async () => {
  prepared = await prepareJobs(scenario, folder, 'virtcost run');
  const results = new RunFolder(join(folder, 'whole'));
  await results.open();
  whole = (await sweep(prepared.jobs, inline(), results, { onCells: () => {} })).rows;
  results.close();
}, 120_000);
afterAll(() => {
  printTally();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('a cell that breaks what runs it', () => {
  it.each([
    ['throw', 'a cell that throws', 60, 256, /TypeError: poisoned/],
    ['exit', 'a cell that ends its worker', 60, 256, /exit/],
    ['memory', 'a cell that needs more memory than a worker has', 60, 64, /ran out of memory/],
    ['loop', 'a cell without end', 2, 256, /did not end in/],
  ])(
    '(%s) is found by halving, reported with what it was asked, and all others have rows',
    {
      timeout: 120_000,
    },
    async (poison, fault, secondsPerCell, workerMemoryMib, reason) => {
      vi.stubEnv('VIRTCOST_POISON', poison);
      const results = new RunFolder(join(folder, poison));
      await results.open();
      const engine = piscina({ workers: 2, secondsPerCell, workerMemoryMib }, entry);
      let cells = 0;
      const { rows, failed } = await sweep(prepared.jobs, engine, results, {
        onCells: (count) => (cells += count),
      });
      expect(rows).toEqual(withoutPoison());
      tried(fault, idsOf(withoutPoison()), idsOf(rows));
      expect(failed.map((cell) => whole.steady![cell.position])).toEqual(
        whole.steady!.filter(isPoisoned),
      );
      for (const cell of failed) {
        expect(cell.reason).toMatch(reason);
        expect(cell.configuration).toMatchObject({ case: { technique: 'full', hostPage: '2M' } });
      }
      expect(cells).toBe(prepared.jobs.reduce((sum, { task }) => sum + task.cases.length, 0));

      // Once the cause is gone the same folder has the missing cells alone to do, and ends whole.
      vi.stubEnv('VIRTCOST_POISON', '');
      const again = await sweep(prepared.jobs, inline(), results, { onCells: () => {} });
      expect(again.rows).toEqual(whole);
      tried(`${fault}, tried again without`, idsOf(whole), idsOf(again.rows));
      results.close();
    },
  );
});

/** A file system of its own, where this process may mount one. */
function mounted(name: string, options: string): string | undefined {
  const place = join(folder, name);
  mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place], { stdio: 'ignore' });
    return place;
  } catch {
    process.stderr.write(`skipped: no file system can be mounted here (${name})\n`);
    return undefined;
  }
}
const unmount = (place: string) => execFileSync('umount', ['-l', place]);

describe('a folder that takes no more', () => {
  const file = join(folder, 's.yaml');
  writeFileSync(file, scenarioText);
  const run = (out: string) => virtcost(['run', file, '--no-report', '--out', out]);

  it('because its disk is full ends with one message, keeps what is finished, and goes on', async () => {
    const place = mounted('full', 'size=64k');
    if (!place) return;
    try {
      const done = await run(join(place, 'out'));
      expect(done.code).toBe(1);
      expect(done.stderr).toMatch(/virtcost: .*: the disk is full\./);
      expect(done.stderr).not.toContain('internal error');
      const left = Object.keys(filesOf(join(place, 'out')));
      expect(left.filter((name) => !/^\.parts\/[0-9a-f]{16}\.parquet$/.test(name))).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=64m', place]);
      const again = await run(join(place, 'out'));
      expect(again.code, again.stderr).toBe(0);
      const plain = join(folder, 'plain');
      await run(plain);
      expect(filesOf(join(place, 'out'))).toEqual(filesOf(plain));
      tried('full disk', idsOf(whole), idsOf(whole));
    } finally {
      unmount(place);
    }
  });

  it('because it can only be read ends with one message and is left as it was', async () => {
    const place = mounted('read-only', 'size=1m');
    if (!place) return;
    try {
      mkdirSync(join(place, 'out'));
      execFileSync('mount', ['-o', 'remount,ro', place]);
      const done = await run(join(place, 'out'));
      expect(done.code).toBe(1);
      expect(done.stderr).toMatch(/no permission to write there/);
      expect(readdirSync(join(place, 'out'))).toEqual([]);
      tried('read-only folder', [], []);
    } finally {
      unmount(place);
    }
  });
});
