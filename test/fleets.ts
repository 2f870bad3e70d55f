import { type Tabs, workbookBytes } from './inventories.ts';

/** One site to be written in every format that can carry it. */
export interface Fleet {
  cluster: string;
  hosts: readonly FleetHost[];
  machines: readonly FleetMachine[];
}

export interface FleetHost {
  name: string;
  sockets: number;
  cores: number;
  threads: number;
  mhz: number;
  gib: number;
}

export interface FleetMachine {
  name: string;
  host: string;
  runs: boolean;
  vcpus: number;
  mib: number;
  diskMib: number;
}

export const fleet: Fleet = {
  cluster: 'Alpha',
  hosts: ['node-a', 'node-b'].map((name) => ({
    name,
    sockets: 2,
    cores: 16,
    threads: 32,
    mhz: 2600,
    gib: 128,
  })),
  machines: [
    { name: 'app-01', host: 'node-a', runs: true, vcpus: 4, mib: 16_384, diskMib: 122_880 },
    { name: 'app-02', host: 'node-a', runs: true, vcpus: 2, mib: 8192, diskMib: 61_440 },
    { name: 'db-01', host: 'node-b', runs: true, vcpus: 8, mib: 65_536, diskMib: 512_000 },
    { name: 'old-01', host: 'node-a', runs: false, vcpus: 4, mib: 8192, diskMib: 204_800 },
  ],
};

export type Files = Record<string, string | Uint8Array>;

const bytes = (mib: number) => mib * 2 ** 20;
const csv = (rows: readonly (readonly (string | number)[])[], mark = ',') =>
  `${rows.map((row) => row.map((cell) => `"${cell}"`).join(mark)).join('\r\n')}\r\n`;
const json = (document: unknown) => JSON.stringify(document, null, 1);
const onOff = (runs: boolean) => (runs ? 'poweredOn' : 'poweredOff');
const idOf = (name: string) => `id-of-${name}`;

const plainHosts = ({ cluster, hosts }: Fleet) =>
  csv([
    ['name', 'cluster', 'sockets', 'cores', 'mhz_per_core', 'memory_gib'],
    ...hosts.map((host) => [host.name, cluster, host.sockets, host.cores, host.mhz, host.gib]),
  ]);

const rvtools = ({ cluster, hosts, machines }: Fleet): Tabs => ({
  vInfo: [
    [
      'VM',
      'Powerstate',
      'Template',
      'CPUs',
      'Memory',
      'Provisioned MiB',
      'In Use MiB',
      'Cluster',
      'Host',
    ],
    ...machines.map((vm) => [
      vm.name,
      onOff(vm.runs),
      'False',
      vm.vcpus,
      vm.mib,
      vm.diskMib,
      0,
      cluster,
      vm.host,
    ]),
  ],
  vHost: [
    ['Host', 'Cluster', '# CPU', '# Cores', 'Speed', '# Memory'],
    ...hosts.map((host) => [
      host.name,
      cluster,
      host.sockets,
      host.cores,
      host.mhz,
      host.gib * 1024,
    ]),
  ],
});

const liveOptics = ({ cluster, hosts, machines }: Fleet): Tabs => ({
  'ESX Hosts': [
    [
      'Host Name',
      'Cluster',
      'CPU Sockets',
      'CPU Cores',
      'CPU Threads',
      'CPU Clock Speed (GHz)',
      'Memory (KiB)',
    ],
    ...hosts.map((host) => [
      host.name,
      cluster,
      host.sockets,
      host.cores,
      host.threads,
      host.mhz / 1000,
      host.gib * 2 ** 20,
    ]),
  ],
  VMs: [
    [
      'VM Name',
      'Power State',
      'Template',
      'Virtual CPU',
      'Provisioned Memory (MiB)',
      'Virtual Disk Size (MiB)',
      'Host',
      'Cluster',
    ],
    ...machines.map((vm) => [
      vm.name,
      onOff(vm.runs),
      'FALSE',
      vm.vcpus,
      vm.mib,
      vm.diskMib,
      vm.host,
      cluster,
    ]),
  ],
});

