import { spawn } from 'node:child_process';
import {
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
import { studies } from '../../src/studies/index.ts';
import { cli, root, virtcost } from '../support.ts';

const scenario = `
name: small
hosts: [srv, clx]
techniques: [bare-metal, full, para, hardware]
pages: [4K/4K, 2M/2M]
workloads:
  - name: chase
    trace: chase.bin.gz
  - name: random
    pattern: { kind: gups, footprint: 256MiB, accesses: 20000 }
    events: server
`;

describe('virtcost run', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'virtcost-run-'));
    file = join(folder, 'small.yaml');
    writeFileSync(file, scenario);
    writeFileSync(
      join(folder, 'chase.bin.gz'),
      readFileSync(`${root}examples/traces/chase.bin.gz`),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const bytes = (out: string) =>
    Object.fromEntries(
      readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'base64')]),
    );

  it('writes the same bytes inline, on one worker and on three', async () => {
    const outs = [];
    for (const [engine, workers] of [
      ['inline', '1'],
      ['piscina', '1'],
      ['piscina', '3'],
    ] as const) {
      const out = join(folder, `${engine}${workers}`);
      const done = await virtcost([
        'run',
        file,
        '--verbose',
        '--engine',
        engine,
        '--workers',
        workers,
        '--out',
        out,
      ]);
      expect(done.code, done.stderr).toBe(0);
      expect(done.stderr).toMatch(/sweep small: (\d+)\/\1,/);
      outs.push(bytes(out));
    }
    expect(Object.keys(outs[0]!).sort()).toEqual(['index.html', 'run.json', 'steady.parquet']);
    expect(outs[1]).toEqual(outs[0]);
    expect(outs[2]).toEqual(outs[0]);
  });

  it('resumes after an interruption, recomputes damaged parts, and ends with the same bytes', async () => {
    const out = join(folder, 'resumed');
    const whole = join(folder, 'inline1');
    const { RunFolder } = await import('../../src/results/run-folder.ts');
    const { prepareJobs } = await import('../../src/engines/prepare.ts');
    const { loadScenario } = await import('../../src/scenario/load.ts');
    const { partOf } = await import('../../src/engines/part-of.ts');
    const { runJob } = await import('../../src/engines/run-job.ts');
    const { jobs } = await prepareJobs(loadScenario(scenario, file, studies), folder, 'x');
    const started = new RunFolder(out);
    await started.open();
    for (const job of jobs.slice(0, 3)) await started.store(partOf(job), await runJob(job));
    started.close();
    writeFileSync(join(out, '.parts', `${jobs[4]!.hash}.parquet`), 'damaged');
    const done = await virtcost(['run', file, '--out', out]);
    expect(done.stderr).toContain('3 of 8 jobs were taken from an interrupted run');
    expect(
      readFileSync(join(out, 'steady.parquet')).equals(readFileSync(join(whole, 'steady.parquet'))),
    ).toBe(true);
  });

  it('killed half-way, it says so, keeps finished jobs, and goes on to the same bytes', async () => {
    const long = join(folder, 'long.yaml');
    writeFileSync(long, scenario.replace('accesses: 20000', 'accesses: 2000000'));
    const out = join(folder, 'killed');
    const child = spawn(process.execPath, [cli, 'run', long, '--engine', 'inline', '--out', out]);
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const parts = () => (existsSync(join(out, '.parts')) ? readdirSync(join(out, '.parts')) : []);
    while (parts().filter((name) => name.endsWith('.parquet')).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill('SIGTERM');
    expect(await ended).toBe(4);
    expect(said).toContain('the same command goes on from there');
    expect(existsSync(join(out, 'steady.parquet'))).toBe(false);
    const resumed = await virtcost(['run', long, '--out', out]);
    expect(resumed.stderr).toMatch(/[2-7] of 8 jobs were taken from an interrupted run/);
    const whole = join(folder, 'unbroken');
    await virtcost(['run', long, '--out', whole]);
    expect(bytes(out)).toEqual(bytes(whole));
  });

  it('with --json prints one document and explains each cell so that the terms add up', async () => {
    const out = join(folder, 'json');
    const done = await virtcost(['run', file, '--out', out, '--json', '--no-report']);
    const rows = JSON.parse(done.stdout).studies.steady;
    expect(rows).toHaveLength(32);
    for (const row of rows.filter((_: unknown, i: number) => i % 5 === 0)) {
      const explained = JSON.parse(
        (await virtcost(['explain', row.case_id, '--results', out, '--json'])).stdout,
      );
      expect(explained.reproduces).toBe(true);
      const sum = explained.terms
        .filter(({ figure }: { figure: string }) => figure === 'cycles')
        .reduce((total: number, term: { value: number }) => total + term.value, 0);
      expect(sum / row.cycles).toBeCloseTo(1, 9);
    }
  });

  it('compares two runs and lists what only one has', async () => {
    const done = await virtcost([
      'compare',
      join(folder, 'inline1'),
      join(folder, 'json'),
      '--json',
    ]);
    const { cases } = JSON.parse(done.stdout);
    expect(cases).toHaveLength(32);
    expect(new Set(cases.map((entry: { verdict: string }) => entry.verdict))).toEqual(
      new Set(['same']),
    );
  });

  it('orders the techniques as measurements do: shadow paging loses on faults, nested paging on TLB misses', async () => {
    const rows = JSON.parse(
      (await virtcost(['run', file, '--out', join(folder, 'json'), '--json', '--no-report']))
        .stdout,
    ).studies.steady;
    const overhead = (workload: string, technique: string, pages: string) =>
      rows.find(
        (row: Record<string, unknown>) =>
          row.workload === workload &&
          row.technique === technique &&
          row.host === 'xeon-e3-kvmperf-2013' &&
          `${row.guest_page}/${row.host_page}` === pages,
      ).overhead_ratio as number;
    expect(overhead('random', 'bare-metal', '4K/4K')).toBe(0);
    expect(overhead('chase', 'hardware', '4K/4K')).toBeGreaterThan(
      overhead('chase', 'hardware', '2M/2M'),
    );
    expect(overhead('chase', 'hardware', '4K/4K')).toBeGreaterThan(
      overhead('chase', 'para', '4K/4K'),
    );
    expect(overhead('random', 'full', '2M/2M')).toBeGreaterThan(
      overhead('random', 'hardware', '2M/2M'),
    );
  });
});

