import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { virtcost } from '../support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtcost-host-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('virtcost host', () => {
  it('measures this machine into a profile that translate takes', async () => {
    const out = join(folder, 'me.json');
    const args = ['host', 'probe', '--rounds', '1', '--max-bytes', '1MiB', '--out', out, '--json'];
    const probed = await virtcost(args);
    expect(probed.code).toBe(0);
    const { host, unmeasured, curves } = JSON.parse(probed.stdout);
    // Beside other tests the machine may be too busy to call its figures measured, and they say so.
    const busy = /the machine was loaded/.test(host.clockGhz.source);
    expect(host.clockGhz.status).toBe(busy ? 'estimated' : 'measured');
    expect(host.clockGhz.value).toBeGreaterThan(0.3);
    expect(host.memory.caches.l1d.latencyCycles.value).toBeGreaterThan(1);
    expect(unmeasured.join('\n')).toMatch(/page-walk caches/);
    expect(curves.at(-1).title).toBe('WebAssembly');
    const pattern = ['--pattern', 'gups', '--size', '64MiB', '--accesses', '10000', '--json'];
    const run = await virtcost(['translate', '--host', out, ...pattern]);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout).result.accesses).toBe(10_000);
    const shown = await virtcost(['host', 'show', out]);
    expect(shown.stdout).toMatch(/pointer chase/);
  });

  it('runs, explains and reports a scenario on a profile beside it, on any engine alike', async () => {
    const { host, form } = JSON.parse((await virtcost(['host', 'show', 'zen4', '--json'])).stdout);
    await writeFile(
      join(folder, 'mine.json'),
      JSON.stringify({ form, host: { ...host, id: 'mine' } }),
    );
    const scenario = (hosts: string) =>
      `name: t\nhosts: [${hosts}]\ntechniques: [hardware]\nworkloads:\n  - name: w\n    pattern: { kind: gups, footprint: 16MiB, accesses: 2000 }\n`;
    const file = join(folder, 'mine.yaml');
    await writeFile(file, scenario('zen4, ./mine.json'));
    const outs: string[] = [];
    for (const engine of ['inline', 'piscina']) {
      const out = join(folder, engine);
      const run = await virtcost(['run', file, '--engine', engine, '-o', out, '--json']);
      expect(run.code).toBe(0);
      const rows = JSON.parse(run.stdout).studies.steady;
      expect(rows.map((row: { host: string }) => row.host)).toEqual(['epyc-zen4-2022', 'mine']);
      expect(rows[1].overhead_ratio).toBe(rows[0].overhead_ratio);
      outs.push(run.stdout);
    }
    expect(outs[1]).toBe(outs[0]);
    const results = ['-r', join(folder, 'inline'), '--json'];
    const explained = await virtcost(['explain', 'w/mine/hardware/4K-4K', ...results]);
    expect([explained.stderr, JSON.parse(explained.stdout).reproduces]).toEqual(['', true]);
    await writeFile(file, scenario('./../mine.json'));
    expect((await virtcost(['run', file])).stderr).toMatch(/inside the scenario's folder/);
    await writeFile(file, scenario('./mine.json, ./mine.json'));
    expect((await virtcost(['run', file])).stderr).toMatch(/"\.\/mine\.json" again/);
    await writeFile(join(folder, 'twin.json'), await readFile(join(folder, 'mine.json')));
    await writeFile(file, scenario('./mine.json, ./twin.json'));
    expect((await virtcost(['run', file])).stderr).toMatch(/"mine" again/);
  });

  it('lists every profile and shows one as a document', async () => {
    const list = JSON.parse((await virtcost(['host', 'list', '--json'])).stdout);
    expect(list.map(({ id }: { id: string }) => id)).toContain('epyc-zen4-2022');
    const { form, host } = JSON.parse((await virtcost(['host', 'show', 'zen4', '--json'])).stdout);
    expect([form, host.id]).toEqual(['virtcost-host/1', 'epyc-zen4-2022']);
  });

  it.each([
    [['host', 'show', 'nosuch'], /expected a host of virtcost host list \(.*zen4.*found "nosuch"/],
    [['host', 'probe', '--id', 'clx'], /--id/],
    [['host', 'probe', '--max-bytes', '1TiB'], /1MiB to 2GiB/],
    [['translate', '--host', './nosuch.json'], /no such file/],
    [['translate', '--input-format', 'csv'], /--trace beside --input-format/],
  ])('answers %j with one message and exit code 2', async (args, message) => {
    const { code, stderr, stdout } = await virtcost(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('refuses a profile that is no JSON, and one larger than a mebibyte', async () => {
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '{"form":');
    expect((await virtcost(['host', 'show', broken])).stderr).toMatch(/expected a JSON document/);
    await writeFile(broken, `"${'x'.repeat(1_100_000)}"`);
    const { code, stderr } = await virtcost(['host', 'show', broken]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/at most 1048576 bytes/);
  });
});