const nutanix = ({ cluster, hosts, machines }: Fleet): Tabs => ({
  Metadata: [
    ['Hypervisor', 'Collector Version', 'Is Anonymized'],
    ['vCenter', '7.1.1', 'False'],
  ],
  vHosts: [
    [
      'Cluster',
      'Cluster Name',
      'Host Name',
      'CPUs',
      'CPU Cores',
      'CPU Speed',
      'Memory Size',
      'Maintenance Mode',
    ],
    ...hosts.map((host) => [
      'domain-c1',
      cluster,
      host.name,
      host.sockets,
      host.cores,
      host.mhz,
      host.gib,
      'False',
    ]),
  ],
  // Of the same name as a tab of RVTools, with other columns.
  vInfo: [
    ['VM Name', 'Sizing Enabled', 'Power State', 'Cluster Name', 'Host Name', 'MOID'],
    ...machines.map((vm) => [vm.name, 'True', onOff(vm.runs), cluster, vm.host, idOf(vm.name)]),
  ],
  vmList: [
    [
      'VM Name',
      'Sizing Enabled',
      'Power State',
      'vCPUs',
      'Memory (MiB)',
      'Capacity (MiB)',
      'Template',
      'Host',
      'Cluster Name',
    ],
    ...machines.map((vm) => [
      vm.name,
      'True',
      onOff(vm.runs),
      vm.vcpus,
      vm.mib,
      vm.diskMib,
      'False',
      vm.host,
      cluster,
    ]),
  ],
});

function powercli({ cluster, hosts, machines }: Fleet, mark: string, decimal: string): Files {
  const local = (value: number) => String(value).replace('.', decimal);
  const uid = (kind: string, name: string) =>
    `/VIServer=corp\\me@vc.example.test:443/${kind}=${name}/`;
  return {
    'vms.csv': `#TYPE Selected.VMware.VimAutomation.ViCore.Impl.V1.VM.UniversalVirtualMachineImpl\r\n${csv(
      [
        [
          'Name',
          'PowerState',
          'Notes',
          'Guest',
          'NumCpu',
          'MemoryMB',
          'MemoryGB',
          'VMHost',
          'ProvisionedSpaceGB',
          'Id',
          'Uid',
        ],
        ...machines.map((vm) => [
          ...[
            vm.name,
            vm.runs ? 'PoweredOn' : 'PoweredOff',
            'line one\nline two',
            `${vm.name}:Ubuntu Linux (64-bit)`,
          ],
          ...[
            vm.vcpus,
            vm.mib,
            local(vm.mib / 1024),
            vm.host,
            local(vm.diskMib / 1024),
            idOf(vm.name),
            uid('VirtualMachine', vm.name),
          ],
        ]),
      ],
      mark,
    )}`,
    'hosts.csv': csv(
      [
        ['Name', 'ConnectionState', 'NumCpu', 'CpuTotalMhz', 'MemoryTotalGB', 'Parent', 'Uid'],
        ...hosts.map((host) => [
          host.name,
          'Connected',
          host.cores,
          host.cores * host.mhz,
          local(host.gib),
          cluster,
          uid('VMHost', host.name),
        ]),
      ],
      mark,
    ),
  };
}

function proxmox({ hosts, machines }: Fleet): Files {
  const status = (host: FleetHost) => ({
    cpuinfo: {
      cores: host.cores,
      cpus: host.threads,
      sockets: host.sockets,
      mhz: `${host.mhz}.000`,
    },
    loadavg: ['0.1', '0.1', '0.1'],
    memory: { total: bytes(host.gib * 1024), used: 1 },
  });
  return {
    'resources.json': json([
      ...hosts.map(({ name, threads, gib }) => ({
        ...{ id: `node/${name}`, node: name, type: 'node', status: 'online' },
        ...{ cpu: 0.1, maxcpu: threads, mem: 1, maxmem: bytes(gib * 1024) },
      })),
      ...machines.map((vm, i) => ({
        ...{
          id: `qemu/${i}`,
          vmid: 100 + i,
          name: vm.name,
          node: vm.host,
          type: 'qemu',
          template: 0,
        },
        ...{
          status: vm.runs ? 'running' : 'stopped',
          maxcpu: vm.vcpus,
          maxmem: bytes(vm.mib),
          disk: 0,
          maxdisk: bytes(vm.diskMib),
        },
      })),
    ]),
    'status.json': json({ data: status(hosts[0]!) }),
  };
}

