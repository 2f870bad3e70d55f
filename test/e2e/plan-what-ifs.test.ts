import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, virtcost } from '../support.ts';

const examples = `${root}examples/inventory`;
const base = ['plan', `${examples}/rvtools-workshop.xlsx`];

describe('virtcost plan: rules, techniques, new hosts and zones on the RVTools sample', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtcost-what-ifs-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('proves the fewest hosts of each cluster, first fit and best fit decreasing beside it', async () => {
    const { stdout, code } = await virtcost([...base, '--cpu-ratio', '8', '--json']);
    expect(code).toBe(0);
    const { packing } = JSON.parse(stdout);
    expect(packing).toHaveLength(1);
    for (const { bound, hosts, proved, attempts, perHost } of packing[0].clusters) {
      expect({ hosts, proved }).toEqual({ hosts: bound, proved: true });
      for (const attempt of attempts) expect(attempt.hosts).toBeGreaterThanOrEqual(hosts);
      expect(perHost.length).toBeGreaterThan(0);
    }
    const cluster2 = packing[0].clusters.find(
      ({ cluster }: { cluster: string }) => cluster === 'Cluster2',
    );
    expect(cluster2).toMatchObject({ bound: 17, basis: 'now' });
  });

  it('answers every example side by side, on a page too', async () => {
    const html = join(folder, 'page.html');
    const patches = ['two-zones', 'new-hosts', 'without-ept'].flatMap((name) => [
      '--what-if',
      `${examples}/${name}.yaml`,
    ]);
    const { stdout, stderr } = await virtcost([
      ...base,
      ...['--constraints', `${examples}/constraints.yaml`, '--techniques', ...patches],
      ...['--html', html, '--json'],
    ]);
    const answer = JSON.parse(stdout || stderr);
    expect(answer.answers.map(({ name }: { name: string }) => name)).toEqual([
      'today',
      'two zones',
      'newer hosts',
      'without EPT',
    ]);
    const [today] = answer.packing;
    expect(today.clusters[1].noPlace[0].because[0].what).toContain('limit of pool "test"');
    const ids = answer.techniques.rows.map(({ id }: { id: string }) => id);
    expect(ids).toContain('hardware-no-ept');
    expect(answer.refresh[0].clusters[0]).toMatchObject({ cluster: 'Cluster2', hostsBefore: 22 });
    expect(answer.zones[0].answer.zones).toHaveLength(2);
    expect(answer.storage[0].pools[0].clonesInUseGib).toBeGreaterThan(0);
    const page = await readFile(html, 'utf8');
    for (const id of ['packing', 'host-use', 'techniques', 'refresh', 'zones', 'storage'])
      expect(page).toContain(`id="${id}"`);
  });

  it('a rule with a name nobody has, an unknown platform and a wrong mix are refused with exit 2', async () => {
    const file = join(folder, 'typo.yaml');
    await writeFile(
      file,
      'name: x\nplacement: { rules: [{ rule: apart, name: r, vms: [NOBODY] }] }\n',
    );
    for (const wrong of [
      ['--what-if', file],
      ['--constraints', file],
      ['--platform', 'esxi-99'],
      ['--techniques', 'nonsense'],
    ]) {
      const { code, stdout } = await virtcost([...base, ...wrong]);
      expect({ wrong, code, stdout }).toEqual({ wrong, code: 2, stdout: '' });
    }
  });

  it('prints the schema of what-ifs with every key', async () => {
    const { stdout } = await virtcost(['schema', 'what-if']);
    expect(Object.keys(JSON.parse(stdout).properties)).toEqual(
      expect.arrayContaining(['placement', 'technique', 'refresh', 'zones', 'storage']),
    );
    expect((await virtcost(['schema', 'nonsense'])).code).toBe(2);
  });
});
