import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleet, forms } from '../../../test/fleets/index.ts';
import { kubernetesApi } from '../../../test/kubernetes-api.ts';
import { UserError } from '../../errors.ts';
import { running } from '../../inventory/inventory.ts';
import { readInventory } from './index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-tools-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasVirsh = spawnSync('virsh', ['--version']).status === 0;

/** Domains for libvirt's test driver, which needs no hypervisor. */
const domains = `<node>
  <domain type="test"><name>web 1</name><memory unit="GiB">4</memory><vcpu current="2">8</vcpu><os><type>hvm</type></os></domain>
  <domain type="test"><name>off</name><memory unit="GiB">2</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>
  <domain type="test"><name>db</name><memory unit="MiB">3072</memory><vcpu>4</vcpu><os><type>hvm</type></os></domain>
</node>`;

it.skipIf(!hasVirsh)('a folder made by virsh has sizes, states and the host', async () => {
  const [source, site] = [join(folder, 'source.xml'), mkdtempSync(join(folder, 'site-'))];
  writeFileSync(source, domains);
  // One session: the test driver forgets states when it ends.
  const said = spawnSync(
    'virsh',
    ['-c', `test://${source}`, "destroy off; suspend 'web 1'; list --all"],
    { encoding: 'utf8' },
  ).stdout;
  writeFileSync(join(site, 'list.txt'), said.slice(said.indexOf(' Id ')));
  const virsh = (...words: string[]) =>
    spawnSync('virsh', ['-c', `test://${source}`, ...words], { encoding: 'utf8' }).stdout;
  for (const [i, name] of ['web 1', 'off', 'db'].entries())
    writeFileSync(join(site, `${i}.xml`), virsh('dumpxml', name));
  writeFileSync(join(site, 'kvm-a.txt'), virsh('nodeinfo'));
  const { hosts, vms } = await readInventory(site);
  expect(vms.map(({ name, vcpus, memoryMib, power }) => [name, vcpus, memoryMib, power])).toEqual([
    ['web 1', 2, 4096, 'suspended'],
    ['off', 1, 2048, 'off'],
    ['db', 4, 3072, 'on'],
  ]);
  // The driver's host: 2 NUMA cells of 2 sockets of 2 cores of 2 threads.
  expect(hosts).toHaveLength(1);
  expect(hosts[0]).toMatchObject({
    name: 'kvm-a',
    sockets: 4,
    cores: 8,
    mhzPerCore: 1400,
    memoryMib: 3072,
    numaNodes: 2,
  });
});

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

it.skipIf(!hasKubectl)(
  'what kubectl writes of machines, instances and nodes is the fleet',
  async () => {
    const list = JSON.parse(forms.KubeVirt!.files(fleet)['all.json'] as string);
    const { url, server } = await kubernetesApi(list.items);
    try {
      const words = [
        'get',
        'vm,vmi,node',
        '-A',
        '-o',
        'json',
        `--server=${url}`,
        `--cache-dir=${folder}`,
      ];
      const { stdout } = await promisify(execFile)('kubectl', words, {
        env: { ...process.env, KUBECONFIG: '/dev/null' },
      });
      writeFileSync(join(folder, 'kubectl'), stdout);
    } finally {
      server.close();
    }
    const { hosts, vms } = await readInventory(join(folder, 'kubectl'));
    expect(hosts.map(({ name, cores }) => [name, cores])).toEqual(
      fleet.hosts.map(({ name, cores }) => [name, cores]),
    );
    expect(running(vms).map(({ name, host, vcpus }) => [name, host, vcpus])).toEqual(
      fleet.machines.filter(({ runs }) => runs).map(({ name, host, vcpus }) => [name, host, vcpus]),
    );
  },
);

it('domains that virsh list leaves out are off, and those without XML are counted', async () => {
  const site = mkdtempSync(join(folder, 'list-'));
  writeFileSync(
    join(site, 'list'),
    ' Id   Name   State\n-----\n 1    a    running\n 2    gone    running\n',
  );
  for (const name of ['a', 'b'])
    writeFileSync(
      join(site, name),
      `<domain><name>${name}</name><memory unit="GiB">1</memory><vcpu>1</vcpu></domain>`,
    );
  const { vms, findings } = await readInventory(site);
  expect(vms.map(({ name, power }) => [name, power])).toEqual([
    ['a', 'on'],
    ['b', 'off'],
  ]);
  expect(findings.map(({ message }) => message).join()).toMatch(/leaves out.*--all.*without XML/s);
});

