import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { readInventory } from './index.ts';

let root: string;
let count = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'virtcost-joins-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folder(files: Record<string, string | Uint8Array>): string {
  const path = join(root, `${count++}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

const kinds = (findings: readonly { kind: string }[]) => findings.map(({ kind }) => kind).sort();
const complaint = (path: string): Promise<string> =>
  readInventory(path).then(
    () => 'accepted',
    (error: unknown) => (error instanceof UserError ? error.message : `crash: ${error}`),
  );

it('a domain with XML and statistics is one machine: size from the XML, state and disk from the statistics', async () => {
  const { vms, findings } = await readInventory(
    folder({
      'stats.txt':
        "Domain: 'a'\n  state.state=5\n  balloon.maximum=1024\n  vcpu.current=1\n  block.0.capacity=1073741824\nDomain: 'b'\n  state.state=1\n  balloon.maximum=2097152\n  vcpu.current=1\n",
      'a.xml': "<domain><name>a</name><memory unit='GiB'>4</memory><vcpu>2</vcpu></domain>",
    }),
  );
  expect(vms).toHaveLength(2);
  expect(vms[0]).toMatchObject({
    name: 'a',
    vcpus: 2,
    memoryMib: 4096,
    provisionedMib: 1024,
    power: 'off',
  });
  expect(kinds(findings)).toEqual(['conflict']);
});

it('servers take their size from the list of flavors beside them, by id or by name', async () => {
  const api = await readInventory(
    folder({
      'flavors.json': '{"flavors":[{"id":"42","name":"m1.small","vcpus":2,"ram":2048,"disk":20}]}',
      'a-servers.json':
        '{"servers":[{"name":"x","flavor":{"id":"42"}},{"name":"y","status":"SHUTOFF","flavor":{"id":"gone"}}]}',
    }),
  );
  expect(api.vms.map((vm) => [vm.vcpus, vm.memoryMib, vm.provisionedMib, vm.power])).toEqual([
    [2, 2048, 20480, 'on'],
    [0, 0, 0, 'off'],
  ]);
  expect(kinds(api.findings)).toEqual(['unknown-size']);
  const client = await readInventory(
    folder({
      'flavors.json': '[{"ID":"42","Name":"m1.small","RAM":2048,"Disk":20,"VCPUs":2}]',
      'servers.json': '[{"ID":"1","Name":"x","Status":"ACTIVE","Flavor":"m1.small","Host":"h1"}]',
    }),
  );
  expect(client.vms[0]).toMatchObject({ name: 'x', vcpus: 2, memoryMib: 2048, host: 'h1' });
});

it.each([
  ['libvirt_domain_info_virtual_cpus', 'libvirt_domain_info_maximum_memory_bytes', 'info_vstate'],
  ['libvirt_domain_info_vcpu_num', 'libvirt_domain_info_memory_max_bytes', 'info_state'],
  ['libvirt_domain_vcpu_maximum', 'libvirt_domain_memory_maximum_bytes', 'state_code'],
])('a scrape of a fork that says %s is read', async (vcpus, memory, state) => {
  const { vms } = await readInventory(
    folder({
      metrics: [
        `${vcpus}{domain="a\\"b",host="h"} 4`,
        `${memory}{domain="a\\"b",host="h"} 8.589934592e+09`,
        `libvirt_domain_${state}{domain="a\\"b",host="h"} 5`,
        `${vcpus}{domain="c",instance="h2:9177"} 1`,
        `${memory}{domain="c",instance="h2:9177"} 1.073741824e+09`,
        `libvirt_domain_${state}{domain="c",instance="h2:9177"} 1`,
        '',
      ].join('\n'),
    }),
  );
  expect(vms.map((vm) => [vm.name, vm.vcpus, vm.memoryMib, vm.power, vm.host])).toEqual([
    ['a"b', 4, 8192, 'off', 'h'],
    ['c', 1, 1024, 'on', 'h2:9177'],
  ]);
});

it('a scrape without sizes is refused: machines of no size would seem to fit', async () => {
  expect(
    await complaint(folder({ metrics: 'libvirt_domain_info_vstate{domain="a"} 1\n' })),
  ).toContain('virsh domstats');
});

it('Alibaba 2018: containers on machines with their use; samples of -1 and 101 are left out', async () => {
  const { hosts, vms, findings } = await readInventory(
    folder({
      'machine_meta.csv': 'm1,0,1,a,96,100,USING\nm2,0,1,a,96,50,USING\nm1,9,1,a,64,100,USING\n',
      'machine_usage.csv':
        'm1,0,40,50,,,0,0,1\nm1,10,60,101,,,0,0,1\nm1,20,-1,70,,,0,0,1\nm2,0,101,,,,0,0,-1\n',
      'container_meta.csv': 'c1,m1,0,app,started,400,800,1.5\nc1,m2,9,app,started,800,800,1.5\n',
    }),
  );
  expect(hosts.map((host) => [host.name, host.cores, host.memoryMib])).toEqual([
    ['m1', 64, 102400],
    ['m2', 96, 51200],
  ]);
  expect(hosts[0]).toMatchObject({ cpuUse: 0.5, memoryUse: 0.6 });
  expect(hosts[1]!.cpuUse).toBeUndefined();
  expect(vms.map((vm) => [vm.name, vm.host, vm.vcpus, vm.memoryMib])).toEqual([
    ['c1', 'm2', 8, 1536],
  ]);
  expect(findings.find((finding) => finding.kind === 'bad-number')!.count).toBe(4);
});

