import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inventorySamples } from '../../../test/inventories.ts';
import { UserError } from '../../errors.ts';
import { inventoryReaders, readInventory } from './index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-inventory-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function complaint(path: string): Promise<string> {
  const error: unknown = await readInventory(path).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

const samples = inventorySamples;
const azureRow = samples.azure![1];

it.each(Object.entries(samples))('%s: two vCPUs and 4 GiB are read as such', async (id, sample) => {
  const path = file(...sample);
  const { vms } = await readInventory(path);
  expect(vms[0]).toMatchObject({ vcpus: 2, memoryMib: 4096, power: 'on' });
  const claims = inventoryReaders.filter((reader) => reader.sniff(sample[0], sample[1]));
  expect(claims.map((reader) => reader.id)).toEqual([id]);
  for (const vm of vms.slice(1)) expect(vm.power).toBe('off');
});

it('a folder joins a host list with a machine list and takes the cluster from the host', async () => {
  const site = join(folder, 'site');
  mkdirSync(site);
  writeFileSync(
    join(site, 'hosts.csv'),
    'name,cores,memory_mib,cluster,maintenance\nh1,16,65536,east,\nh2,16,65536,east,true\n',
  );
  writeFileSync(
    join(site, 'vms.csv.gz'),
    gzipSync('name,vcpus,memory_mib,host\na,2,4096,h1\na,2,4096,gone\n'),
  );
  writeFileSync(join(site, 'notes.md'), 'nothing to read');
  const { hosts, vms, findings } = await readInventory(site);
  expect(hosts.map((host) => [host.cores, host.state])).toEqual([
    [16, 'up'],
    [16, 'maintenance'],
  ]);
  expect(vms.map((vm) => vm.cluster)).toEqual(['east', 'east']);
  expect(findings.map((finding) => finding.kind).sort()).toEqual([
    'assumed',
    'duplicate-name',
    'host-away',
    'host-without-vms',
    'unknown-host',
    'unread-file',
  ]);
});

it('OpenStack hypervisors become hosts; disabled ones are no capacity', async () => {
  const { hosts } = await readInventory(
    file(
      'hypervisors.json',
      '[{"Hypervisor Hostname":"h","vCPUs":8,"Memory MB":1024,"status":"disabled"}]',
    ),
  );
  expect(hosts[0]).toMatchObject({ name: 'h', cores: 8, memoryMib: 1024, state: 'disabled' });
});

it('an open size bucket of Azure V2 counts as its lower end and is reported', async () => {
  const { vms, findings } = await readInventory(
    file('v2.csv', azureRow.replace(',2,4', ',>24,>64')),
  );
  expect(vms[0]).toMatchObject({ vcpus: 24, memoryMib: 65536 });
  expect(findings[0]!.kind).toBe('unit');
});

it('negative sizes count as 0 and are reported; words, cut files and bombs are refused by name', async () => {
  const negative = await readInventory(
    file('negative.csv', 'name,vcpus,memory_mib\n=cmd|x,-2,1\n'),
  );
  expect(negative.vms[0]).toMatchObject({ name: '=cmd|x', vcpus: 0 });
  expect(negative.findings[0]!.kind).toBe('bad-number');
  expect(await complaint(file('word.csv', 'name,vcpus,memory_mib\na,many,1\n'))).toMatch(
    /word\.csv:2: expected a number for vcpus, found "many"/,
  );
  expect(await complaint(file('column.csv', 'name,vcpus\na,1\n'))).toContain('"memory_mib"');
  expect(await complaint(file('quote.csv', 'name,vcpus,memory_mib\n"a,1,1\n'))).toContain(
    'delimited rows',
  );
  expect(
    await complaint(file('wide.csv', `name,vcpus,memory_mib\n${'x'.repeat(2 ** 21)},1,1\n`)),
  ).toContain('delimited rows');
  const bomb = gzipSync(Buffer.concat([Buffer.from("Domain: 'a'\n"), Buffer.alloc(300 * 2 ** 20)]));
  expect(await complaint(file('stats.gz', bomb))).toContain('at most 268435456 bytes');
  expect(await complaint(file('cut.csv.gz', gzipSync(azureRow).subarray(0, 40)))).toMatch(
    /cut\.csv\.gz/,
  );
  expect(await complaint(file('servers.json', '{"servers":[{"flavor":{"id":"1"}}]}'))).toContain(
    'openstack flavor list',
  );
  expect(
    await complaint(file('odd.xml', '<domain><memory unit="cat">1</memory></domain>')),
  ).toContain('a name');
  expect(await complaint(file('x.txt', 'hello'))).toContain('an inventory');
});

it('a hundred thousand rows stream', async () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `vm${i},2,4096`);
  const { vms } = await readInventory(
    file('many.csv', `name,vcpus,memory_mib\n${rows.join('\n')}`),
  );
  expect(vms).toHaveLength(100_000);
});

const traces = fileURLToPath(new URL('../../../../shared/data/traces/', import.meta.url));
it.skipIf(!existsSync(traces))(
  'the three generations of OpenDC tables give the same fifty machines and the counted pods',
  async () => {
    const total = async (path: string) => {
      const { vms } = await readInventory(join(traces, path));
      const sum = (key: 'vcpus' | 'memoryMib') => vms.reduce((all, vm) => all + vm[key], 0);
      return [vms.length, Math.round(sum('vcpus')), Math.round(sum('memoryMib'))];
    };
    expect(await total('bitbrains/opendc-v1-schema/trace/meta.parquet')).toEqual([50, 194, 597709]);
    expect(await total('bitbrains/opendc-current-schema/tasks.parquet')).toEqual([50, 194, 597709]);
    expect(await total('opendc-schemas/trace-v2.0/tasks.parquet')).toEqual(
      await total('opendc-schemas/trace-v2.1/tasks.parquet'),
    );
    expect(await total('surf/surf_week-tasks.parquet')).toEqual([6295, 100720, 629500000]);
    expect((await total('alibaba-openb-2023/openb_pod_list_default.csv')).slice(0, 2)).toEqual([
      8152, 85436,
    ]);
  },
);