const samples = fileURLToPath(
  new URL('../../../../shared/data/planning/samples/', import.meta.url),
);

/** By sample: machines, running ones, their vCPUs and GiB, hosts, cores of those that are up; or what is missing. */
const expected: Readonly<Record<string, readonly number[] | RegExp>> = {
  'azure-migrate.csv': [3, 3, 14, 84, 0, 0],
  'forklift-vsphere-vms.json': [5, 4, 16, 92, 0, 0],
  'hyperv-get-vm-single.json': [1, 1, 4, 16, 0, 0],
  'hyperv-get-vm.csv': [5, 4, 16, 92, 0, 0],
  'hyperv-get-vm.json': [5, 4, 16, 92, 0, 0],
  'liveoptics-old-mb.xlsx': [6, 4, 16, 92, 2, 64],
  'liveoptics.xlsx': [6, 4, 16, 92, 2, 64],
  'nutanix-collector.xlsx': [5, 3, 14, 88, 2, 64],
  'ovirt-hosts.json': [0, 0, 0, 0, 1, 32],
  'ovirt-vms.json': [2, 1, 4, 16, 0, 0],
  'powercli-get-vm-localised.csv': [5, 4, 16, 92, 0, 0],
  'powercli-get-vm.csv': [5, 4, 16, 92, 0, 0],
  'proxmox-cluster-resources-api.json': [2, 2, 12, 80, 2, 16],
  'proxmox-cluster-resources.json': [5, 3, 16, 88, 2, 16],
  'proxmox-nodes.json': [0, 0, 0, 0, 2, 16],
  'vrops-cluster-hourly.csv': /load of 1 clusters.*give the folder/,
  'vrops-host-hourly.csv': /load of 1 hosts.*give the folder/,
  'vrops-vm-hourly.csv': /2 machines with load alone.*give the folder/,
  'xcpng-export.csv': [5, 4, 16, 92, 0, 0],
  'xe-vm-list.txt': [5, 4, 16, 92, 0, 0],
};

describe.skipIf(!existsSync(samples))('the samples of exports', () => {
  it('are all here', () =>
    expect(readdirSync(samples).sort()).toEqual(Object.keys(expected).sort()));

  it.each(Object.entries(expected))('%s is read as what it is', async (name, want) => {
    const read = readInventory(join(samples, name));
    if (want instanceof RegExp) {
      const error: unknown = await read.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message).toMatch(want);
      return;
    }
    const { hosts, vms } = await read;
    const here = running(vms);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect([
      vms.length,
      here.length,
      sum(here.map(({ vcpus }) => vcpus)),
      sum(here.map(({ memoryMib }) => memoryMib)) / 1024,
      hosts.length,
      sum(hosts.filter(({ state }) => state === 'up').map(({ cores }) => cores)),
    ]).toEqual(want);
  });
});

describe('what tools print for people', () => {
  it.each([
    [
      'pvesh',
      '┌──────────┬──────┐\n│ id       │ type │\n╞══════════╪══════╡\n│ qemu/1   │ qemu │\n└──────────┴──────┘\n',
      /--output-format json/,
    ],
    [
      'the oVirt API',
      '<?xml version="1.0"?>\n<vms>\n<vm id="1"><name>a</name></vm>\n</vms>\n',
      /application\/json/,
    ],
    [
      'kubectl',
      'NAMESPACE   NAME   AGE   STATUS    READY\nn           a      1d    Running   True\n',
      /-o json/,
    ],
    [
      'kubectl of nodes',
      'NAME   STATUS   ROLES    AGE   VERSION\na      Ready    <none>   1d    v1.30\n',
      /-o json/,
    ],
    [
      'Hyper-V',
      '\r\nName State   CPUUsage(%) MemoryAssigned(M)\r\n---- -----   ----------- -----------------\r\n',
      /Export-Csv/,
    ],
    ['PowerCLI', '\r\nName                 PowerState Num CPUs MemoryGB\r\n', /Export-Csv/],
  ])('%s is refused with what to ask for instead', async (_, text, hint) => {
    const path = join(folder, 'table');
    writeFileSync(path, text);
    await expect(readInventory(path)).rejects.toThrow(hint);
    await expect(readInventory(path)).rejects.toBeInstanceOf(UserError);
  });
});