it('Alibaba 2017: servers from events, a later row of a container counts', async () => {
  const { hosts, vms } = await readInventory(
    folder({
      'server_event.csv': '0,1,add,,64,0.69,1\n5,1,softerror,agent,,,\n',
      'server_usage.csv': '0,1,25,50,10,1,1,1\n',
      'container_event.csv': '0,Create,7,1,4,0.0424,0.05,1|2|3|4\n',
    }),
  );
  expect(hosts[0]).toMatchObject({ name: '1', cores: 64, cpuUse: 0.25, memoryUse: 0.5 });
  expect(hosts[0]!.memoryMib).toBeCloseTo(69 * 1024, 6);
  expect(vms[0]!.memoryMib).toBeCloseTo(4.24 * 1024, 6);
});

it('the packing trace takes sizes from vmType and counts machines alive at the busiest day', async () => {
  const path = folder({
    'vm.csv':
      'vmId,tenantId,vmTypeId,priority,starttime,endtime\n1,t,9,0,-3.5,1\n2,t,9,1,0.5,\n3,t,8,1,2,\n',
    'vmType.csv':
      'id,vmTypeId,machineId,core,memory,hdd,ssd,nic\n0,9,0,0.25,0.125,0,0,0\n1,9,1,0.5,0.1,0,0,0\n2,8,0,0.5,0.5,0,0,0\n',
  });
  const { vms, findings } = await readInventory(path);
  expect(vms.map((vm) => [vm.vcpus, vm.memoryMib / 1024, vm.power])).toEqual([
    [50, 12.5, 'on'],
    [50, 12.5, 'on'],
    [50, 50, 'off'],
  ]);
  expect(kinds(findings)).toEqual(['lifetime', 'unit']);
  expect(
    await complaint(
      folder({ 'vm.csv': 'vmId,tenantId,vmTypeId,priority,starttime,endtime\n1,t,9,0,0,\n' }),
    ),
  ).toContain('vmType.csv');
});

it('a SQLite database is refused with the command that exports it', async () => {
  expect(
    await complaint(folder({ 'packing.sqlite': `SQLite format 3\0${'x'.repeat(90)}` })),
  ).toContain('sqlite3 -header -csv');
});

it('machines of a trace that never ran together are kept, the ones away powered off', async () => {
  const row = (id: string, from: number, to: number, cores: number) =>
    `${id},s,d,${from},${to},1,1,1,Unkown,${cores},4`;
  const { vms, findings } = await readInventory(
    folder({
      'vmtable.csv': [
        row('a', 0, 600, 4),
        row('b', 300, 900, 8),
        row('c', 900, 1200, 2),
        row('d', 300, 300, 1),
      ].join('\n'),
    }),
  );
  expect(vms.map((vm) => vm.power)).toEqual(['on', 'on', 'off', 'on']);
  expect(findings).toEqual([expect.objectContaining({ kind: 'lifetime', count: 1 })]);
});

it('OpenDC and Bitbrains give each machine its mean demand', async () => {
  const table = (columnData: { name: string; data: number[] | bigint[] }[]) =>
    new Uint8Array(parquetWriteBuffer({ columnData }));
  const opendc = await readInventory(
    folder({
      'tasks.parquet': table([
        { name: 'id', data: [1, 2] },
        { name: 'submission_time', data: [0n, 0n] },
        { name: 'cpu_count', data: [2, 4] },
        { name: 'mem_capacity', data: [4096n, 8192n] },
      ]),
      'fragments.parquet': table([
        { name: 'id', data: [1, 1] },
        { name: 'duration', data: [300n, 900n] },
        { name: 'cpu_usage', data: [400, 800] },
      ]),
    }),
  );
  expect(opendc.vms.map((vm) => vm.cpuDemandMhz)).toEqual([700, undefined]);
  const bitbrains = await readInventory(
    folder({
      '1.csv':
        'Timestamp [ms];\tCPU cores;\tCPU usage [MHZ];\tMemory capacity provisioned [KB]\n1;\t2;\t100;\t4194304\n2;\t2;\t50;\t0\n',
    }),
  );
  expect(bitbrains.vms[0]).toMatchObject({ name: '1', cpuDemandMhz: 75 });
});

it('an empty folder, a folder of other things and an unknown path end with one message', async () => {
  expect(await complaint(folder({}))).toContain('nothing to read');
  const other = folder({ 'a.md': 'x', 'b.csv': '' });
  expect(await complaint(other)).toContain('found a.md, b.csv');
  expect(await complaint(join(other, 'a.md'))).toContain(
    'found something else. "virtcost formats"',
  );
  expect(await complaint(join(other, 'b.csv'))).toContain('found an empty file.');
  expect(await complaint(join(root, 'nowhere'))).toContain('no such file');
});
