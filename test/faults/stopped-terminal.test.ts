import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRun } from '../../src/results/read-run.ts';
import { cli, virtcost } from '../support.ts';
import { scenarioText } from './scenario.ts';
import { filesOf, printTally, tried } from './tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-stopped-'));
const file = join(folder, 'faults.yaml');
const at = (name: string) => join(folder, name);
const hasTerminal = spawnSync('script', ['--version']).status === 0;
if (!hasTerminal) process.stderr.write('skipped: no script of util-linux here\n');
const [STOP, GO_ON] = ['\x13', '\x11'];

const idsOf = async (out: string) =>
  Object.values((await readRun(out)).rows).flatMap((rows) =>
    rows.map((row) => String(row.case_id)),
  );

beforeAll(async () => {
  // Long enough for several lines of progress.
  writeFileSync(file, scenarioText.replace('accesses: 2000', 'accesses: 40000000'));
  const done = await virtcost(['run', file, '--no-report', '--out', at('whole')]);
  expect(done.code, done.stderr).toBe(0);
}, 240_000);
afterAll(() => {
  printTally();
  rmSync(folder, { recursive: true, force: true });
});

it.runIf(hasTerminal).each(['inline', 'piscina'])(
  'a run on a terminal that is stopped goes on to its results, with engine %s',
  { timeout: 240_000 },
  async (engine) => {
    const words = ['run', file, '--no-report', '--engine', engine, '--out', at(engine)];
    const quoted = [process.execPath, cli, ...words].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['-qfec', quoted, '/dev/null']);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const end = new Promise((ended) => child.once('close', ended));
    while (!said.includes('sweep faults') && child.exitCode === null) await setTimeout(20);
    expect(said, 'a run too short for a line of progress').toContain('sweep faults');
    child.stdin.write(STOP);
    await setTimeout(200);
    const heard = said.length;
    while (!existsSync(at(`${engine}/run.json`)) && child.exitCode === null) await setTimeout(50);
    expect(said.length).toBe(heard);
    child.stdin.write(GO_ON);
    expect(await end, said).toBe(0);
    expect(said).toContain('is the cheapest');
    tried('terminal stopped', await idsOf(at('whole')), await idsOf(at(engine)));
    expect(filesOf(at(engine))).toEqual(filesOf(at('whole')));
  },
);
