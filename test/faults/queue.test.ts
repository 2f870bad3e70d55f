import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { queueName, WANTED_KEY } from '../../src/engines/bullmq/queue.ts';
import { readRun } from '../../src/results/read-run.ts';
import { freePort } from '../free-port.ts';
import { cli, root, virtcost } from '../support.ts';
import { scenarioText } from './scenario.ts';
import { filesOf, partsOf, printTally, tried } from './tally.ts';

const missing = [
  ...(spawnSync('redis-server', ['--version']).status === 0 ? [] : ['redis-server']),
  ...['bullmq', 'ioredis'].filter((name) => !existsSync(`${root}node_modules/${name}`)),
];
if (missing.length > 0) process.stderr.write(`skipped: no ${missing.join(', ')} here\n`);

const folder = mkdtempSync(join(tmpdir(), 'virtcost-queue-'));
const file = join(folder, 'sweep.yaml');
const at = (name: string) => join(folder, name);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) =>
    child.exitCode !== null || child.signalCode !== null
      ? resolve(child.exitCode)
      : child.once('exit', (code) => resolve(code)),
  );

interface StaleQueue {
  add(name: string, data: object, options: object): Promise<unknown>;
  getJob(id: string): Promise<{ returnvalue: unknown } | undefined>;
  close(): Promise<void>;
}

let port = 0;
let server: ChildProcess | undefined;
const started: ChildProcess[] = [];
const url = () => `redis://127.0.0.1:${port}`;
const redisCli = (...args: string[]) =>
  execFileSync('redis-cli', ['-p', String(port), ...args], { encoding: 'utf8' });

/** A certificate of its own for loopback, and a Redis that takes TLS alone. */
async function startTlsRedis(): Promise<string> {
  mkdirSync(at('redis'), { recursive: true });
  const [key, certificate] = [at('redis/key.pem'), at('redis/certificate.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=127.0.0.1'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { stdio: 'ignore' },
  );
  const tls = [
    '--tls-cert-file',
    certificate,
    '--tls-key-file',
    key,
    '--tls-ca-cert-file',
    certificate,
  ];
  const own = [
    '--port',
    '0',
    '--tls-port',
    String(port),
    '--tls-auth-clients',
    'no',
    '--bind',
    '127.0.0.1',
  ];
  server = spawn('redis-server', [...own, ...tls, '--dir', at('redis'), '--save', ''], {
    stdio: 'ignore',
  });
  const ping = ['-p', String(port), '--tls', '--cacert', certificate, 'ping'];
  while (!spawnSync('redis-cli', ping).stdout.includes('PONG')) await pause(20);
  return certificate;
}

/** Redis on loopback alone; `keep` writes every command to a file at once. */
async function startRedis(keep = false): Promise<void> {
  mkdirSync(at('redis'), { recursive: true });
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', at('redis'), '--save', ''];
  const log = keep ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  server = spawn('redis-server', [...own, ...log], { stdio: 'ignore' });
  for (;;) {
    if (spawnSync('redis-cli', ['-p', String(port), 'ping']).stdout.includes('PONG')) return;
    await pause(20);
  }
}

async function killRedis(): Promise<void> {
  server?.kill('SIGKILL');
  if (server) await ended(server);
}

function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  return { child, said: () => said };
}

async function startWorker(redis = url(), env: Record<string, string> = {}) {
  const words = ['worker', '--redis', redis, '--workers', '1', '--lock-seconds', '1'];
  const worker = start([cli, ...words], env);
  while (!worker.said().includes('stop it with SIGTERM')) {
    if (worker.child.exitCode !== null) throw new Error(worker.said());
    await pause(20);
  }
  return worker;
}

const command = (out: string) => [
  ...['run', file, '--no-report', '--engine', 'bullmq', '--redis', url(), '--out', at(out)],
];
const idsOf = async (out: string) =>
  Object.values((await readRun(at(out))).rows).flatMap((rows) =>
    rows.map((row) => String(row.case_id)),
  );

