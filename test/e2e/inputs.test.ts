import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJobs } from '../../src/engines/prepare.ts';
import { UserError } from '../../src/errors.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { studies } from '../../src/studies/index.ts';
import { root, virtcost } from '../support.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-inputs-'));
  for (const name of ['inputs.yaml', 'guests', 'traces']) {
    cpSync(`${root}examples/${name}`, join(folder, name), { recursive: true });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (out: string) =>
  Object.fromEntries(
    readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'base64')]),
  );

describe('examples/inputs.yaml, VMs described by files', () => {
  it('gives the same bytes on one worker and on three, and figures of what is in the files', async () => {
    const run = (out: string, ...more: string[]) =>
      virtcost([
        ...['run', join(folder, 'inputs.yaml'), '--no-report', '--out', join(folder, out)],
        ...more,
      ]);
    const one = await run('one', '--engine', 'inline', '--json');
    expect(one.code, one.stderr).toBe(0);
    await run('three', '--workers', '3');
    expect(bytes(join(folder, 'three'))).toEqual(bytes(join(folder, 'one')));

    const { run: record, studies: rows } = JSON.parse(one.stdout);
    expect(Object.keys(record.traces).sort()).toEqual([
      'guests/desktops-ksm.json',
      'guests/orders-dirty-rate.json',
      'guests/orders-disk.csv',
      'guests/web-a.mem',
      'guests/web-b.mem',
      'traces/chase.bin.gz',
    ]);
    const find = (study: string, vm: string) =>
      rows[study].find(
        (row: Record<string, unknown>) => row.vm === vm && row.technique === 'hardware',
      );
    // 16 zero pages keep one, 16 pairs keep one each, twice four copies keep one each; less 64 B for each of 48 pages.
    const web = find('sharing', 'web');
    expect(web.machines).toBe(2);
    expect(web.saved_bytes).toBe(((15 + 16 + 6) * 4096) / 2 - 48 * 64);
    expect(find('sharing', 'desktop').machines).toBe(6);
    const orders = find('disks', 'orders (disk.discipline sesparse)');
    const times = readFileSync(join(folder, 'guests/orders-disk.csv'), 'utf8').trim().split('\n');
    const [first, last] = [times[0]!, times.at(-1)!].map(
      (line) => Number(line.split(',')[0]) / 1e7,
    );
    expect(orders.requests_per_s).toBeCloseTo(600 / (last! - first!), 6);
    expect(find('migration', 'chase').first_writes_per_s).toBeGreaterThan(0);
  });
});

describe('files of a scenario are looked at before any job starts', () => {
  const scenario = (vm: string) => `
name: files
hosts: [srv]
techniques: [hardware]
vms:
  - name: vm
    memory: 1MiB
    workload: { pattern: { kind: gups, footprint: 1MiB, accesses: 1000 } }
    ${vm}
`;
  const attempt = async (vm: string): Promise<string> => {
    const file = join(folder, 'files.yaml');
    try {
      await prepareJobs(loadScenario(scenario(vm), file, studies), folder, 'x');
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    return 'accepted';
  };

  it('a missing, empty, foreign, truncated or unfitting one is named with what was expected', async () => {
    const at = (name: string, content: string | Buffer) =>
      writeFileSync(join(folder, name), content);
    at('empty', '');
    at('hello', 'hello, this is nothing of the kind\n');
    at('half.mem', Buffer.alloc(6000));
    at('large.mem', Buffer.alloc(2 ** 20 + 4096));
    at('stopped.csv', '128166372000000000,h,0,Read,0,4096,10\n128166372000000001,h,0,Re');
    const cases: [string, RegExp][] = [
      ['contents: { image: no.mem }', /no\.mem: there is no such file/],
      ['contents: { image: empty }', /empty.*expected.*found an empty file/s],
      ['contents: { image: half.mem }', /half\.mem.*whole 4 KiB pages/s],
      ['contents: { image: large.mem }', /large\.mem.*1048576 bytes of memory of vm/s],
      ['contents: { image: ../secret.mem }', /inside the scenario's folder/],
      ['contents: { population: { file: hello } }', /hello.*JSON document/s],
      [
        'contents: { population: { file: guests/desktops-ksm.json, run: servers } }',
        /a run \(desktops\).*"servers"/s,
      ],
      ['writes: { from: hello }', /hello/],
      ['disk: { trace: hello }', /hello.*a block trace/s],
      ['disk: { trace: stopped.csv }', /stopped\.csv:2.*Read or Write/s],
      ['disk: { trace: guests/orders-disk.csv, used: 1MiB, size: 1MiB }', /size of the disk/],
      ['disk: { trace: guests/orders-disk.csv, device: sdz }', /none of device "sdz"/],
      ['writes: { pattern: trace }', /a workload with a trace/],
    ];
    for (const [vm, message] of cases) expect(await attempt(vm), vm).toMatch(message);
    expect(await attempt('contents: { image: guests/web-a.mem }')).toBe('accepted');
  });

  it('another byte in a file makes another job, the same bytes the same one', async () => {
    const hashes = async () => {
      const file = join(folder, 'files.yaml');
      const text = scenario('contents: { image: one.mem }');
      const { jobs } = await prepareJobs(loadScenario(text, file, studies), folder, 'x');
      return jobs.filter(({ study }) => study === 'sharing').map(({ hash }) => hash);
    };
    const image = readFileSync(join(folder, 'guests/web-a.mem'));
    writeFileSync(join(folder, 'one.mem'), image);
    const before = await hashes();
    expect(await hashes()).toEqual(before);
    image[9 * 4096]! ^= 1;
    writeFileSync(join(folder, 'one.mem'), image);
    expect(await hashes()).not.toEqual(before);
  });
});