it('the sample scenario of the README runs', async () => {
  const out = mkdtempSync(join(tmpdir(), 'virtcost-sample-'));
  const done = await virtcost(['run', `${root}examples/sample.yaml`, '--out', out, '--json']);
  expect(done.code, done.stderr).toBe(0);
  expect(JSON.parse(done.stdout).studies.steady).toHaveLength(14);
  rmSync(out, { recursive: true, force: true });
});

describe('bad input of virtcost run', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'virtcost-bad-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const attempt = async (text: string, files: Record<string, Buffer | string> = {}) => {
    const place = mkdtempSync(join(folder, 'case-'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content);
    writeFileSync(join(place, 's.yaml'), text);
    const out = join(place, 'out');
    const done = await virtcost(['run', join(place, 's.yaml'), '--out', out]);
    let left: string[] = [];
    try {
      left = readdirSync(out).filter((name) => name !== '.parts');
    } catch {}
    return { ...done, left };
  };
  const withTrace = (name: string) =>
    `name: t\nhosts: [srv]\ntechniques: [hardware]\nworkloads:\n  - { name: w, trace: ${name} }\n`;

  it('a missing, empty, foreign or truncated trace gives one message, exit 2 and no result', async () => {
    const chase = readFileSync(`${root}examples/traces/chase.bin.gz`);
    const cases: [Promise<{ code: number; stderr: string; left: string[] }>, RegExp][] = [
      [attempt(withTrace('none.bin')), /none\.bin: there is no such file/],
      [
        attempt(withTrace('empty.bin'), { 'empty.bin': '' }),
        /empty\.bin: expected a memory trace, found an empty file/,
      ],
      [attempt(withTrace('a.txt'), { 'a.txt': 'hello, this is no trace\n' }), /a\.txt.*expected/],
      [
        attempt(withTrace('cut.bin.gz'), { 'cut.bin.gz': chase.subarray(0, 100_000) }),
        /cut\.bin\.gz.*(truncated|damaged)/s,
      ],
      [attempt(withTrace('../../etc/passwd')), /inside the scenario's folder/],
    ];
    for (const [outcome, message] of cases) {
      const { code, stderr, left } = await outcome;
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/ at .*\(.*:\d+:\d+\)|internal error/);
      expect(code).toBe(2);
      expect(left).toEqual([]);
    }
  });

  it('a place that cannot be written exits 1 and says so', async () => {
    const done = await virtcost([
      'run',
      `${root}examples/quickstart.yaml`,
      '--out',
      '/proc/virtcost',
    ]);
    expect(done.code).toBe(1);
    expect(done.stderr).toMatch(/^virtcost: \/proc\/virtcost: /m);
  });

  it('an unknown engine, option or command exits 2', async () => {
    mkdirSync(join(folder, 'x'), { recursive: true });
    for (const args of [
      ['run', '--engine', 'magic'],
      ['run', '--workers', '0'],
      ['runn'],
      ['explain', 'x', '--results', folder],
    ]) {
      const done = await virtcost(args);
      expect(done.code, args.join(' ')).toBe(2);
      expect(done.stderr.length).toBeGreaterThan(10);
    }
  });
});
