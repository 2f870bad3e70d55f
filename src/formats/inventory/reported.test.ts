import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { type Tabs, workbookBytes } from '../../../test/inventories.ts';
import { running } from '../../inventory/inventory.ts';
import { answerPlan } from '../../plan/answer.ts';
import { withHosts } from '../../plan/given-hosts.ts';
import { verdictOf } from '../../plan/outlook/plan-verdict.ts';
import { packingReports } from '../../plan/placement/report.ts';
import type { Plan } from '../../plan/plan.ts';
import { planSettings } from '../../plan/settings.ts';
import { answerStorage } from '../../plan/storage/answer.ts';
import { bothWays } from '../../plan/unknown-states.ts';
import { readInventory } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'virtcost-reported-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

const shared = fileURLToPath(new URL('../../../../shared/data/failing-inputs/', import.meta.url));
const reported = (name: string) => join(shared, name);

function save(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(root, `${count++}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const [only, ...others] = Object.keys(files);
  return others.length > 0 ? folder : join(folder, only!);
}

const workbook = (tabs: Tabs) => save({ 'export.xlsx': workbookBytes(tabs) });

async function answer(path: string, hosts?: string, settings: object = {}) {
  const inventory = withHosts(await readInventory(path), hosts);
  const plan: Plan = { name: 'today', inventory, settings: planSettings.parse(settings) };
  const today = answerPlan(plan);
  const said = inventory.findings.map(({ message }) => message).join('\n');
  const kinds = inventory.findings.map(({ kind }) => kind);
  const found = verdictOf(plan, today, bothWays(plan));
  const verdict = { ...found, sentence: String(found.sentence) };
  return { plan, inventory, today, said, kinds, verdict, on: running(inventory.vms).length };
}

const HOSTS = '2:16:2600:128';
const powerList = (words: readonly string[]) =>
  save({
    'vms.csv': `name,vcpus,memory_gib,power\n${words.map((word, i) => `vm${i},4,8,${word}`).join('\n')}\n`,
  });

describe('titles of plain lists', () => {
  it.each(['runtime.powerState', 'vm_status', 'Running', 'Is Running', 'Instance state'])(
    'a column "%s" says who runs',
    async (title) => {
      const csv = `name;vcpu;memory_mb;${title}\nvm1;4;8192;off\nvm2;2;4096;on\n`;
      const { on, inventory } = await answer(save({ 'vms.csv': csv }), HOSTS);
      expect(on).toBe(1);
      expect(inventory.vms.map(({ vcpus }) => vcpus)).toEqual([4, 2]);
    },
  );
});

const info = [
  'VM',
  'Powerstate',
  'Template',
  'CPUs',
  'Memory',
  'Host',
  'Cluster',
  'Datacenter',
  'VM ID',
  'VI SDK Server',
];
const host = [
  'Host',
  'Datacenter',
  'Cluster',
  '# CPU',
  '# Cores',
  'Speed',
  '# Memory',
  'VI SDK Server',
];
type Cells = readonly (string | number)[];
const rvtools = (vms: readonly Cells[], hosts: readonly Cells[], more: Tabs = {}): Tabs => ({
  vInfo: [info, ...vms],
  vHost: [host, ...hosts],
  ...more,
});
const vm = (
  name: string,
  at: string,
  { cluster = 'C1', dc = 'DC1', id = name, vc = 'vc1', gib = 8 } = {},
) => [name, 'poweredOn', 'False', 4, gib * 1024, at, cluster, dc, id, vc] as const;
const esx = (name: string, { cluster = 'C1', dc = 'DC1', vc = 'vc1', gib = 128 } = {}) =>
  [name, dc, cluster, 2, 16, 2600, gib * 1024, vc] as const;

describe.runIf(existsSync(shared))('inputs that went wrong', () => {
  it('power states are told in the words of every tool, and under any title', async () => {
    expect((await answer(reported('csv-power-words.csv'), HOSTS)).on).toBe(1);
    expect((await answer(reported('csv-power-title.csv'), HOSTS)).on).toBe(1);
  });

  it('a host that is down is no capacity', async () => {
    const { today, said, verdict } = await answer(reported('os-down'));
    expect(today.clusters).toMatchObject([{ hosts: 1, vms: 2, placed: 1, fits: false }]);
    expect(said).toContain('hosts that are down, no capacity: host2');
    expect(verdict).toMatchObject({ verdict: 'does not fit', exitCode: 3 });
  });

  it('an empty row takes nothing and changes no verdict', async () => {
    const { today, verdict, said } = await answer(reported('rv-empty-vm.xlsx'));
    expect(today.fits).toBe(true);
    expect(verdict.exitCode).toBe(0);
    expect(JSON.stringify(today)).not.toMatch(/Infinity|1\.797/);
    expect(said).toContain('without vCPUs or memory');
  });

  it('addresses have no short name', async () => {
    const { plan, kinds, said } = await answer(reported('rv-ip-hosts.xlsx'));
    expect(kinds).toContain('unknown-host');
    expect(said).toContain('hosts without machines: 10.0.0.3');
    expect(kinds).not.toContain('renamed-host');
    const [report] = packingReports(plan);
    expect(report!.basis).toBe('packed');
  });

  it('without a Cluster column the cluster is that of the host', async () => {
    const { today } = await answer(reported('rv-no-cluster-column.xlsx'));
    expect(today.clusters).toMatchObject([{ cluster: 'C1', vms: 3, placed: 3 }]);
  });

  it('a machine without a name is counted', async () => {
    const { inventory, said } = await answer(reported('rv-nameless-vm'));
    const sum = (pick: 'vcpus' | 'memoryMib') =>
      inventory.vms.reduce((all, one) => all + one[pick], 0);
    expect([inventory.vms.length, sum('vcpus'), sum('memoryMib') / 1024]).toEqual([2, 20, 72]);
    expect(said).toContain('without a name');
  });

  it('disks belong to the machine of their ID', async () => {
    const { inventory } = await answer(reported('rv-same-name-disks.xlsx'));
    expect(
      inventory.vms.map(({ disks }) =>
        disks?.map(({ datastore, capacityMib }) => [datastore, capacityMib]),
      ),
    ).toEqual([[['dsA', 102_400]], [['dsB', 204_800]]]);
  });

  it('a scrape is told whatever exporter stands first, and the vCPUs of now count', async () => {
    expect((await answer(reported('prom-go-first.txt'), HOSTS)).inventory.vms).toMatchObject([
      { name: 'vm1', vcpus: 4, memoryMib: 8192 },
    ]);
    const { today, said } = await answer(reported('prom-vcpu-maximum.txt'), HOSTS);
    expect(today.clusters[0]!.load.cpu).toBeCloseTo(2 / 128, 9);
    expect(said).toContain('2 now count, 16 at most');
  });

  it('columns named as a database names them', async () => {
    const { inventory } = await answer(reported('rv-db-column-names.xlsx'));
    const sum = (pick: 'vcpus' | 'memoryMib') =>
      inventory.vms.reduce((all, one) => all + one[pick], 0);
    expect([inventory.vms.length, sum('vcpus'), sum('memoryMib'), inventory.hosts.length]).toEqual([
      3, 14, 28_672, 2,
    ]);
  });

  it('a grouped cell among numbers is thousands, and said', async () => {
    const { inventory, today, said } = await answer(reported('rv-grouped-cell.xlsx'));
    expect(inventory.vms[0]!.memoryMib).toBe(65_536);
    expect(today.clusters[0]!.load.memory).toBeCloseTo(0.33, 2);
    expect(said).toContain('"65.536" is read as 65536');
  });

  it('clusters of one name in two datacenters are two', async () => {
    const { today } = await answer(reported('rv-same-cluster-two-datacenters.xlsx'));
    expect(
      today.clusters.map(({ cluster, hosts, vms, placed }) => [cluster, hosts, vms, placed]),
    ).toEqual([
      ['DC1/C1', 2, 5, 4],
      ['DC2/C1', 2, 1, 1],
    ]);
  });

  it('threads are no cores, and a flavor has more than one disk', async () => {
    const { inventory, today } = await answer(reported('os-threads'));
    expect(inventory.hosts[0]).toMatchObject({ cores: 40, sockets: 2 });
    expect(today.clusters[0]!.load.cpu).toBeCloseTo(0.05, 9);
    expect(inventory.vms[0]!.provisionedMib).toBe(180 * 1024);
  });

  it('vCPUs plugged in now, with the most a domain may have said', async () => {
    const { today, said } = await answer(reported('vcpu-current-xml'), undefined, { cpuRatio: 1 });
    expect(today.fits).toBe(true);
    expect(said).toContain('2 now count, 16 at most');
  });
});

describe('power states', () => {
  it.each([
    'Powered Off',
    'SHUTOFF',
    'halted',
    'Stopped (deallocated)',
    'VM deallocated',
    'PowerState/stopped',
    'down',
    'SHELVED_OFFLOADED',
    'terminated',
    'crashed',
    'No',
    'image_locked',
  ])('%s takes nothing', async (word) => {
    expect((await answer(powerList(['running', word]), HOSTS)).on).toBe(1);
  });
  it.each(['poweredOn', 'ACTIVE', 'VM running', 'up', 'in shutdown', 'idle', 'MIGRATING', 'yes'])(
    '%s takes vCPUs and memory',
    async (word) => {
      const { today } = await answer(powerList([word]), HOSTS);
      expect(today.clusters[0]!.load.cpu).toBeCloseTo(4 / 128, 9);
    },
  );
  it.each(['paused', 'Suspended', 'pmsuspended', 'Saved'])(
    '%s keeps memory alone',
    async (word) => {
      const { today, verdict } = await answer(powerList([word]), HOSTS);
      expect(today.clusters[0]!.load.cpu).toBe(0);
      expect(today.clusters[0]!.load.memory).toBeGreaterThan(8 / 256);
      expect(verdict.sentence).toContain('1 suspended');
    },
  );
  it('a word no table has is said, and the verdict is unknown where it hangs on it', async () => {
    const near = await answer(powerList(['running', 'bereit']), '1:16:2600:12');
    expect(near.said).toContain('"bereit"');
    expect(near.verdict).toMatchObject({ verdict: 'unknown', exitCode: 4 });
    const far = await answer(powerList(['running', 'bereit']), HOSTS);
    expect(far.verdict).toMatchObject({ verdict: 'fits', exitCode: 0 });
    expect(far.verdict.sentence).toContain('1 machine whose power state is not known');
  });
  it('a template is none of the machines', async () => {
    const path = save({
      'vms.csv': 'name,vcpus,memory_gib,status,template\na,4,8,up,no\nt,4,8,up,yes\n',
    });
    expect((await answer(path, HOSTS)).on).toBe(1);
  });
});

describe('rows and documents', () => {
  it('a row without anything is counted and has no state to wonder about', async () => {
    const path = save({ 'vms.csv': 'name,vcpus,memory_mib,power\na,4,"8,192",on\n,,,\n' });
    const { inventory, kinds, said } = await answer(path, HOSTS);
    expect(inventory.vms.map(({ memoryMib }) => memoryMib)).toEqual([8192]);
    expect(kinds).not.toContain('unknown-state');
    expect(said).toContain('rows of machines without name and size, left out');
  });
  it('domains one after another in one file are as many machines', async () => {
    const xml = (name: string) =>
      `<domain type='kvm'>\n<name>${name}</name><memory>1048576</memory><vcpu current='1'>2</vcpu>\n</domain>\n\n`;
    const { vms } = await readInventory(save({ 'all.xml': xml('a') + xml('b') }));
    expect(vms.map(({ name, vcpus, maxVcpus }) => [name, vcpus, maxVcpus])).toEqual([
      ['a', 1, 2],
      ['b', 1, 2],
    ]);
  });
});

describe('names and their places', () => {
  it('a cluster is one within its vCenter, and one name in one place stays as it is', async () => {
    const { today } = await answer(
      workbook(
        rvtools(
          [vm('a', 'h1'), vm('b', 'h1', { vc: 'vc2', gib: 100 }), vm('c', 'h9', { cluster: 'C2' })],
          [esx('h1'), esx('h1', { vc: 'vc2', gib: 64 }), esx('h9', { cluster: 'C2' })],
        ),
      ),
    );
    expect(today.clusters.map(({ cluster, placed }) => [cluster, placed])).toEqual([
      ['vc1/C1', 1],
      ['vc2/C1', 0],
      ['C2', 1],
    ]);
  });
  it('a short name two whole names share is neither host', async () => {
    const { said, inventory } = await answer(
      workbook(
        rvtools(
          [vm('a', 'esx1'), vm('b', 'esx2')],
          [esx('esx1.a.test'), esx('esx1.b.test'), esx('ESX2.a.test')],
        ),
      ),
    );
    expect(said).toMatch(/no host list names.*: esx1$/m);
    expect(inventory.vms.map((one) => one.host)).toEqual(['esx1', 'ESX2.a.test']);
  });
  it('hosts of other domains are other hosts', async () => {
    const { kinds } = await answer(
      workbook(rvtools([vm('a', 'esx1.dr.test')], [esx('esx1.prod.test')])),
    );
    expect(kinds).toContain('unknown-host');
  });
  it('a row that lists a machine again is that machine', async () => {
    const { inventory, said } = await answer(
      workbook(rvtools([vm('a', 'h'), vm('a', 'h'), vm('a', 'h', { id: 'vm-2' })], [esx('h')])),
    );
    expect(inventory.vms).toHaveLength(2);
    expect(said).toContain('list a machine again');
  });
  it('disks by name alone are left out where several machines have it', async () => {
    const disks: Tabs = {
      vDisk: [
        ['VM', 'Capacity MiB', 'Path'],
        ['a', 10, '[s] a/a.vmdk'],
        ['b', 20, '[s] b/b.vmdk'],
      ],
    };
    const { inventory, said } = await answer(
      workbook(
        rvtools(
          [vm('a', 'h', { id: 'vm-1' }), vm('a', 'h', { id: 'vm-2' }), vm('b', 'h')],
          [esx('h')],
          disks,
        ),
      ),
    );
    expect(inventory.vms.map((one) => one.disks?.length)).toEqual([undefined, undefined, 1]);
    expect(said).toContain('no ID tells them apart');
  });
});

describe('RVTools as its switches write it', () => {
  const tabs = rvtools([vm('a', 'h1'), vm('b', 'h1')], [esx('h1'), esx('h2')]);
  const text = (rows: Tabs[string], mark: string) => rows.map((row) => row.join(mark)).join('\r\n');
  const same = async (path: string) => {
    const { hosts, vms } = await readInventory(path);
    expect([hosts.map(({ name }) => name), vms.map(({ name, vcpus }) => [name, vcpus])]).toEqual([
      ['h1', 'h2'],
      [
        ['a', 4],
        ['b', 4],
      ],
    ]);
  };
  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
  ])('tab files between %ss, under any name', async (_, mark) => {
    await same(
      save({
        'RVTools_tabvInfo.csv': text(tabs.vInfo!, mark),
        'RVTools_tabvHost.csv': text(tabs.vHost!, mark),
      }),
    );
    await same(
      save({ 'machines.txt': text(tabs.vInfo!, mark), 'hosts.txt': text(tabs.vHost!, mark) }),
    );
  });
  it('with a line that names the mark, in a zip file, and as workbook of any name', async () => {
    const csv = (rows: Tabs[string]) => strToU8(`sep=;\r\n${text(rows, ';')}`);
    await same(
      save({
        'fleet.zip': zipSync({
          'x/RVTools_tabvInfo.csv': csv(tabs.vInfo!),
          'x/RVTools_tabvHost.csv': csv(tabs.vHost!),
          'x/notes.pdf': new Uint8Array(9),
        }),
      }),
    );
    await same(save({ 'export.bin': workbookBytes(tabs) }));
    await same(save({ 'fleet.zip': zipSync({ 'RVTools.xlsx': workbookBytes(tabs) }) }));
    await same(workbook({ RVTools_tabvInfo: tabs.vInfo!, RVTools_tabvHost: tabs.vHost! }));
  });
  it('parts, prefixes and cases of their own', async () => {
    const parts = unzipSync(workbookBytes(tabs));
    const renamed: Record<string, Uint8Array> = {
      '_rels/.rels': strToU8(
        '<p:Relationships xmlns:p="x"><p:Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/Book7.xml"/></p:Relationships>',
      ),
      'xl/Book7.xml': strToU8(
        '<w:workbook xmlns:w="w" xmlns:rel="rel"><w:sheets><w:sheet name="vInfo" sheetId="1" rel:id="q1"/><w:sheet name="vHost" sheetId="2" rel:id="q2"/></w:sheets></w:workbook>',
      ),
      'xl/_rels/Book7.xml.rels': strToU8(
        '<Relationships><Relationship Id="q1" Type="t/worksheet" Target="Worksheets/One.xml"/><Relationship Id="q2" Type="t/worksheet" Target="/xl/two.xml"/></Relationships>',
      ),
      'xl/worksheets/one.xml': parts['xl/worksheets/sheet0.xml']!,
      'xl/two.xml': parts['xl/worksheets/sheet1.xml']!,
    };
    await same(save({ 'a.xlsx': zipSync(renamed) }));
  });
  it('without Speed the clock is that of the model or assumed, and named', async () => {
    const without = (model: string): Tabs => ({
      ...tabs,
      vHost: [
        ['Host', 'Cluster', 'CPU Model', '# CPU', '# Cores', '# Memory'],
        ['h1', 'C1', model, 2, 16, 131_072],
      ],
    });
    const named = await answer(workbook(without('Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz')));
    expect([named.inventory.hosts[0]!.mhzPerCore, named.kinds]).toEqual([
      2400,
      expect.not.arrayContaining(['assumed']),
    ]);
    const assumed = await answer(workbook(without('AMD EPYC 9654')));
    expect(assumed.said).toContain('2500 MHz a core assumed');
  });
  it('vInfo alone asks for hosts', async () => {
    const path = workbook({ vInfo: tabs.vInfo! });
    await expect(answer(path)).rejects.toThrow('--hosts');
    expect((await answer(path, HOSTS)).today.fits).toBe(true);
  });
  it('every column and tab that is passed over is counted', async () => {
    const { inventory } = await answer(
      workbook({
        ...tabs,
        vInfo: tabs.vInfo!.map((row, i) => [...row, i === 0 ? 'Folder' : 'x']),
        vTools: [['VM'], ['a']],
      }),
    );
    expect(inventory.findings).toContainEqual({
      kind: 'not-read',
      message: 'tabs that are not used: vTools',
      count: 1,
    });
    expect(inventory.findings).toContainEqual({
      kind: 'not-read',
      message: 'columns of tab vInfo that are not used: Folder',
      count: 1,
    });
  });
});

describe('hosts that carry nothing', () => {
  it.each([
    ['"State": "up", "Status": "disabled"', 'disabled'],
    ['"State": "down", "Status": "enabled"', 'down'],
    ['"State": "up", "Status": "enabled"', 'up'],
    ['"State": "strange"', 'unknown'],
  ])('a hypervisor of %s is %s', async (states, state) => {
    const path = save({
      'h.json': `[{"Hypervisor Hostname":"h","vCPUs":8,"Memory MB":1024,${states}}]`,
    });
    expect((await readInventory(path)).hosts[0]!.state).toBe(state);
  });
  it('in a plain list too, and an unknown word is answered both ways', async () => {
    const path = (word: string) =>
      save({
        'hosts.csv': `name,cores,memory_gib,state\nh1,16,16,up\nh2,16,16,${word}\n`,
        'vms.csv': 'name,vcpus,memory_gib\na,1,10\nb,1,10\n',
      });
    expect((await answer(path('disconnected'))).today.clusters[0]!.hosts).toBe(1);
    expect((await answer(path('not responding'))).verdict.exitCode).toBe(3);
    expect((await answer(path('odd'))).verdict).toMatchObject({ verdict: 'unknown', exitCode: 4 });
    expect((await answer(path('connected'))).verdict.exitCode).toBe(0);
  });
});

it('datastores hold what the machines of their own IDs wrote', async () => {
  const { plan } = await answer(
    workbook(
      rvtools(
        [vm('a', 'h', { id: 'vm-1' }), vm('a', 'h2', { id: 'vm-1', vc: 'vc2' })],
        [esx('h'), esx('h2', { vc: 'vc2' })],
        {
          vDisk: [
            ['VM', 'VM ID', 'VI SDK Server', 'Capacity MiB', 'Path'],
            ['a', 'vm-1', 'vc1', 1024, '[one] a/a.vmdk'],
            ['a', 'vm-1', 'vc2', 2048, '[two] a/a.vmdk'],
          ],
          vDatastore: [
            ['Name', 'Capacity MiB', 'Provisioned MiB', 'In Use MiB'],
            ['one', 4096, 1024, 0],
            ['two', 4096, 2048, 0],
          ],
        },
      ),
    ),
  );
  const pools = answerStorage(plan);
  expect(pools.map(({ pool, provisionedGib }) => [pool, provisionedGib])).toEqual([
    ['one', 1],
    ['two', 2],
  ]);
});
