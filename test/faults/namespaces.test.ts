import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRun } from '../../src/results/read-run.ts';
import { cli, root, virtcost } from '../support.ts';
import { scenarioText } from './scenario.ts';
import { filesOf, partsOf, printTally, tried } from './tally.ts';

/** Two hosts as the kernel can make them: network namespaces with one wire between them. */
const hosts = [`virtcost-a-${process.pid}`, `virtcost-b-${process.pid}`] as const;
const [near, far] = hosts;
const addresses = ['10.231.77.1', '10.231.77.2'] as const;
const PORT = '6379';
const PASSWORD = 'only-between-two-namespaces';
const url = `redis://:${PASSWORD}@${addresses[0]}:${PORT}`;

const ip = (...words: string[]) => spawnSync('ip', words, { encoding: 'utf8' });
/** Why the run cannot be made here; undefined where it can. */
function obstacle(): string | undefined {
  if (!process.env.VIRTCOST_FULL) return 'a run over network namespaces is part of test:full';
  const missing = ['redis-server', 'ip'].find((name) => spawnSync(name, ['-V']).error);
  if (missing) return `no ${missing} here`;
  const lacking = ['bullmq', 'ioredis'].find((name) => !existsSync(`${root}node_modules/${name}`));
  if (lacking) return `no ${lacking} here`;
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const made = ip('netns', 'add', near);
  ip('netns', 'del', near);
  return made.status === 0 ? undefined : `no network namespaces here (${made.stderr.trim()})`;
}
const why = obstacle();
if (why !== undefined) process.stderr.write(`skipped: ${why}\n`);

const folder = mkdtempSync(join(tmpdir(), 'virtcost-namespaces-'));
const at = (name: string) => join(folder, name);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const started: ChildProcess[] = [];

/** A process on one of the hosts, and what it said. */
function on(host: string, ...words: string[]) {
  const child = spawn('ip', ['netns', 'exec', host, ...words]);
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, said: () => said };
}

async function until(is: () => boolean, what: () => string): Promise<void> {
  for (let i = 0; i < 3000; i++) {
    if (is()) return;
    await pause(20);
  }
  throw new Error(what());
}

function wire(): void {
  const must = (...words: string[]) => execFileSync('ip', words);
  for (const host of hosts) must('netns', 'add', host);
  must('link', 'add', 'wire', 'netns', near, 'type', 'veth', 'peer', 'name', 'wire', 'netns', far);
  hosts.forEach((host, i) => {
    must('-n', host, 'addr', 'add', `${addresses[i]}/30`, 'dev', 'wire');
    must('-n', host, 'link', 'set', 'wire', 'up');
    must('-n', host, 'link', 'set', 'lo', 'up');
  });
}

async function startRedis(): Promise<void> {
  mkdirSync(at('redis'));
  const own = ['--port', PORT, '--bind', addresses[0], '--requirepass', PASSWORD];
  on(near, 'redis-server', ...own, '--dir', at('redis'), '--save', '', '--appendonly', 'no');
  const ping = ['redis-cli', '-h', addresses[0], '-p', PORT, '-a', PASSWORD, 'ping'];
  await until(
    () => ip('netns', 'exec', far, ...ping).stdout.includes('PONG'),
    () => 'no Redis',
  );
}

async function startWorker(host: string) {
  const words = ['worker', '--redis', url, '--workers', '1', '--lock-seconds', '2'];
  const worker = on(host, process.execPath, cli, ...words);
  await until(() => worker.said().includes('stop it with SIGTERM'), worker.said);
  return worker;
}

async function idsOf(out: string): Promise<string[]> {
  const { rows } = await readRun(at(out));
  return Object.values(rows).flatMap((list) => list.map((row) => String(row.case_id)));
}

describe.skipIf(why !== undefined)('a run over two hosts', { timeout: 300_000 }, () => {
  let whole: Record<string, string>;
  let ids: string[];
  beforeAll(async () => {
    writeFileSync(at('sweep.yaml'), scenarioText);
    const done = await virtcost(['run', at('sweep.yaml'), '--no-report', '--out', at('whole')]);
    expect(done.code, done.stderr).toBe(0);
    whole = filesOf(at('whole'));
    ids = await idsOf('whole');
    wire();
    await startRedis();
  }, 120_000);
  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL');
    for (const host of hosts) ip('netns', 'del', host);
    printTally();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (out: string) =>
    on(
      near,
      ...[process.execPath, cli, 'run', at('sweep.yaml'), '--no-report', '--engine', 'bullmq'],
      ...['--redis', url, '--out', at(out)],
    );
  const check = async (fault: string, out: string) => {
    tried(fault, ids, await idsOf(out));
    expect(filesOf(at(out))).toEqual(whole);
  };

  it('by four workers gives the bytes of one, all of them work, and a wire that is cut for a while loses nothing', async () => {
    const workers = [];
    for (const host of [near, far, near, far]) workers.push(await startWorker(host));
    const first = run('four');
    expect(await first.ended, first.said()).toBe(0);
    await check('four workers in two network namespaces', 'four');

    const cut = run('cut');
    await until(() => partsOf(at('cut')).length >= 2 || cut.child.exitCode !== null, cut.said);
    execFileSync('ip', ['-n', far, 'link', 'set', 'wire', 'down']);
    await pause(3000);
    execFileSync('ip', ['-n', far, 'link', 'set', 'wire', 'up']);
    expect(await cut.ended, cut.said()).toBe(0);
    await check('the wire between two hosts cut for three seconds', 'cut');

    const done: number[] = [];
    for (const { child, ended, said } of workers) {
      child.kill('SIGTERM');
      expect(await ended, said()).toBe(0);
      done.push(Number(/(\d+) jobs? done\./.exec(said())?.[1]));
    }
    for (const jobs of done) expect(jobs).toBeGreaterThan(0);
  });
});