function ovirt({ cluster, hosts, machines }: Fleet): Files {
  const topology = (sockets: number, cores: number, threads: number) => ({
    topology: { sockets: String(sockets), cores: String(cores), threads: String(threads) },
  });
  return {
    'zz-clusters.json': json({ cluster: [{ id: 'c1', name: cluster }] }),
    'hosts.json': json({
      host: hosts.map((host) => ({
        ...{
          id: idOf(host.name),
          name: host.name,
          address: host.name,
          status: 'up',
          memory: String(bytes(host.gib * 1024)),
        },
        cpu: {
          speed: String(host.mhz),
          ...topology(host.sockets, host.cores / host.sockets, host.threads / host.cores),
        },
        cluster: { id: 'c1' },
      })),
    }),
    'vms.json': json({
      vm: machines.map((vm) => ({
        ...{
          id: idOf(vm.name),
          name: vm.name,
          status: vm.runs ? 'up' : 'down',
          memory: String(bytes(vm.mib)),
        },
        cpu: topology(vm.vcpus, 1, 1),
        cluster: { id: 'c1' },
        ...(vm.runs ? { host: { id: idOf(vm.host) } } : {}),
      })),
    }),
  };
}

function xe({ hosts, machines }: Fleet): Files {
  const block = (fields: readonly (readonly [string, string | number])[]) =>
    `${fields.map(([key, value]) => `${key.padStart(21)} ( RO): ${value}`).join('\n')}\n\n\n`;
  return {
    'hosts.txt': hosts
      .map((host) =>
        block([
          ['uuid', idOf(host.name)],
          ['name-label', host.name],
          ['enabled', 'true'],
          [
            'cpu_info',
            `cpu_count: ${host.threads}; socket_count: ${host.sockets}; threads_per_core: ${host.threads / host.cores}; speed: ${host.mhz}.000`,
          ],
          ['memory-total', bytes(host.gib * 1024)],
        ]),
      )
      .join(''),
    'vms.txt': machines
      .map((vm) =>
        block([
          ['uuid', idOf(vm.name)],
          ['name-label', vm.name],
          ['power-state', vm.runs ? 'running' : 'halted'],
          ['VCPUs-max', vm.vcpus],
          ['VCPUs-number', vm.runs ? vm.vcpus : 0],
          ['memory-static-max', bytes(vm.mib)],
          ['resident-on', vm.runs ? idOf(vm.host) : '<not in database>'],
        ]),
      )
      .join(''),
  };
}

const xeCsv = ({ machines }: Fleet) =>
  csv([
    ['uuid', 'name-label', 'power-state', 'VCPUs-max', 'memory-static-max', 'resident-on'],
    ...machines.map((vm) => [
      idOf(vm.name),
      vm.name,
      vm.runs ? 'running' : 'halted',
      vm.vcpus,
      bytes(vm.mib),
      vm.host,
    ]),
  ]);

const hypervMachine = (vm: FleetMachine) => ({
  ...{
    Name: vm.name,
    VMId: idOf(vm.name),
    ProcessorCount: vm.vcpus,
    MemoryAssigned: vm.runs ? bytes(vm.mib) : 0,
  },
  ...{
    MemoryStartup: bytes(vm.mib),
    MemoryMaximum: 2 ** 40,
    DynamicMemoryEnabled: false,
    ComputerName: vm.host,
  },
});

function hyperv({ hosts, machines }: Fleet): Files {
  return {
    'hosts.json': json(
      hosts.map((host) => ({
        ...{
          ComputerName: host.name,
          LogicalProcessorCount: host.threads,
          NumberOfCores: host.cores,
        },
        MemoryCapacity: bytes(host.gib * 1024),
      })),
    ),
    'vms.json': json(machines.map((vm) => ({ ...hypervMachine(vm), State: vm.runs ? 2 : 3 }))),
  };
}

function hypervCsv({ machines }: Fleet): string {
  const rows = machines.map((vm) => ({ ...hypervMachine(vm), State: vm.runs ? 'Running' : 'Off' }));
  return csv([Object.keys(rows[0]!), ...rows.map((row) => Object.values(row).map(String))], ';');
}