let whole: Record<string, string>;
let ids: string[];
async function check(fault: string, out: string, times = 1): Promise<void> {
  tried(fault, ids, await idsOf(out), times);
  expect(filesOf(at(out)), fault).toEqual(whole);
}

/** A run that is under way: some of its parts are stored. */
async function begun(out: string) {
  const run = start([cli, ...command(out)]);
  while (partsOf(at(out)).length < 2 && run.child.exitCode === null) await pause(10);
  return run;
}

describe.skipIf(missing.length > 0)('a run through a queue', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    port = await freePort();
    writeFileSync(file, scenarioText);
    const done = await virtcost(['run', file, '--no-report', '--out', at('whole')]);
    expect(done.code, done.stderr).toBe(0);
    whole = filesOf(at('whole'));
    ids = await idsOf('whole');
  }, 120_000);
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await killRedis();
    rmSync(at('redis'), { recursive: true, force: true });
  });
  afterAll(() => {
    printTally();
    rmSync(folder, { recursive: true, force: true });
  });

  it('by two workers gives the bytes of one thread; told to stop, a worker ends what it has begun', async () => {
    await startRedis();
    const workers = [await startWorker(), await startWorker()];
    const done = await virtcost([...command('two'), '--verbose']);
    expect(done.code, done.stderr).toBe(0);
    await check('two workers through Redis', 'two');
    for (const { child } of workers) child.kill('SIGTERM');
    let jobs = 0;
    for (const { child, said } of workers) {
      expect(await ended(child)).toBe(0);
      jobs += Number(/(\d+) jobs? done\./.exec(said())?.[1]);
    }
    expect(jobs).toBeGreaterThan(1);
    const { density, ...swept } = (await readRun(at('two'))).record.rows;
    const cells = Object.values(swept).reduce((sum, rows) => sum + rows, 0);
    expect(done.stderr).toContain(`: ${cells}/${cells},`);
    // Rows stand in the results folder now, not in Redis.
    expect(redisCli('--scan', '--pattern', 'bull:*:job-*').trim()).toBe('');
  });

  it('goes on when a worker is killed: another gets its job', async () => {
    await startRedis();
    const first = await startWorker();
    const run = await begun('killed');
    first.child.kill('SIGKILL');
    await startWorker();
    expect(await ended(run.child), run.said()).toBe(0);
    await check('a worker killed with -9', 'killed');
  });

  it('killed itself, it goes on from its folder, whatever is in the queue', async () => {
    await startRedis();
    await startWorker();
    const run = await begun('coordinator');
    run.child.kill('SIGKILL');
    await ended(run.child);
    const done = await virtcost(command('coordinator'));
    expect(done.code, done.stderr).toBe(0);
    await check('the coordinator killed with -9', 'coordinator');
  });

  it.each([
    ['which keeps what it has', true],
    ['which forgets all', false],
  ])('waits for a Redis that is killed and comes back, %s', async (_, keep) => {
    await startRedis(keep);
    await startWorker();
    const run = await begun(`redis-${keep}`);
    await killRedis();
    await startRedis(keep);
    expect(await ended(run.child), run.said()).toBe(0);
    await check(`Redis restarted ${keep ? 'with' : 'without'} persistence`, `redis-${keep}`);
  });

  it('does not mind connections that are cut', async () => {
    await startRedis();
    await startWorker();
    const run = await begun('cut');
    const most = process.env.VIRTCOST_FULL ? 50 : 10;
    let cuts = 0;
    for (; cuts < most && run.child.exitCode === null; cuts++) {
      redisCli('client', 'kill', 'type', 'normal', 'skipme', 'yes');
      await pause(100);
    }
    expect(await ended(run.child), run.said()).toBe(0);
    await check('connections cut', 'cut', cuts);
  });

  it('parts a cell that kills its worker process from the rest and reports it', async () => {
    await startRedis();
    const small = scenarioText
      .replace('hosts: [srv, clx]', 'hosts: [srv]\nstudies: [steady]')
      .replace('[bare-metal, full, hardware]', '[full, hardware]')
      .replace('[4K/4K, 4K/2M]', '[4K/2M]')
      .replace('[64MiB, 128MiB]', '64MiB');
    writeFileSync(at('poison.yaml'), small);
    const run = start([
      cli,
      ...command('poison').map((arg) => (arg === file ? at('poison.yaml') : arg)),
    ]);
    const crashing = `${root}test/faults/crashing-worker.mjs`;
    const over = ended(run.child);
    while (run.child.exitCode === null) {
      const { child } = start([crashing, url()], { VIRTCOST_POISON: 'kill' });
      await Promise.race([ended(child), over]);
    }
    expect(await over, run.said()).toBe(4);
    const { record, rows } = await readRun(at('poison'));
    expect(record.failed?.length).toBeGreaterThan(0);
    for (const { reason, configuration } of record.failed ?? []) {
      expect(reason).toBe('it crashed its worker twice');
      expect(configuration).toMatchObject({ case: { technique: 'full', hostPage: '2M' } });
    }
    const plain = await virtcost(['run', at('poison.yaml'), '--no-report', '--out', at('plain')]);
    expect(plain.code, plain.stderr).toBe(0);
    const expected = (await readRun(at('plain'))).rows.steady!.filter(
      (row) => !(row.technique === 'full' && row.host_page === '2M'),
    );
    expect(rows.steady).toEqual(expected);
    tried(
      'a cell that kills its worker process',
      await idsOf('poison'),
      expected.map((row) => String(row.case_id)),
    );
  });

  it('goes over TLS to a server whose certificate is trusted, and to no other', async () => {
    const certificate = await startTlsRedis();
    const safe = `rediss://127.0.0.1:${port}`;
    const words = command('tls').map((word) => (word === url() ? safe : word));
    const refused = await virtcost(words);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/no connection to Redis \(self-signed certificate\)/);
    const trusting = { NODE_EXTRA_CA_CERTS: certificate };
    await startWorker(safe, trusting);
    const run = start([cli, ...words], trusting);
    expect(await ended(run.child), run.said()).toBe(0);
    await check('a worker over TLS', 'tls');
  });

  it('gives a worker of other code nothing; a job of other code that reaches one is refused', async () => {
    await startRedis();
    const worker = await startWorker();
    const code = /worker of virtcost (\S+) at/.exec(worker.said())?.[1] ?? '';
    expect(code).toMatch(/^\d+\.\d+\.\d+-[0-9a-f]{12}$/);
    redisCli('set', WANTED_KEY, '9.9.9-000000000000');
    const { Queue } = (await import('bullmq' as string)) as {
      Queue: new (...of: unknown[]) => StaleQueue;
    };
    const queue = new Queue(queueName(code), { connection: { host: '127.0.0.1', port } });
    await queue.add('steady', { code: '9.9.9-000000000000', job: {} }, { jobId: 'job-stale' });
    let answer: unknown;
    while (!answer) {
      await pause(50);
      answer = (await queue.getJob('job-stale'))?.returnvalue;
    }
    expect(answer).toMatchObject({ kind: 'environment' });
    expect((answer as { failure: string }).failure).toBe(
      `a job for virtcost 9.9.9-000000000000 came to a worker of ${code}`,
    );
    await queue.close();
    while (!worker.said().includes('gets nothing of it')) await pause(50);
    tried('a worker of other code', [], []);
  });

  it('takes user and password from the URL and never shows the password', async () => {
    await startRedis();
    redisCli('config', 'set', 'requirepass', 'hidden7');
    const refused = await virtcost(command('refused'));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/no connection to Redis \(.*NOAUTH/);
    const wrong = `redis://:wrong8@127.0.0.1:${port}`;
    const done = await virtcost(command('refused').map((arg) => (arg === url() ? wrong : arg)));
    expect(done.code).toBe(1);
    expect(done.stderr).not.toContain('wrong8');
    expect(done.stderr).toContain('***@');
  });
});
