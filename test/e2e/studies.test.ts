import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partOf } from '../../src/engines/part-of.ts';
import { prepareJobs } from '../../src/engines/prepare.ts';
import { runJob } from '../../src/engines/run-job.ts';
import { RunFolder } from '../../src/results/run-folder.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { studies } from '../../src/studies/index.ts';
import { root, virtcost } from '../support.ts';

const scenario = `
name: all
hosts: [srv, clx]
techniques: [bare-metal, container, para, hardware, hardware-sriov]
pages: [4K/4K, 4K/2M]
vms:
  - name: chase
    memory: 256MiB
    workload: { trace: chase.bin.gz }
    disk: { used: 64MiB }
  - name: db
    memory: [512MiB, 1GiB]
    count: 3
    preset: small-database
    workload: { pattern: { footprint: 64MiB, accesses: 5000 } }
    disk: { used: 64MiB }
    expect: { techniques: [hardware], overhead: "< 0.1 %", pause: "< 10 s" }
migration: { link: [1Gb/s, 10Gb/s] }
exclude: [{ techniques: [para], hosts: [clx] }]
`;

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-studies-'));
  file = join(folder, 'all.yaml');
  writeFileSync(file, scenario);
  writeFileSync(join(folder, 'chase.bin.gz'), readFileSync(`${root}examples/traces/chase.bin.gz`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (out: string) =>
  Object.fromEntries(
    readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'base64')]),
  );
const run = (out: string, ...more: string[]) =>
  virtcost(['run', file, '--no-report', '--out', join(folder, out), ...more]);

it('one file per study, the same bytes inline, on two workers and after a resume', async () => {
  const inline = await run('inline', '--engine', 'inline');
  expect(inline.code, inline.stderr).toBe(3);
  const files = [...studies.map(({ id }) => `${id}.parquet`), 'run.json'].sort();
  expect(readdirSync(join(folder, 'inline')).sort()).toEqual(files);
  await run('two', '--workers', '2');
  expect(bytes(join(folder, 'two'))).toEqual(bytes(join(folder, 'inline')));

  const { jobs } = await prepareJobs(loadScenario(scenario, file, studies), folder, 'x');
  const started = new RunFolder(join(folder, 'resumed'));
  await started.open();
  for (const job of jobs.filter((_, i) => i % 3 === 0)) {
    await started.store(partOf(job), await runJob(job));
  }
  started.close();
  const resumed = await run('resumed');
  expect(resumed.stderr).toContain('were taken from an interrupted run');
  expect(bytes(join(folder, 'resumed'))).toEqual(bytes(join(folder, 'inline')));
});

it('expectations that are missed exit 3 and name the cells; those that are met are not told', async () => {
  const done = await run('json', '--engine', 'inline', '--json');
  expect(done.code).toBe(3);
  const { expectationsMissed, studies: rows, sentences } = JSON.parse(done.stdout);
  // Two variants of db, two hosts, two page pairs, under hardware alone.
  expect(expectationsMissed).toHaveLength(8);
  expect(expectationsMissed[0]).toMatchObject({
    vm: 'db (memory 512MiB)',
    figure: 'overhead',
    expected: '< 0.1 %',
    cell: 'db (memory 512MiB)/xeon-e3-kvmperf-2013/hardware/4K-4K',
  });
  expect(sentences.density.length).toBeGreaterThan(0);
  // 3 VMs x (5 techniques on srv, 4 on clx) x page sizes x links.
  expect(rows.steady).toHaveLength(3 * 9 * 2);
  expect(rows.migration).toHaveLength(3 * 9 * 2 * 2);
  expect(rows.disks).toHaveLength(3 * 9);

  writeFileSync(file, scenario.replace('"< 0.1 %"', '"< 1000 %"'));
  expect((await run('met', '--engine', 'inline')).code).toBe(0);
  writeFileSync(file, scenario);
});

