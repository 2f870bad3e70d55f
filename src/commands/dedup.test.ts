import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { formatBytes } from '../format.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'virtcost-dedup-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function virtcost(...args: string[]) {
  return spawnSync('node', [cli, ...args], { encoding: 'utf8' });
}

/** 1024 pages: a third zero, a third the same in both images, a third the image's own. */
function image(own: number): Uint8Array {
  const bytes = new Uint8Array(1024 * 4096);
  const words = new Uint32Array(bytes.buffer);
  for (let p = 0; p < 1024; p++) {
    if (p % 3 > 0) words.fill(p % 3 === 1 ? p : own * 10_000 + p, p * 1024, (p + 1) * 1024);
  }
  return bytes;
}

describe('virtcost dedup', () => {
  const a = file('a.raw', image(1));
  const b = file('b.raw', image(2));

  it('reports equal pages, policies and the settled state in one JSON document', () => {
    const { stdout, status } = virtcost('dedup', a, b, '--json');
    expect(status).toBe(0);
    const { report, settled, upperBoundBytes } = JSON.parse(stdout);
    expect(report.granularities[0]).toMatchObject({
      ...{ zero: 684, unique_pages: 682, pages_inter: 682, saved_nonzero: 341 },
    });
    expect(report.matrix).toEqual([
      [0, 341],
      [341, 0],
    ]);
    expect(upperBoundBytes).toBe((341 + 683) * 4096);
    expect(settled).toMatchObject({ pages_shared: 341 + 3, pages_sharing: 341 + 681 });
    expect(report.policies.map((policy: { id: string }) => policy.id)).toContain('base-image');
  });

  it('gives the same document with one worker and with three', () => {
    const one = virtcost('dedup', a, b, '--json', '--workers', '1').stdout;
    expect(virtcost('dedup', a, b, '--json', '--workers', '3').stdout).toBe(one);
  });

  it('simulates KSM on the images and agrees with the settled state', () => {
    const page = join(folder, 'page.html');
    const run = virtcost('dedup', a, b, '--ksm', '--storm', '50', '--json', '--html', page);
    const { report, settled, storm } = JSON.parse(run.stdout);
    expect(storm.cowBreaks).toBeGreaterThan(500);
    expect(storm.cowBreaks).toBeLessThanOrEqual(settled.pages_shared + settled.pages_sharing);
    expect(storm.lostBytes).toBeGreaterThan(0);
    const last = report.forecast.scans[2];
    expect([last.shared, last.sharing, last.unshared]).toEqual([
      settled.pages_shared,
      settled.pages_sharing,
      settled.pages_unshared,
    ]);
    expect(report.knobs.length).toBeGreaterThan(3);
    expect(readFileSync(page, 'utf8')).toContain('dedup-matrix');
  });

  it('reads a process only with consent', () => {
    const refused = virtcost('dedup', '--pid', String(process.pid));
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/--consent/);
  });

  it('explains a snapshot of /sys/kernel/mm/ksm, from a folder and from text', () => {
    const counters = {
      ...{ pages_shared: 1000, pages_sharing: 9000, pages_unshared: 50_000, pages_volatile: 100 },
      ...{ pages_to_scan: 100, sleep_millisecs: 20, run: 1, stable_node_chains: 0 },
    };
    const sysfs = join(folder, 'ksm');
    mkdirSync(sysfs);
    const lines = Object.entries(counters).map(([name, value]) => {
      writeFileSync(join(sysfs, name), `${value}\n`);
      return `/sys/kernel/mm/ksm/${name}:${value}`;
    });
    const fromFolder = virtcost('dedup', '--sysfs', sysfs, '--json');
    const fromText = virtcost('dedup', '--sysfs', file('ksm.txt', lines.join('\n')), '--json');
    expect(JSON.parse(fromText.stdout)).toEqual(JSON.parse(fromFolder.stdout));
    const { findings, verdict } = JSON.parse(fromFolder.stdout);
    expect(verdict).toBe('saves');
    const profit = findings.find((one: { figure: string }) => one.figure === 'general_profit');
    expect(profit.value).toBe(formatBytes(9000 * 4096 - 60_100 * 64));
    const tenfold = findings.find((one: { figure: string }) => one.figure === 'pages_to_scan 1000');
    expect(tenfold.meaning).toMatch(/within two scans/);
  });

  it('says that no process registered memory, ahead of the figures', () => {
    const zeros = ['run:1', 'full_scans:0', 'pages_shared:0', 'pages_sharing:0'];
    const text = [...zeros, 'pages_unshared:0', 'pages_volatile:0'].join('\n');
    const { stdout, status } = virtcost('dedup', '--sysfs', file('nothing.txt', text));
    expect(stdout).toMatch(/^No process registered memory/);
    expect(status).toBe(0);
  });

  it.each([
    [['dedup'], /expected memory images/],
    [['dedup', folder], /found a directory/],
    [['dedup', join(folder, 'nowhere')], /no such file/],
    [['dedup', file('zero.raw', '')], /an empty file/],
    [['dedup', file('odd.raw', new Uint8Array(4097))], /1 more than a whole page/],
    [['dedup', a, '--kernel', 'x'], /kernel release/],
    [['dedup', '--sysfs', file('no.txt', 'hello')], /pages_shared/],
    [['dedup', '--population', file('no.json', '{}')], /KSM runs/],
  ])('refuses %j with exit code 2 and writes nothing', (args, message) => {
    const page = join(folder, 'never.html');
    const run = virtcost(...args, '--html', page);
    expect(run.stderr).toMatch(message);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(existsSync(page)).toBe(false);
  });

  it('simulates a population', () => {
    const config = {
      seed: 1,
      vms: 16,
      pages: 4096,
      zero24: 2 ** 22,
      shared24: 2 ** 22,
      shared_pool: 1000,
    };
    const runs = [{ name: 'small', config, ops: [] }];
    const path = file('host-6.18.json', JSON.stringify({ runs }));
    const { stdout, status } = virtcost('dedup', '--population', path, '--json');
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result.report.forecast.secondsTo90).toBeGreaterThan(0);
    expect(result.settled.sharing).toBeGreaterThan(10_000);
  });
});
