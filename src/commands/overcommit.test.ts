import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { overcommitTimeline } from '../model/overcommit/timeline.ts';
import { readOvercommitScenario, readWorkingSets } from './overcommit/scenario.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const example = fileURLToPath(new URL('../../examples/overcommit.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'virtcost-overcommit-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('virtcost overcommit', () => {
  it('answers the example with one JSON document, and writes a report', () => {
    const page = join(folder, 'page.html');
    const out = execFileSync('node', [cli, 'overcommit', example, '--json', '--html', page], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const document = JSON.parse(out);
    expect(document.now.state).toBe('soft');
    expect(document.now.vms).toHaveLength(15);
    expect(readFileSync(page, 'utf8')).toContain('overcommit-cliff');
  });

  it('gives three equal VMs on 6 GB at 150 % 3 GB each', () => {
    const text =
      'host: {memoryMb: 6000, overcommitRatio: 1.5}\nvms: [{id: a, count: 3, configuredMb: 4000}]\n';
    const run = spawnSync('node', [cli, 'overcommit', file('six.yaml', text), '--json'], {
      encoding: 'utf8',
    });
    const committed = JSON.parse(run.stdout).promisedMb as { mb: number }[];
    expect(committed.map((vm) => vm.mb)).toEqual([3000, 3000, 3000]);
  });

  it.each([
    ['text.yaml', 'host: [', /expected YAML/],
    ['empty.yaml', '', /expected host/],
    ['negative.yaml', 'host: {memoryMb: -1}\nvms: [{id: a, configuredMb: 1}]', /memoryMb: >/],
    ['unknown.yaml', 'host: {memoryMb: 1, size: 2}\nvms: [{id: a, configuredMb: 1}]', /size/],
    [
      'active.yaml',
      'host: {memoryMb: 9}\nvms: [{id: a, configuredMb: 4, consumedMb: 2, activeMb: 3}]',
      /activeMb/,
    ],
    [
      'refused.yaml',
      'host: {memoryMb: 9000}\nvms: [{id: a, count: 3, configuredMb: 4000, reservationMb: 4000}]',
      /admission refused/,
    ],
  ])('refuses %s with one message and exit code 2, and writes nothing', (name, text, message) => {
    const page = join(folder, `${name}.html`);
    const run = spawnSync('node', [cli, 'overcommit', file(name, text), '--html', page], {
      encoding: 'utf8',
    });
    expect(run.stderr).toMatch(message);
    // A value may break two rules, told on a line each.
    expect(run.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect(run.status).toBe(2);
    expect(existsSync(page)).toBe(false);
  });

  it('follows working sets over time, and keeps what was touched', async () => {
    const scenario = await readOvercommitScenario(
      file(
        't.yaml',
        'host: {memoryMb: 12000}\nvms: [{id: a, configuredMb: 8000, consumedMb: 2000, activeMb: 1000}, {id: b, configuredMb: 8000, consumedMb: 2000, activeMb: 1000}]',
      ),
    );
    const sets = await readWorkingSets(
      file(
        't.csv',
        'seconds,vm,active_mb,consumed_mb\n0,a,1000,\n60,a,7000,\n60,b,6000,\n120,a,500,\n180,a,500,1000\n',
      ),
      ['a', 'b'],
    );
    const points = overcommitTimeline(scenario.host, scenario.vms, sets.seconds, sets.at);
    expect(points.map((point) => point.seconds)).toEqual([0, 60, 120, 180]);
    expect(points.map((point) => point.activeMb)).toEqual([2000, 13000, 6500, 6500]);
    expect(points.map((point) => point.consumedMb)).toEqual([4000, 13000, 13000, 7000]);
    expect(points[0]!.result.freed.balloon).toBe(0);
    expect(points[1]!.result.freed.balloon).toBeGreaterThan(0);
    expect(points[1]!.result.vms[0]!.speed).toBeLessThan(1);
    expect(points[2]!.result.freed.balloon).toBeCloseTo(points[1]!.result.freed.balloon, 6);
    expect(points[3]!.result.freed.balloon).toBe(0);
  });

  it('names line and column of a bad working set', async () => {
    const path = file('bad.csv', 'seconds,vm,active_mb\n0,a,10\n1,a,much\n');
    await expect(readWorkingSets(path, ['a'])).rejects.toThrow(/bad\.csv:3.*"active_mb".*"much"/);
  });

  it('takes the name of a group for all its VMs, and refuses a VM the scenario does not have', async () => {
    const ids = ['web-1', 'web-2', 'db'];
    const sets = await readWorkingSets(file('g.csv', 'seconds,vm,active_mb\n0,web,10\n'), ids);
    expect([...sets.at[0]!.keys()]).toEqual(['web-1', 'web-2']);
    const wrong = file('w.csv', 'seconds,vm,active_mb\n0,db,10\n5,mail,10\n');
    await expect(readWorkingSets(wrong, ids)).rejects.toThrow(/w\.csv:3.*"mail"/);
  });
});
