import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { withHosts } from '../../plan/given-hosts.ts';
import { readInventory } from './read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
async function read(text: string) {
  const path = join(folder, `base${count++}`);
  await writeFile(path, text);
  return readInventory(path);
}
const short = (inventory: Awaited<ReturnType<typeof read>>) =>
  inventory.vms.map((vm) => [vm.name, vm.vcpus, vm.memoryMib, vm.poweredOn]);

it('domstats give vCPUs and memory in KiB, several keys to a line, paused domains count as running', async () => {
  const inventory = await read(
    "Domain: 'web 1'\n  state.state=1\n  balloon.current=1048576 balloon.maximum=2097152\n  vcpu.current=2\n" +
      '  block.count=1\n  block.0.name=vda\n  block.0.capacity=2147483648\n  block.0.allocation=1073741824\n' +
      "\nDomain: 'off'\n  state.state=5\n  vcpu.maximum=4\n  balloon.maximum=524288\n" +
      "\nDomain: 'paused'\n  state.state=3\n  vcpu.current=1\n  balloon.maximum=524288\nDomain: 'bare'\n",
  );
  expect(short(inventory)).toEqual([
    ['web 1', 2, 2048, true],
    ['off', 4, 512, false],
    ['paused', 1, 512, true],
  ]);
  expect(inventory.vms[0]).toMatchObject({ provisionedMib: 2048, inUseMib: 1024 });
  expect(inventory.findings).toMatchObject([{ kind: 'bad-number', count: 1 }]);
});

const domain = (name: string, more: string) =>
  `<domain type='kvm'><name>${name}</name>${more}</domain>`;

it('domain XML takes memory in any unit and the current vCPUs, alone or in a wrapper', async () => {
  const text =
    domain('a&amp;b', "<memory unit='GiB'>4</memory><vcpu current='2'>8</vcpu>") +
    domain('c', '<memory>524288</memory><vcpu>1</vcpu>');
  const expected = [
    ['a&b', 2, 4096, true],
    ['c', 1, 512, true],
  ];
  expect(short(await read(text))).toEqual(expected);
  expect(short(await read(`<?xml version='1.0'?><domains>${text}</domains>`))).toEqual(expected);
});

it('a folder of domain XML is one inventory, and document types are refused', async () => {
  const path = join(folder, 'xml');
  await mkdir(path);
  await writeFile(join(path, 'a.xml'), domain('a', '<memory>1048576</memory><vcpu>1</vcpu>'));
  await writeFile(join(path, 'b.xml'), domain('b', '<memory>1048576</memory><vcpu>2</vcpu>'));
  expect((await readInventory(path)).vms.map((vm) => vm.vcpus)).toEqual([1, 2]);
  await expect(read('<!DOCTYPE x [<!ENTITY a "b">]><domain/>')).rejects.toThrow(/document type/);
  await expect(read(domain('x', '<memory>-5</memory><vcpu>1</vcpu>'))).rejects.toThrow(/<memory>/);
  await expect(read('<domain><name>x</domain>')).rejects.toThrow(UserError);
});

const server = (name: string, flavor: object, status = 'ACTIVE') => ({
  name,
  status,
  flavor,
  'OS-EXT-AZ:availability_zone': 'az1',
  'OS-EXT-SRV-ATTR:hypervisor_hostname': 'compute1',
});

it('Nova answers give zones as clusters, flavours by value or by id, and hosts without a clock', async () => {
  const inventory = await read(
    JSON.stringify({
      servers: [
        server('a', { vcpus: 2, ram: 4096, disk: 10 }),
        server('b', { id: '7' }),
        server('c', { id: 'unknown' }),
        server('d', { vcpus: 1, ram: 512 }, 'SHELVED_OFFLOADED'),
      ],
      flavors: [{ id: '7', vcpus: 8, ram: 16_384, disk: 0 }],
      hypervisors: [
        { hypervisor_hostname: 'compute1', vcpus: 32, memory_mb: 131_072 },
        { hypervisor_hostname: 'compute2', vcpus: 32, memory_mb: 131_072, status: 'disabled' },
      ],
    }),
  );
  expect(short(inventory)).toEqual([
    ['a', 2, 4096, true],
    ['b', 8, 16_384, true],
    ['d', 1, 512, false],
  ]);
  expect(inventory.hosts.map((host) => [host.cluster, host.inMaintenance])).toEqual([
    ['az1', false],
    ['nova', true],
  ]);
  expect(inventory.findings.map((finding) => finding.kind)).toEqual(['bad-number', 'unit']);
});

