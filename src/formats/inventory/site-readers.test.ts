import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Files, fleet, forms, workbooks } from '../../../test/fleets.ts';
import { workbookBytes } from '../../../test/inventories.ts';
import { UserError } from '../../errors.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { readInventory } from './index.ts';

let root: string;
let count = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'virtcost-sites-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folder(files: Files): string {
  const path = join(root, `${count++}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}
const read = (content: string | Uint8Array) => readInventory(join(folder({ f: content }), 'f'));
const readAll = (files: Files) => readInventory(folder(files));
const refusal = (path: Promise<Inventory>): Promise<string> =>
  path.then(
    () => 'accepted',
    (error: unknown) => (error instanceof UserError ? error.message : `crash: ${error}`),
  );
const json = (document: unknown) => JSON.stringify(document);
const said = ({ findings }: Inventory, words: RegExp) =>
  findings.find(({ message }) => words.test(message));
const files = (form: string) => forms[form]!.files(fleet);
const GIB = 2 ** 30;

describe('Proxmox', () => {
  const node = {
    id: 'node/a',
    node: 'a',
    type: 'node',
    status: 'online',
    maxcpu: 32,
    mem: 8 * GIB,
    maxmem: 64 * GIB,
  };
  const guest = {
    id: 'qemu/1',
    vmid: 1,
    name: 'x',
    node: 'a',
    type: 'qemu',
    status: 'running',
    maxcpu: 2,
    maxmem: 4 * GIB,
  };

  it('is the same with and without the wrapping of the API', async () => {
    const [plain, wrapped] = [
      await read(json([node, guest])),
      await read(json({ data: [node, guest] })),
    ];
    expect(wrapped.vms).toEqual(plain.vms);
    expect(wrapped.hosts).toEqual(plain.hosts);
    expect(plain.hosts[0]).toMatchObject({ name: 'a', memoryUse: 0.125, memoryMib: 65_536 });
  });

  it('counts CPUs of nodes in threads: two a core are assumed and said, unless a status says', async () => {
    const alone = await read(json([node, guest]));
    expect(alone.hosts[0]!.cores).toBe(16);
    expect(said(alone, /threads: 2 threads a core are assumed/)?.kind).toBe('assumed');
    const status = {
      cpuinfo: { cores: 20, cpus: 32, sockets: 2, mhz: '2100.5' },
      loadavg: [],
      rootfs: {},
      memory: { total: 64 * GIB },
    };
    const told = await readAll({ z: json(status), a: json([node, guest]) });
    expect(told.hosts[0]).toMatchObject({ cores: 20, sockets: 2, mhzPerCore: 2100.5 });
    expect(said(told, /threads a core/)).toBeUndefined();
  });

  it('of a node list and a resource list in one folder has each node once', async () => {
    const { hosts } = await readAll({
      n: json([{ ...node, ssl_fingerprint: '00' }]),
      r: json([node, guest]),
    });
    expect(hosts).toHaveLength(1);
  });

  it('keeps offline nodes as no capacity, and their guests as machines of an unknown state', async () => {
    const offline = { id: 'node/b', node: 'b', type: 'node', status: 'offline' };
    const inventory = await read(json([node, offline, { ...guest, node: 'b', status: 'unknown' }]));
    expect(inventory.hosts[1]).toMatchObject({ name: 'b', state: 'down', cores: 0 });
    expect(inventory.vms[0]!.power).toBe('unknown');
    expect(said(inventory, /power state no table knows/)?.count).toBe(1);
  });

  it('tells templates and containers, and counts shared storage once', async () => {
    const store = (at: string, shared: number) => ({
      id: `storage/${at}/s`,
      node: at,
      storage: 's',
      type: 'storage',
      shared,
      maxdisk: 2 ** 40,
      disk: 2 ** 39,
    });
    const inventory = await read(
      json([
        ...[
          node,
          guest,
          { ...guest, vmid: 2, template: 1, status: 'stopped' },
          { ...guest, vmid: 3, type: 'lxc', disk: GIB },
        ],
        ...[
          store('a', 1),
          store('b', 1),
          { ...store('a', 0), storage: 'l' },
          { id: 'sdn/a/z', type: 'sdn' },
        ],
      ]),
    );
    expect(inventory.vms.map(({ template }) => template)).toEqual([false, true, false]);
    expect(inventory.datastores?.map(({ name, inUseMib }) => [name, inUseMib])).toEqual([
      ['s', 2 ** 19],
      ['l (a)', 2 ** 19],
    ]);
    expect(said(inventory, /containers \(lxc\)/)?.count).toBe(1);
    expect(said(inventory, /type "sdn"/)?.count).toBe(1);
  });

  it('reads the guests of one node, which have no type', async () => {
    const { vms } = await read(
      json([{ vmid: 7, name: 'x', status: 'running', cpus: 3, maxmem: GIB, maxdisk: GIB }]),
    );
    expect(vms[0]).toMatchObject({ id: '7', vcpus: 3, memoryMib: 1024, power: 'on' });
  });
});

describe('Hyper-V', () => {
  const vm = {
    Name: 'a',
    VMId: '1',
    State: 2,
    ProcessorCount: 2,
    MemoryAssigned: 3 * GIB,
    MemoryStartup: GIB,
    MemoryMaximum: 2 ** 40,
    DynamicMemoryEnabled: true,
    ComputerName: 'h',
  };

  it('reads one machine, which PowerShell writes without a list, and a list in any encoding of it', async () => {
    const alone = await read(json(vm));
    expect(alone.vms[0]).toMatchObject({
      name: 'a',
      host: 'h',
      vcpus: 2,
      memoryMib: 3072,
      power: 'on',
    });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(json([vm]), 'utf16le')]);
    expect((await read(utf16)).vms).toEqual(alone.vms);
  });

  it('takes the larger of what a dynamic machine starts with and has, and says so', async () => {
    const inventory = await read(
      json([vm, { ...vm, VMId: '2', Name: 'b', State: 3, MemoryAssigned: 0 }]),
    );
    expect(inventory.vms.map(({ memoryMib, power }) => [memoryMib, power])).toEqual([
      [3072, 'on'],
      [1024, 'off'],
    ]);
    expect(said(inventory, /dynamic memory/)?.count).toBe(2);
  });

  it.each([
    [2, 'on'],
    [3, 'off'],
    [6, 'suspended'],
    [9, 'suspended'],
    ['Saved', 'suspended'],
    ['Off', 'off'],
    ['RunningCritical', 'unknown'],
  ])('reads state %s as %s', async (State, power) => {
    expect((await read(json({ ...vm, State }))).vms[0]!.power).toBe(power);
  });

  it('refuses machines without sizes and says how to select them', async () => {
    expect(await refusal(read(json([vm, { Name: 'b', State: 2, ProcessorCount: 1 }])))).toMatch(
      /MemoryStartup.*Select them: Get-VM/,
    );
  });
});

describe('oVirt', () => {
  it('names hosts and clusters whichever file comes first', async () => {
    const of = files('oVirt');
    for (const names of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['b', 'c', 'a'],
    ]) {
      const renamed = Object.fromEntries(
        Object.values(of).map((content, i) => [names[i]!, content]),
      );
      const { hosts, vms } = await readAll(renamed);
      expect(new Set(hosts.map(({ cluster }) => cluster))).toEqual(new Set(['Alpha']));
      expect(vms.find(({ name }) => name === 'db-01')).toMatchObject({
        host: 'node-b',
        cluster: 'Alpha',
      });
    }
  });

  it('multiplies topologies that are text, and keeps what is guaranteed', async () => {
    const vm = {
      name: 'a',
      status: 'paused',
      memory: '4294967296',
      memory_policy: { guaranteed: '1073741824' },
      cpu: { topology: { sockets: '2', cores: '3', threads: '2' } },
    };
    const { vms } = await read(json({ vm: [vm] }));
    expect(vms[0]).toMatchObject({ vcpus: 12, memoryReservationMib: 1024, power: 'suspended' });
  });

  it('takes a host that is not up without sizes, and refuses one that is', async () => {
    const host = { name: 'a', status: 'non_responsive', address: 'a' };
    expect((await read(json({ host: [host] }))).hosts[0]!.state).toBe('down');
    expect(await refusal(read(json({ host: [{ ...host, status: 'up' }] })))).toMatch(
      /memory and cpu\.topology of each host/,
    );
    expect(await refusal(read(json({ vm: [{ name: 'a', status: 'up' }] })))).toMatch(
      /memory and cpu\.topology of each machine/,
    );
  });
});

describe('XCP-ng and XenServer', () => {
  const block = (fields: Record<string, string | number>, flags = ' RO') =>
    `${Object.entries(fields)
      .map(([key, value]) => `${key.padStart(20)} (${flags}): ${value}`)
      .join('\n')}\n\n\n`;
  const vm = {
    uuid: '1',
    'name-label': 'a',
    'power-state': 'running',
    'VCPUs-max': 8,
    'VCPUs-number': 2,
    'memory-static-max': 4 * GIB,
    'resident-on': 'h',
  };

  it('counts the vCPUs there are, and the most where a machine is halted', async () => {
    const inventory = await read(
      block(vm) +
        block(
          {
            ...vm,
            uuid: '2',
            'name-label': 'b',
            'power-state': 'halted',
            'VCPUs-number': 0,
            'resident-on': '<not in database>',
          },
          'SRO',
        ),
    );
    expect(
      inventory.vms.map(({ vcpus, maxVcpus, host, power }) => [vcpus, maxVcpus, host, power]),
    ).toEqual([
      [2, 8, 'h', 'on'],
      [8, undefined, '', 'off'],
    ]);
  });

  it('leaves out control domains and snapshots, tells templates, and says what it left', async () => {
    const inventory = await read(
      block(vm) +
        block({ ...vm, uuid: '2', 'name-label': 'Control domain on host: h' }) +
        block({ ...vm, uuid: '3', 'is-a-snapshot': 'true' }) +
        block({ ...vm, uuid: '4', 'is-a-template': 'true', 'power-state': 'halted' }) +
        block({ ...vm, uuid: '5', 'is-control-domain': 'true' }),
    );
    expect(inventory.vms.map(({ template }) => template)).toEqual([false, true]);
    expect(said(inventory, /control domains/)?.count).toBe(2);
    expect(said(inventory, /snapshots/)?.count).toBe(1);
  });

  it('reads on past a description of several lines with blank ones', async () => {
    const text = block(vm)
      .replace('power-state', 'power-state')
      .replace(/(name-label.*\n)/, '$1    name-description ( RW): first\n\nsecond: line\n\n');
    const { vms } = await read(text + block({ ...vm, uuid: '2', 'name-label': 'b' }));
    expect(vms.map(({ name, vcpus }) => [name, vcpus])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
  });

  it('refuses what xe prints unasked, and says which fields to ask for', async () => {
    expect(
      await refusal(read(block({ uuid: '1', 'name-label': 'a', 'power-state': 'running' }))),
    ).toMatch(/VCPUs-max and memory-static-max.*xe vm-list params=/);
  });

  it('says when the vCPUs of a halted machine are not in the file', async () => {
    const { 'VCPUs-max': _, ...without } = vm;
    const inventory = await read(block({ ...without, 'power-state': 'halted', 'VCPUs-number': 0 }));
    expect(said(inventory, /no VCPUs-max/)?.count).toBe(1);
  });
});

describe('Forklift', () => {
  it('refuses names alone and says how to ask for details', async () => {
    expect(
      await refusal(
        read(json([{ id: 'vm-1', name: 'a', selfLink: 'providers/vsphere/x/vms/vm-1' }])),
      ),
    ).toMatch(/cpuCount and memoryMB.*detail=4/);
  });

  it('takes hosts as ids or objects, and counts concerns', async () => {
    const vm = {
      id: 'vm-1',
      name: 'a',
      path: '/DC/vm/f/a',
      selfLink: '',
      policyVersion: 1,
      powerState: 'suspended',
      cpuCount: 2,
      memoryMB: 4096,
      isTemplate: false,
      concerns: [{ label: 'USB', category: 'Critical' }],
    };
    const inventory = await read(
      json([
        { ...vm, host: { kind: 'Host', id: 'host-7' } },
        { ...vm, id: 'vm-2', name: 'b', host: 'host-7' },
      ]),
    );
    expect(inventory.vms.map(({ host, datacenter, power }) => [host, datacenter, power])).toEqual([
      ['host-7', 'DC', 'suspended'],
      ['host-7', 'DC', 'suspended'],
    ]);
    expect(said(inventory, /Critical: USB/)?.count).toBe(2);
  });
});

describe('KubeVirt', () => {
  const domain = (more: object) => ({ spec: { template: { spec: { domain: more } } } });
  const vm = (name: string, more: object, status = 'Running') => ({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name, namespace: 'n' },
    ...domain({}),
    ...more,
    status: { printableStatus: status },
  });
  const list = (...items: object[]) => json({ apiVersion: 'v1', kind: 'List', items });

  it.each([
    [
      'its topology',
      { cpu: { sockets: 2, cores: 3, threads: 2 }, memory: { guest: '4Gi' } },
      12,
      4096,
    ],
    ['its limit of CPU', { resources: { limits: { cpu: '3500m', memory: '1Gi' } } }, 4, 1024],
    [
      'its request',
      { resources: { requests: { cpu: '200m', memory: '1000M' } } },
      1,
      1e9 / 2 ** 20,
    ],
    [
      'guest memory before the request',
      { cpu: { cores: 2 }, memory: { guest: '2Gi' }, resources: { requests: { memory: '1Gi' } } },
      2,
      2048,
    ],
  ])('sizes a machine by %s', async (_, spec, vcpus, memoryMib) => {
    const { vms } = await read(list(vm('a', domain(spec))));
    expect(vms[0]!.vcpus).toBe(vcpus);
    expect(vms[0]!.memoryMib).toBeCloseTo(memoryMib, 6);
  });

  const vmi = {
    ...{
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachineInstance',
      metadata: { name: 'a', namespace: 'n' },
    },
    spec: { domain: { cpu: { cores: 1, sockets: 2 }, memory: { guest: '4Gi' } } },
    status: {
      phase: 'Running',
      nodeName: 'w1',
      currentCPUTopology: { cores: 1, sockets: 4, threads: 1 },
      memory: { guestCurrent: '8Gi' },
    },
  };

  it('takes what an instance has before what its machine asks for, in one file or several', async () => {
    const asked = vm('a', domain({ cpu: { cores: 2 }, memory: { guest: '4Gi' } }));
    for (const inventory of [
      await read(list(asked, vmi)),
      await read(list(vmi, asked)),
      await readAll({ a: list(asked), b: list(vmi) }),
      await readAll({ b: list(asked), a: list(vmi) }),
    ]) {
      expect(inventory.vms).toHaveLength(1);
      expect(inventory.vms[0]).toMatchObject({
        name: 'a',
        host: 'w1',
        vcpus: 4,
        memoryMib: 8192,
        power: 'on',
      });
    }
  });

  it('sizes machines by their instance type, and says when it is not there', async () => {
    const typed = vm(
      'a',
      { spec: { instancetype: { name: 'u1' }, template: { spec: { domain: {} } } } },
      'Stopped',
    );
    const type = {
      apiVersion: 'instancetype.kubevirt.io/v1beta1',
      kind: 'VirtualMachineClusterInstancetype',
      metadata: { name: 'u1' },
      spec: { cpu: { guest: 2 }, memory: { guest: '8Gi' } },
    };
    expect((await read(list(typed, type))).vms[0]).toMatchObject({
      vcpus: 2,
      memoryMib: 8192,
      power: 'off',
    });
    expect(said(await read(list(typed)), /instance type is not in the file/)?.count).toBe(1);
  });

  const node = (name: string, more: object = {}) => ({
    ...{
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      spec: {},
      status: {
        capacity: { cpu: '16', memory: '67108864Ki' },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    },
    ...more,
  });

  it('reads nodes: cores by the label of SMT, and what keeps machines away', async () => {
    const label = (value: string) => ({
      metadata: {
        name: value,
        labels: { 'feature.node.kubernetes.io/cpu-hardware_multithreading': value },
      },
    });
    const { hosts } = await read(
      list(
        ...[
          node('a'),
          node('', label('true')),
          node('', label('false')),
          node('c', { spec: { unschedulable: true } }),
        ],
        node('d', {
          spec: {
            taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
          },
        }),
        node('e', { metadata: { name: 'e', labels: { 'kubevirt.io/schedulable': 'false' } } }),
        node('f', {
          status: {
            capacity: { cpu: '16', memory: '1Gi' },
            conditions: [{ type: 'Ready', status: 'Unknown' }],
          },
        }),
      ),
    );
    expect(hosts.map(({ cores, state }) => [cores, state])).toEqual([
      [8, 'up'],
      [8, 'up'],
      [16, 'up'],
      [8, 'disabled'],
      [8, 'disabled'],
      [8, 'disabled'],
      [8, 'down'],
    ]);
    expect(hosts[0]!.memoryMib).toBe(65_536);
  });

  it('counts paused instances as suspended and refuses sizes that are none', async () => {
    const paused = {
      ...vmi,
      status: { ...vmi.status, conditions: [{ type: 'Paused', status: 'True' }] },
    };
    expect((await read(list(paused))).vms[0]!.power).toBe('suspended');
    expect(await refusal(read(list(vm('a', domain({ memory: { guest: '4 GiB' } })))))).toMatch(
      /a quantity such as 4Gi for memory\.guest, found "4 GiB"/,
    );
  });
});

describe('PowerCLI', () => {
  it('keeps two vCenters of one report apart, and forgets one that stands alone', async () => {
    const row = (name: string, vcenter: string) =>
      `${name},PoweredOn,2,4096,h,/VIServer=corp\\me@${vcenter}:443/VirtualMachine=x/`;
    const report = (...rows: string[]) =>
      ['Name,PowerState,NumCpu,MemoryMB,VMHost,Uid', ...rows].join('\n');
    expect((await read(report(row('a', 'v1'), row('b', 'v1')))).vms[0]!.vcenter).toBeUndefined();
    expect(
      (await read(report(row('a', 'v1'), row('b', 'v2')))).vms.map(({ vcenter }) => vcenter),
    ).toEqual(['v1', 'v2']);
  });

  it('reads a report with names of its own, and says that nobody told which machines run', async () => {
    const inventory = await read('Name,Cluster,VMHost,NumCPU,MemoryGB\na,C,h,2,"1.5"\n');
    expect(inventory.vms[0]).toMatchObject({
      cluster: 'C',
      vcpus: 2,
      memoryMib: 1536,
      power: 'on',
    });
    expect(said(inventory, /which machines run/)?.kind).toBe('assumed');
  });

  it('tells the columns that are not used', async () => {
    expect(
      said(
        await read('Name,PowerState,NumCpu,MemoryMB,Owner\na,PoweredOff,2,4096,me\n'),
        /not used: Owner/,
      )?.count,
    ).toBe(1);
  });
});

describe('Azure Migrate', () => {
  it('adds up disks and counts every machine as running, which it says', async () => {
    const inventory = await read(
      '*Server Name,*Cores,*Memory (In MB),*OS name,Number of disks,Disk 1 size (In GB),Disk 2 size (In GB)\na,2,4096,Linux,2,10,20.5\n',
    );
    expect(inventory.vms[0]).toMatchObject({
      vcpus: 2,
      memoryMib: 4096,
      provisionedMib: 31_232,
      power: 'on',
      os: 'Linux',
    });
    expect(said(inventory, /does not say which machines run/)?.kind).toBe('assumed');
  });
});

describe('Live Optics', () => {
  it.each([
    ['KiB', 2 ** 20],
    ['KB', 2 ** 20],
    ['MiB', 1024],
    ['GB', 1],
    ['Bytes', GIB],
  ])('takes the memory of hosts in %s from its title', async (unit, perGib) => {
    const tabs = workbooks['live-optics']!(fleet);
    const [titles, ...rows] = tabs['ESX Hosts']!;
    const changed = [
      titles!.map((title) => String(title).replace('(KiB)', `(${unit})`)),
      ...rows.map((row) => [...row.slice(0, -1), 128 * perGib]),
    ];
    const { hosts } = await read(workbookBytes({ ...tabs, 'ESX Hosts': changed }));
    expect(hosts.map(({ memoryMib }) => memoryMib)).toEqual([131_072, 131_072]);
  });

  it('counts a shared datastore once, and two alike on one host twice', async () => {
    const devices = [
      [
        'Server Name',
        'Device Name',
        'Device Type',
        'Capacity (GiB)',
        'Used Capacity (GiB)',
        'Free Capacity (GiB)',
        'VM Count',
      ],
      ['node-a', 'Disk 1', 'Cluster', 100, 50, 50, 2],
      ['node-a', 'Disk 2', 'Cluster', 100, 50, 50, 2],
      ['node-b', 'Disk 5', 'Cluster', 100, 50, 50, 2],
      ['node-b', 'Disk 6', 'Cluster', 100, 50, 50, 2],
      ['node-b', 'Disk 7', 'Cluster', 300, 50, 250, 2],
      ['node-b', 'Disk 0', 'Local', 10, 1, 9, 0],
    ];
    const inventory = await read(
      workbookBytes({ ...workbooks['live-optics']!(fleet), 'Host Devices': devices }),
    );
    expect(inventory.datastores?.map(({ capacityMib }) => capacityMib / 1024)).toEqual([
      100, 100, 300, 10,
    ]);
    expect(said(inventory, /seen from another host/)?.count).toBe(2);
  });
});

describe('Nutanix Collector', () => {
  it('leaves out machines and datastores its columns say to, and counts them', async () => {
    const tabs = workbooks['nutanix-collector']!(fleet);
    const vmList = tabs.vmList!.map((row, i) =>
      i === 1 ? row.map((cell, j) => (j === 1 ? 'False' : cell)) : row,
    );
    const Datastore = [
      ['Datastore Name', 'Accessible', 'Capacity (MiB)', 'Consumed (MiB)'],
      ['a', 'True', 100, 50],
      ['b', 'False', 100, 50],
    ];
    const inventory = await read(workbookBytes({ ...tabs, vmList, Datastore }));
    expect(inventory.vms).toHaveLength(3);
    expect(inventory.datastores).toHaveLength(1);
    expect(said(inventory, /Sizing Enabled/)?.count).toBe(1);
    expect(said(inventory, /not accessible/)?.count).toBe(1);
  });

  it('gives mean demand by the clock of the host, and refuses a workbook without vmList by name', async () => {
    const tabs = workbooks['nutanix-collector']!(fleet);
    const vCPU = [
      ['VM Name', 'vCPUs', 'Average %', 'Cluster Name'],
      ['app-01', 4, 25, 'Alpha'],
    ];
    const { vms } = await read(workbookBytes({ ...tabs, vCPU }));
    expect(vms.find(({ name }) => name === 'app-01')!.cpuDemandMhz).toBeCloseTo(0.25 * 4 * 2600);
    const { vmList: _, ...without } = tabs;
    expect(await refusal(read(workbookBytes({ ...without, vCPU })))).toMatch(/vmList/);
  });
});

describe('views of Aria Operations', () => {
  const view = (...rows: string[]) => `\ufeff${rows.join('\r\n')}\r\n`;
  const load = view(
    '"Name","Interval Breakdown","VM|CPU|Demand (MHz)|Avg"',
    '"app-01","12:00 AM 20 November 2026","1,000.5"',
    '"app-01","1:00 AM 20 November 2026","0.5 GHz"',
    '"app-01","2:00 AM 20 November 2026","-"',
  );

  it('with load alone are refused with what is missing, and add demand to an inventory in a folder', async () => {
    expect(await refusal(read(load))).toMatch(
      /vCPUs and memory of each machine.*folder with an inventory/,
    );
    const { vms } = await readAll({ ...files('RVTools'), 'x World.csv': load });
    expect(vms.find(({ name }) => name === 'app-01')!.cpuDemandMhz).toBeCloseTo(750.25);
  });

  it('with sizes are an inventory', async () => {
    const { vms } = await read(
      view(
        '"Name","VM|Configuration|Hardware|Number of CPUs (vCPUs)|Last","VM|Memory|Total Capacity (GB)|Last","VM|Summary|Runtime|Power State|Last","VM|Summary|Parent Cluster|Last","VM|Summary|Parent Host|Last"',
        '"a","4","16","Powered On","C","h"',
        '"b","2","4,096 MB","Powered Off","C","-"',
      ),
    );
    expect(
      vms.map(({ vcpus, memoryMib, power, cluster, host }) => [
        vcpus,
        memoryMib,
        power,
        cluster,
        host,
      ]),
    ).toEqual([
      [4, 16_384, 'on', 'C', 'h'],
      [2, 4096, 'off', 'C', ''],
    ]);
  });

  it('of hosts give use and maintenance to the hosts of an inventory', async () => {
    const hosts = view(
      '"Name","Interval Breakdown","Host|CPU|Usage|Avg","Host|CPU|Capacity Available to VMs|Last","Host|Runtime|Maintenance State|Last"',
      '"node-a","12:00 AM 20 November 2026","10,000","40,000","inMaintenance"',
      '"node-a","1:00 AM 20 November 2026","20,000","40 GHz","-"',
    );
    const inventory = await readAll({ ...files('RVTools'), h: hosts });
    expect(inventory.hosts[0]).toMatchObject({
      name: 'node-a',
      cpuUse: 0.375,
      state: 'maintenance',
    });
  });

  it('in another language of numbers are refused by line', async () => {
    expect(await refusal(read(view('"Name","VM|CPU|Demand (MHz)|Avg"', '"a","1.000,5"')))).toMatch(
      /:2: expected a number such as 1,546\.6.*English/,
    );
  });
});