it('explains a cell of every study so that it reproduces the stored row', async () => {
  const place = 'db (memory 1GiB)/xeon-e3-kvmperf-2013/hardware';
  const cells = {
    steady: `${place}/4K-2M`,
    migration: `migration/${place}/2M/link 10Gbps`,
    sharing: `sharing/${place}/2M`,
    disks: `disks/${place}`,
    density: `density/${place}/4K-2M/migration link 10Gbps`,
  };
  for (const { id } of studies) {
    const cell = cells[id as keyof typeof cells];
    const done = await virtcost(['explain', cell, '--results', join(folder, 'inline'), '--json']);
    expect(done.code, done.stderr).toBe(0);
    const explained = JSON.parse(done.stdout);
    expect(explained).toMatchObject({ study: id, reproduces: true });
    expect(explained.terms.length, cell).toBeGreaterThan(0);
  }
});

it('a broken trace, an unknown host or technique is told before anything is computed', async () => {
  const attempts: [string, string, RegExp][] = [
    ['hosts: [srv, clx]', 'hosts: [srv, nowhere]', /all\.yaml:3:14: expected hosts\.1.*"nowhere"/],
    ['techniques: [hardware]', 'techniques: [magic]', /all\.yaml:\d+:\d+: expected vms\.1\.expect/],
    ['memory: [512MiB, 1GiB]', 'memory: [512MiB, 1Gi1B]', /vms\.1\.memory/],
    ['used: 64MiB }\n  - name: db', 'used: 64GiB }\n  - name: db', /used within size/],
    ['preset: small-database', 'preset: tiny-database', /vms\.1\.preset/],
  ];
  for (const [before, after, message] of attempts) {
    writeFileSync(file, scenario.replace(before, after));
    const done = await run('bad');
    expect(done.code, after).toBe(2);
    expect(done.stderr).toMatch(message);
  }
  writeFileSync(file, scenario);
  const whole = readFileSync(join(folder, 'chase.bin.gz'));
  writeFileSync(join(folder, 'chase.bin.gz'), whole.subarray(0, 100_000));
  const cut = await run('cut');
  expect(cut.code).toBe(2);
  expect(cut.stderr).toMatch(/chase\.bin\.gz/);
  expect(readdirSync(folder)).not.toContain('cut');
  writeFileSync(join(folder, 'chase.bin.gz'), whole);
});

it('a command about one thing says what its study says of that case', async () => {
  const one = join(folder, 'one.yaml');
  writeFileSync(
    one,
    `
name: one
hosts: [srv]
techniques: [hardware]
studies: [steady, migration]
vms:
  - name: v
    memory: 2GiB
    workload: { trace: chase.bin.gz }
    writes: { pattern: uniform, workingSet: 512MiB, rate: 5000 }
    contents: { zero: 0, shared: 0, duplicate: 0, volatile: 0 }
migration: { link: 1Gb/s }
`,
  );
  const json = async (...args: string[]) =>
    JSON.parse((await virtcost([...args, '--json'])).stdout);
  const out = join(folder, 'one');
  const { studies: rows } = await json(
    'run',
    one,
    '--no-report',
    '--engine',
    'inline',
    '--out',
    out,
  );
  const trace = join(folder, 'chase.bin.gz');
  const pages = ['--guest-page', '4K', '--host-page', '4K'];
  const { result } = await json(
    'translate',
    '--trace',
    trace,
    '--host',
    'srv',
    '--mmu',
    'nested',
    ...pages,
  );
  const [steady] = rows.steady;
  expect([steady.accesses, steady.l1_misses, steady.walks]).toEqual([
    ...[result.accesses, result.l1Misses, result.walks],
  ]);
  expect(steady.walk_refs).toBe(result.guestRefs + result.hostRefs);

  const guest = [
    '--ram',
    '2GiB',
    '--pattern',
    'uniform',
    '--working-set',
    '512MiB',
    '--writes',
    '5000',
  ];
  const { prediction } = await json('migrate', ...guest, '--link', '1', '--max-bandwidth', '64GiB');
  const [migration] = rows.migration;
  // The study's guest is slowed by logging, a fifth of a percent here, and replayed once instead of often.
  expect(migration.verdict).toBe(prediction.verdict);
  expect(migration.total_s).toBeGreaterThan(prediction.totalS.low);
  expect(migration.total_s).toBeLessThan(prediction.totalS.high);
  expect(migration.blackout_ms).toBeGreaterThan(prediction.blackoutMs.low);
  expect(migration.blackout_ms).toBeLessThan(prediction.blackoutMs.high);
});