it('JSON that is no answer of Nova is refused with the field that is wrong', async () => {
  await expect(read('{"servers": [{"name": 5}]}')).rejects.toThrow(/servers\.0\.name/);
  await expect(read('{"a": 1}')).rejects.toThrow(/neither/);
  await expect(read('{"servers": [')).rejects.toThrow(UserError);
});

it('a scrape of a libvirt exporter gives machines by domain and host by instance', async () => {
  const inventory = await read(
    '# HELP libvirt_domain_info_vstate state\n' +
      'libvirt_domain_info_maximum_memory_bytes{domain="a \\"x\\"",instance="n1"} 1.073741824e+09\n' +
      'libvirt_domain_info_virtual_cpus{domain="a \\"x\\"",instance="n1"} 4\n' +
      'libvirt_domain_info_vstate{domain="a \\"x\\"",instance="n1"} 5\n' +
      'libvirt_domain_info_virtual_cpus{domain="b"} 1\nprocess_cpu_seconds_total 5\n',
  );
  expect(short(inventory)).toEqual([['a "x"', 4, 1024, false]]);
  expect(inventory.vms[0]!.host).toBe('n1');
  expect(inventory.findings).toHaveLength(1);
});

it('a plain CSV lists hosts and machines by columns, with units in the header', async () => {
  const inventory = await read(
    'kind;name;cluster;host;vcpus;cores;memory_gib;mhz;cpu_use;powered_on\n' +
      'host;h1;c;;;16;256;2600;0.4;\nvm;v1;c;h1;4;;16;;;yes\nvm;v2;c;h1;4;;16;;;off\n',
  );
  expect(inventory.hosts[0]).toMatchObject({ cores: 16, memoryMib: 262_144, cpuUse: 0.4 });
  expect(short(inventory)).toEqual([
    ['v1', 4, 16_384, true],
    ['v2', 4, 16_384, false],
  ]);
});

it('wrong cells name line and column, and other text is refused', async () => {
  await expect(read('name,vcpus,memory_mib\na,1,512\nb,-2,512\n')).rejects.toThrow(
    /:3: expected vcpus/,
  );
  await expect(read('some,table\n1,2\n')).rejects.toThrow(/column name/);
  await expect(read('a\0b')).rejects.toThrow(/binary/);
});

it('whatever bytes a file holds, the reader answers or refuses it with a message', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        "Domain: 'a'\n",
        '<domain>',
        '{',
        'libvirt_domain_info_vstate{',
        'name,vcpus\n',
      ),
      fc.string({ unit: 'binary', maxLength: 200 }),
      async (start, rest) => {
        const answer = await read(start + rest).catch((error: unknown) => error);
        expect(answer instanceof Error ? answer : new UserError('')).toBeInstanceOf(UserError);
      },
    ),
    { numRuns: 60 },
  );
});

it('machines without hosts get the hosts given, and an inventory with hosts takes no others', async () => {
  const machines = await read('name,vcpus,memory_mib\na,1,512\n');
  expect(withHosts(machines, '2:16:2600:256').hosts).toHaveLength(2);
  expect(() => withHosts(machines, undefined)).toThrow(/--hosts/);
  expect(() => withHosts(machines, '2x16')).toThrow(/COUNT:CORES:MHZ:GIB/);
  const full = withHosts(machines, '1:1:1000:1');
  expect(() => withHosts(full, '1:1:1000:1')).toThrow(/no --hosts/);
});
