import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJobs } from '../../src/engines/prepare.ts';
import { readRun } from '../../src/results/read-run.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { studies } from '../../src/studies/index.ts';
import { randomStream } from '../random-stream.ts';
import { cli, virtcost } from '../support.ts';
import { scenarioText } from './scenario.ts';
import { filesOf, printTally, tried } from './tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-faults-'));
const file = join(folder, 'faults.yaml');
const at = (name: string) => join(folder, name);
const command = (out: string) => ['run', file, '--no-report', '--workers', '2', '--out', at(out)];

let whole: Record<string, string>;
let ids: string[];
let wholeMs: number;

const idsOf = async (out: string) =>
  Object.values((await readRun(at(out))).rows).flatMap((rows) =>
    rows.map((row) => String(row.case_id)),
  );

/** Nothing but complete results stands in the folder, byte by byte those of an undisturbed run. */
async function check(fault: string, out: string, times = 1): Promise<void> {
  tried(fault, ids, await idsOf(out), times);
  expect(filesOf(at(out)), fault).toEqual(whole);
}

beforeAll(async () => {
  writeFileSync(file, scenarioText);
  const started = performance.now();
  const done = await virtcost(command('whole'));
  wholeMs = performance.now() - started;
  expect(done.code, done.stderr).toBe(0);
  whole = filesOf(at('whole'));
  ids = await idsOf('whole');
  expect(new Set(ids).size).toBe(ids.length);
}, 120_000);
afterAll(() => {
  printTally();
  rmSync(folder, { recursive: true, force: true });
});

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

describe('a run', () => {
  const kills = process.env.VIRTCOST_FULL ? 100 : 10;
  it(`killed at ${kills} random moments goes on to the same bytes, and leaves nothing else`, {
    timeout: kills * 30_000,
  }, async () => {
    const random = randomStream(9);
    for (let kill = 0; kill < kills; kill++) {
      // Every second kill hits a run that goes on from the one before.
      const out = `killed${kill >> 1}`;
      const child = spawn(process.execPath, [cli, ...command(out)], { stdio: 'ignore' });
      const end = ended(child);
      setTimeout(() => child.kill('SIGKILL'), random(Math.ceil(wholeMs)));
      await end;
      if (kill % 2 === 0) continue;
      const done = await virtcost(command(out));
      expect(done.code, done.stderr).toBe(0);
      await check('kill -9 at a random moment', out);
      await check('kill -9 at a random moment', out);
      rmSync(at(out), { recursive: true });
    }
  });

  it('takes no part that is damaged, cut, empty, or of another job', async () => {
    const { jobs } = await prepareJobs(loadScenario(scenarioText, file, studies), folder, 'x');
    const random = randomStream(4);
    const child = spawn(process.execPath, [cli, ...command('parts')], { stdio: 'ignore' });
    const end = ended(child);
    const parts = at('parts/.parts');
    const stored = () => {
      try {
        return readdirSync(parts).filter((name) => name.endsWith('.parquet'));
      } catch {
        return [];
      }
    };
    while (stored().length < 4 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill('SIGKILL');
    await end;
    const [flipped, cut, empty, other] = stored().map((name) => join(parts, name));
    const bytes = readFileSync(flipped!);
    const bit = random(bytes.length * 8);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(flipped!, bytes);
    writeFileSync(cut!, readFileSync(cut!).subarray(0, 200));
    writeFileSync(empty!, '');
    const missing = jobs.find(({ hash }) => !stored().includes(`${hash}.parquet`));
    if (other && missing) copyFileSync(other, join(parts, `${missing.hash}.parquet`));
    const done = await virtcost(command('parts'));
    expect(done.code, done.stderr).toBe(0);
    await check('parts damaged, cut, empty, of another job', 'parts');
  });

  it('shares its folder with no other run: the second is refused by name, the first ends whole', async () => {
    const first = spawn(process.execPath, [cli, ...command('two')], { stdio: 'ignore' });
    const end = ended(first);
    while (!existsSync(join(at('two'), '.lock')) && first.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    first.kill('SIGSTOP');
    const second = await virtcost(command('two'));
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`found process ${first.pid} on host`);
    expect(second.stderr).not.toContain('internal error');
    first.kill('SIGCONT');
    expect(await end).toBe(0);
    await check('two coordinators on one folder', 'two');
  });

  it('takes over the lock of a coordinator that is gone', async () => {
    mkdirSync(at('stale'));
    const lock = { host: (await import('node:os')).hostname(), pid: 2 ** 22 + 1, started: null };
    writeFileSync(at('stale/.lock'), JSON.stringify(lock));
    expect((await virtcost(command('stale'))).code).toBe(0);
    await check('a stale lock', 'stale');
  });
});