function forklift({ hosts, machines }: Fleet): Files {
  return {
    'hosts.json': json(
      hosts.map((host) => ({
        ...{
          id: idOf(host.name),
          name: host.name,
          inMaintenance: false,
          managementServerIp: '192.0.2.1',
        },
        ...{ cpuSockets: host.sockets, cpuCores: host.cores, memoryBytes: bytes(host.gib * 1024) },
      })),
    ),
    'vms.json': json(
      machines.map((vm) => ({
        ...{
          id: idOf(vm.name),
          name: vm.name,
          path: `/DC-1/vm/${vm.name}`,
          selfLink: `providers/vsphere/x/vms/${vm.name}`,
        },
        ...{
          powerState: onOff(vm.runs),
          cpuCount: vm.vcpus,
          memoryMB: vm.mib,
          host: idOf(vm.host),
        },
        disks: [
          { datastore: { kind: 'Datastore', id: 'datastore-1' }, capacity: bytes(vm.diskMib) },
        ],
      })),
    ),
  };
}

function kubevirt({ hosts, machines }: Fleet): Files {
  const domain = (vm: FleetMachine) => ({
    cpu: { sockets: vm.vcpus, cores: 1, threads: 1 },
    memory: { guest: `${vm.mib}Mi` },
  });
  const metadata = (name: string) => ({ name, namespace: 'site' });
  return {
    'all.json': json({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        ...machines.map((vm) => ({
          ...{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: metadata(vm.name) },
          spec: {
            runStrategy: vm.runs ? 'Always' : 'Halted',
            template: { spec: { domain: domain(vm) } },
          },
          status: { printableStatus: vm.runs ? 'Running' : 'Stopped' },
        })),
        ...machines
          .filter((vm) => vm.runs)
          .map((vm) => ({
            ...{
              apiVersion: 'kubevirt.io/v1',
              kind: 'VirtualMachineInstance',
              metadata: metadata(vm.name),
            },
            spec: { domain: domain(vm) },
            status: { phase: 'Running', nodeName: vm.host },
          })),
        ...hosts.map((host) => ({
          ...{ apiVersion: 'v1', kind: 'Node' },
          metadata: {
            name: host.name,
            labels: {
              'feature.node.kubernetes.io/cpu-hardware_multithreading': String(
                host.threads > host.cores,
              ),
            },
          },
          status: {
            capacity: { cpu: String(host.threads), memory: `${host.gib * 2 ** 20}Ki` },
            conditions: [{ type: 'Ready', status: 'True' }],
          },
        })),
      ],
    }),
  };
}

/** Tabs of the workbooks, by id of their reader. */
export const workbooks: Readonly<Record<string, (of: Fleet) => Tabs>> = {
  rvtools,
  'live-optics': liveOptics,
  'nutanix-collector': nutanix,
};

/** The fleet in a form: its files, whose names tell nothing, and what else it says than sizes. */
export interface Form {
  files(of: Fleet): Files;
  /** Readers a form goes through. */
  readers: readonly string[];
  tellsClock?: true;
  tellsDisks?: true;
}

export const forms: Readonly<Record<string, Form>> = {
  'plain CSV': {
    files: (of) => ({
      'h.txt': plainHosts(of),
      'm.txt': csv([
        ['name', 'vcpus', 'memory_mib', 'provisioned_mib', 'host', 'cluster', 'power_state'],
        ...of.machines.map((vm) => [
          vm.name,
          vm.vcpus,
          vm.mib,
          vm.diskMib,
          vm.host,
          of.cluster,
          vm.runs ? 'running' : 'shut off',
        ]),
      ]),
    }),
    readers: ['csv-hosts', 'csv-vms'],
    tellsClock: true,
    tellsDisks: true,
  },
  RVTools: {
    files: (of) => ({ 'a.bin': workbookBytes(rvtools(of)) }),
    readers: ['rvtools'],
    tellsClock: true,
    tellsDisks: true,
  },
  'Live Optics': {
    files: (of) => ({ 'a.bin': workbookBytes(liveOptics(of)) }),
    readers: ['live-optics'],
    tellsClock: true,
    tellsDisks: true,
  },
  'Nutanix Collector': {
    files: (of) => ({ 'a.bin': workbookBytes(nutanix(of)) }),
    readers: ['nutanix-collector'],
    tellsClock: true,
    tellsDisks: true,
  },
  PowerCLI: {
    files: (of) => powercli(of, ',', '.'),
    readers: ['powercli-hosts', 'powercli-vms'],
    tellsClock: true,
    tellsDisks: true,
  },
  'PowerCLI in German': {
    files: (of) => powercli(of, ';', ','),
    readers: ['powercli-hosts', 'powercli-vms'],
    tellsClock: true,
    tellsDisks: true,
  },
  Proxmox: {
    files: proxmox,
    readers: ['proxmox', 'proxmox-node-status'],
    tellsClock: true,
    tellsDisks: true,
  },
  oVirt: {
    files: ovirt,
    readers: ['ovirt-clusters', 'ovirt-hosts', 'ovirt-vms'],
    tellsClock: true,
  },
  'xe text': { files: xe, readers: ['xe-hosts', 'xe-vms'], tellsClock: true },
  'xe CSV': {
    files: (of) => ({ 'm.txt': xeCsv(of), 'h.txt': plainHosts(of) }),
    readers: ['xe-csv'],
    tellsClock: true,
  },
  'Hyper-V JSON': { files: hyperv, readers: ['hyperv-hosts', 'hyperv'] },
  'Hyper-V CSV': {
    files: (of) => ({ 'm.txt': hypervCsv(of), 'h.txt': plainHosts(of) }),
    readers: ['hyperv-csv'],
    tellsClock: true,
  },
  Forklift: { files: forklift, readers: ['forklift-hosts', 'forklift-vms'], tellsDisks: true },
  KubeVirt: { files: kubevirt, readers: ['kubevirt'] },
};

