import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { virtcost } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-newcomer-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const list = (rows: string) => `name,vcpus,memory_mib\n${rows}`;
const sar =
  'Linux 6.1.0-18-amd64 (web1) \t11/30/2026 \t_x86_64_\t(4 CPU)\n\n12:00:01 AM     CPU     %user     %nice\n';
const hosts = ['--hosts', '2:16:2400:128'];

describe('the first files somebody gives', () => {
  it('a list in another unit is doubted in the line below the verdict', async () => {
    const path = file('gib.csv', list('web1,4,8\nweb2,4,16\n'));
    const { code, stderr } = await virtcost(['plan', path, ...hosts]);
    expect(code).toBe(0);
    expect(stderr.split('\n')[0]).toBe(
      'Check first: memory of machines looks like another unit: 4 MiB per CPU is usual in this export; read as written (1).',
    );
    const { stdout } = await virtcost(['plan', path, ...hosts, '--json']);
    expect(JSON.parse(stdout).summary.confidence).toMatch(/^Check first: memory of machines/);
  });

  it('a list that is read as meant is not doubted', async () => {
    const path = file('mib.csv', list('web1,4,8192\nweb2,4,16384\n'));
    const { stderr } = await virtcost(['plan', path, ...hosts]);
    expect(stderr).not.toContain('Check first');
  });

  it('columns nobody knows are shown, with the names that are', async () => {
    for (const titles of [
      'Virtuelle Maschine;vCPU Anzahl;Arbeitsspeicher',
      '虚拟机名称;处理器;内存',
    ]) {
      const { code, stderr } = await virtcost(['plan', file('t.csv', `${titles}\nweb1;4;8192\n`)]);
      expect(code).toBe(2);
      expect(stderr).toContain(`Its columns are ${titles.replaceAll(';', ', ')}.`);
      expect(stderr).toContain('name, vcpus and memory_mib');
    }
    const { stderr } = await virtcost(['plan', file('prose.txt', 'no table at all\n')]);
    expect(stderr).not.toContain('Its columns');
  });

  it('output of sar is told, with the command whose output is read', async () => {
    const path = file('sar.txt', sar);
    const machines = file('m.csv', list('web1,4,8192\n'));
    for (const words of [
      ['plan', machines, ...hosts, '--load', path],
      ['import', path],
    ]) {
      const { code, stderr } = await virtcost(words);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /output of sar or sadf.*sadf -d -U .*machine,time,cpu_percent|machine,time,cpu_percent.*sadf -d -U/,
      );
    }
  });

  it('qm list is told, with the command whose output is read', async () => {
    const table =
      '      VMID NAME  STATUS     MEM(MB)    BOOTDISK(GB) PID\n       100 web1  running    8192  32.00 1234\n';
    const { code, stderr } = await virtcost(['plan', file('qm.txt', table)]);
    expect(code).toBe(2);
    expect(stderr).toContain('pvesh get /cluster/resources --output-format json');
  });

  it('what is wrong in a list is told before the hosts it lacks', async () => {
    const path = file('negative.csv', list('web1,-4,8192\nweb2,4,8192\n'));
    const { code, stderr } = await virtcost(['plan', path]);
    expect(code).toBe(2);
    const at = stderr.indexOf('negative vcpus counts as 0 (1)');
    expect(at).toBeGreaterThan(0);
    expect(stderr.indexOf('and no host')).toBeGreaterThan(at);
  });

  it('an empty file is a raw disk of no size, unless its name says that it begins with a header', async () => {
    const raw = await virtcost(['blocks', 'inspect', file('empty.raw', '')]);
    expect(raw.code).toBe(0);
    expect(raw.stdout).toMatch(/^The file is empty: /);
    const cut = file('empty.qcow2', '');
    const image = await virtcost(['blocks', 'inspect', cut]);
    expect(image.code).toBe(2);
    expect(image.stderr).toContain('expected the header of a qcow2 image, found an empty file');
    const stated = await virtcost(['blocks', 'inspect', cut, '--input-format', 'raw']);
    expect(stated.code).toBe(0);
  });

  it('rules nobody could confirm bear their mark in the comparison of policies', async () => {
    const { stdout } = await virtcost(['migrate', '--ram', '1GiB', '--json']);
    const { figures } = JSON.parse(stdout);
    const { rows } = figures.find(({ id }: { id: string }) => id === 'migration-policy-table');
    const known = new Map<string, string>(
      rows.map((row: Record<string, string>) => [row.policy, row.known]),
    );
    for (const policy of ['VMware vMotion', 'Xen before 4.6', 'failover (restart elsewhere)'])
      expect(known.get(policy)).toMatch(/unverified/);
    expect(known.get('Xen, precopy policy of libxenguest')).toMatch(/published/);
    for (const one of known.values()) expect(one).not.toBe('');
  });

  it('a key with a letter missing is told with the key it is near to', async () => {
    const path = file(
      'typo.yaml',
      'name: x\nseed: 1\nhosts: [epyc-zen3-2021]\ntechniqes: [para]\n',
    );
    const { code, stderr } = await virtcost(['run', path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /typo\.yaml:4:1: expected known keys in the scenario, found "techniqes"\. Did you mean techniques\?/,
    );
    const inside = file(
      'inside.yaml',
      'name: x\nseed: 1\nhosts: [epyc-zen3-2021]\ntechniques: [para]\nvms:\n  - { name: a, memry: 1GiB }\n',
    );
    expect((await virtcost(['run', inside])).stderr).toMatch(
      /inside\.yaml:6:16: expected known keys in vms\.0, found "memry"\. Did you mean memory\?/,
    );
  });
});
