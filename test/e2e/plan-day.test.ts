import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, virtcost } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-plan-'));
const day = join(folder, '20990102');
beforeAll(() => {
  mkdirSync(day);
  for (let i = 0; i < 12; i++)
    writeFileSync(
      join(day, `site_${i}`),
      Array.from({ length: 288 }, (_, k) => (i * 7 + k) % 50).join('\n'),
    );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('virtcost plan simulate', () => {
  it('prints one JSON document, and a page with the hosts over time, contention and the compatibility mode', async () => {
    const page = join(folder, 'day.html');
    const args = [
      'plan',
      'simulate',
      day,
      '--compare',
      '--fail',
      'host-1@6:30',
      '--json',
      '--html',
      page,
    ];
    const { code, stdout } = await virtcost(args);
    expect(code).toBe(0);
    const { simulation, compared } = JSON.parse(stdout);
    expect(simulation).toMatchObject({ machines: 12, hosts: 800, homeless: 0, failures: 1 });
    expect(simulation.energyKwh).toBeGreaterThanOrEqual(simulation.idleKwh);
    expect(simulation.series.hostsOn).toHaveLength(288);
    expect(compared.runs).toHaveLength(11);
    const text = readFileSync(page, 'utf8');
    for (const id of ['sim-1-hosts-on', 'sim-1-heat', 'sim-1-cdf', 'quirks'])
      expect(text).toContain(`id="${id}"`);
  });

  it('takes hosts, power policy, ratios and maintenance', async () => {
    const { code, stdout } = await virtcost([
      ...[
        'plan',
        'simulate',
        day,
        '--hosts',
        '4:8:2500:16',
        '--power',
        'dpm',
        '--placement',
        'best-fit',
      ],
      ...['--memory-ratio', '1.5', '--maintain', 'host-2@3:30', '--json'],
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      settings: { memoryRatio: 1.5, placement: 'best-fit' },
      simulation: { hosts: 4, maintained: 1, homeless: 0 },
    });
  });

  it('says what it expected where an argument is wrong, and writes nothing', async () => {
    const page = join(folder, 'none.html');
    for (const wrong of [
      [join(folder, 'nothing')],
      [day, '--fail', 'host-1'],
      [day, '--fail', 'no\u001b[31mhost@3'],
      [day, '--power', 'wishes'],
      [day, '--hosts', '4:8'],
      [day, '--threshold', '-1'],
    ]) {
      const { code, stdout, stderr } = await virtcost([
        'plan',
        'simulate',
        ...wrong,
        '--html',
        page,
      ]);
      expect([code, stdout], wrong.join(' ')).toEqual([2, '']);
      expect(stderr).toMatch(/expected|no such file/);
      expect(stderr).not.toContain('\u001b');
    }
    expect(existsSync(page)).toBe(false);
  });
});

describe('virtcost plan create', () => {
  it('gives the stages of three control planes with their band, each number with its source', async () => {
    const page = join(folder, 'create.html');
    const ask = ['plan', 'create', '--count', '50', '--image', '2GiB', '--json'];
    const { code, stdout } = await virtcost([...ask, '--html', page]);
    expect(code).toBe(0);
    const { cases } = JSON.parse(stdout);
    expect(
      cases.map(({ request }: { request: { plane: { id: string } } }) => request.plane.id),
    ).toEqual(['nova', 'ecs', 'cvm']);
    expect(readFileSync(page, 'utf8')).toContain('id="create-stages"');
    const cached = await virtcost([...ask, '--plane', 'nova', '--cached']);
    const [nova] = JSON.parse(cached.stdout).cases;
    expect(nova.prediction.last.value).toBeLessThan(cases[0].prediction.last.value);
    for (const wrong of [
      ['--plane', 'x'],
      ['--image', '0'],
      ['--store', 'tape'],
      ['--count', '0'],
    ])
      expect((await virtcost(['plan', 'create', ...wrong])).code, wrong.join(' ')).toBe(2);
  });
});

describe('virtcost plan BASE', () => {
  it('predicts ready time and memory reclaim, and simulates the clusters over a day when asked', async () => {
    const base = join(root, 'examples/inventory/rvtools-workshop.xlsx');
    const { stdout } = await virtcost(['plan', base, '--simulate', '--load', day, '--json']);
    const { contention, simulated } = JSON.parse(stdout);
    expect(contention.thresholds.look).toMatchObject({ value: 5, unverified: true });
    expect(contention.clusters).toHaveLength(4);
    expect(contention.clusters[0].ready.now.p95.percent).toBeGreaterThan(0);
    expect(simulated.map(({ cluster }: { cluster: string }) => cluster)).toContain('Cluster2');
  });
});