const domainXml = (vm: FleetMachine) =>
  `<domain type='kvm'><name>${vm.name}</name><memory unit='MiB'>${vm.mib}</memory><vcpu>${vm.vcpus}</vcpu></domain>`;

/** Files of readers whose kind cannot carry the whole fleet, by a name for it; `readers` as above. */
export const partialForms: Readonly<Record<string, Pick<Form, 'files' | 'readers'>>> = {
  'Azure Migrate': {
    files: ({ machines }) => ({
      f: csv([
        ['*Server Name', '*Cores', '*Memory (In MB)', '*OS name', 'Disk 1 size (In GB)'],
        ...machines.map((vm) => [vm.name, vm.vcpus, vm.mib, 'Linux', vm.diskMib / 1024]),
      ]),
    }),
    readers: ['azure-migrate'],
  },
  libvirt: {
    files: ({ hosts, machines }) => ({
      list: ` Id   Name   State\n-----\n${machines.map((vm, i) => ` ${vm.runs ? i + 1 : '-'}    ${vm.name}    ${vm.runs ? 'running' : 'shut off'}`).join('\n')}\n`,
      'node-a': `CPU model:           x86_64\nCPU(s):              ${hosts[0]!.threads}\nCPU frequency:       ${hosts[0]!.mhz} MHz\nCPU socket(s):       1\nCore(s) per socket:  ${hosts[0]!.cores / 2}\nThread(s) per core:  2\nNUMA cell(s):        2\nMemory size:         ${hosts[0]!.gib * 2 ** 20} KiB\n`,
      ...Object.fromEntries(machines.map((vm, i) => [`${i}.xml`, domainXml(vm)])),
    }),
    readers: ['virsh-list', 'virsh-nodeinfo'],
  },
  'Aria Operations': {
    files: ({ machines, hosts }) => ({
      'm World.csv': `\ufeff${csv([
        [
          'Name',
          'Interval Breakdown',
          'VM|CPU|Demand (MHz)|Avg',
          'VM|Configuration|Hardware|Number of CPUs (vCPUs)|Last',
          'VM|Memory|Total Capacity (MB)|Last',
          'VM|Summary|Runtime|Power State|Last',
        ],
        ...machines.map((vm) => [
          vm.name,
          '12:00 AM 20 November 2026',
          '1,234.5',
          vm.vcpus,
          `${vm.mib / 1024} GB`,
          vm.runs ? 'Powered On' : 'Powered Off',
        ]),
      ])}`,
      'h World.csv': `\ufeff${csv([
        [
          'Name',
          'Interval Breakdown',
          'Host|CPU|Usage|Avg',
          'Host|CPU|Capacity Available to VMs|Last',
          'Host|Runtime|Maintenance State|Last',
        ],
        ...hosts.map((host) => [
          host.name,
          '12:00 AM 20 November 2026',
          '10,000',
          host.mhz * host.cores,
          'notInMaintenance',
        ]),
      ])}`,
    }),
    readers: ['vrops'],
  },
};
