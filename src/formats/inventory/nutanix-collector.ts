import { badInput } from '../../errors.ts';
import { MIB_PER_GIB } from '../../units.ts';
import type { Collected } from './findings.ts';
import type { Tab } from './tab.ts';
import { Columns, isTrue, reportUnread, type TableRow } from './table.ts';
import type { TabHeader, TablesReader } from './tables-reader.ts';

const wanted: Readonly<Record<string, readonly string[]>> = {
  vmList: [
    ...[
      'VM Name',
      'Sizing Enabled',
      'Power State',
      'vCPUs',
      'Max CPU (MHz)',
      'Memory (MiB)',
      'Capacity (MiB)',
    ],
    ...[
      'Consumed (MiB)',
      'Datastore',
      'Guest OS',
      'Template',
      'Host',
      'Cluster Name',
      'Datacenter Name',
      'MOID',
    ],
    ...['Thin Provisioned', 'Connection state', 'Target Cluster'],
  ],
  vHosts: [
    ...[
      'Host Name',
      'Host IP',
      'Cluster Name',
      'MOID',
      'CPUs',
      'CPU Cores',
      'CPU Speed',
      'Memory Size',
      'VMs',
    ],
    ...['CPU Usage', 'Memory Usage', 'Maintenance Mode', 'Cores per CPU', 'Cluster'],
  ],
  Datastore: [
    'Datastore Name',
    'Accessible',
    'Capacity (MiB)',
    'Consumed (MiB)',
    'Datastore ID',
    'DC Name',
    'Cluster Name',
  ],
  vCPU: ['VM Name', 'Cluster Name', 'MOID', 'vCPUs', 'Average %', 'Power State'],
  vPartition: ['VM Name', 'Consumed (MiB)'],
  Metadata: ['Is Anonymized', 'Performance Data Duration', 'Hypervisor', 'Collector Version'],
};

/** Mean use of a machine's vCPUs, 0 to 1, by name and cluster. */
type Use = ReadonlyMap<string, number>;
const useKey = (name: string, cluster: string) => `${name}\0${cluster}`;

function useOf(tab: Tab | undefined, into: Collected): Use {
  const uses = new Map<string, number>();
  if (!tab) return uses;
  const columns = new Columns(tab, into);
  const [name, cluster] = [columns.text('VM Name'), columns.text('Cluster Name')];
  const mean = columns.optional('fraction', ['Average %'], 0.01);
  for (const row of tab.rows) {
    const use = mean(row);
    if (use !== undefined) uses.set(useKey(name(row), cluster(row)), use);
  }
  reportUnread(tab, into);
  return uses;
}

/** Space that file systems of a machine take, MiB, by its name: what is known where its thin disks say nothing. */
function spaceOf(tab: Tab | undefined, into: Collected): ReadonlyMap<string, number> {
  const space = new Map<string, number>();
  if (!tab) return space;
  const columns = new Columns(tab, into);
  const name = columns.text('VM Name');
  const consumed = columns.number('whole', ['Consumed (MiB)']);
  for (const row of tab.rows) space.set(name(row), (space.get(name(row)) ?? 0) + consumed(row));
  return space;
}

/** Hosts; gives the clock of each by name. */
function hostsOf(tab: Tab, into: Collected): ReadonlyMap<string, number> {
  const columns = new Columns(tab, into);
  for (const title of ['Host Name', 'CPU Cores', 'CPU Speed', 'Memory Size']) columns.need(title);
  const [name, cluster, away] = [
    columns.text('Host Name'),
    columns.text('Cluster Name'),
    columns.text('Maintenance Mode'),
  ];
  // "Cluster" is an id there; the others repeat what is read.
  for (const title of ['Cluster', 'MOID', 'Host IP', 'Cores per CPU']) columns.text(title);
  const [sockets, cores] = [
    columns.number('count', ['CPUs']),
    columns.number('count', ['CPU Cores']),
  ];
  const clock = columns.number('whole', ['CPU Speed']);
  const memory = columns.number('fraction', ['Memory Size'], MIB_PER_GIB);
  const vms = columns.optional('count', ['VMs']);
  const [cpuUse, memoryUse] = [
    columns.optional('fraction', ['CPU Usage'], 0.01),
    columns.optional('fraction', ['Memory Usage'], 0.01),
  ];
  const clocks = new Map<string, number>();
  for (const row of tab.rows) {
    const host = name(row);
    clocks.set(host, clock(row));
    into.host({
      name: host,
      cluster: cluster(row),
      state: isTrue(away(row)) ? 'maintenance' : 'up',
      sockets: sockets(row) || 1,
      cores: cores(row),
      mhzPerCore: clock(row),
      memoryMib: memory(row),
      vms: vms(row),
      cpuUse: cpuUse(row),
      memoryUse: memoryUse(row),
    });
  }
  reportUnread(tab, into);
  return clocks;
}

/** What other tabs say: use by name and cluster, clocks by host, space by name. */
interface Known {
  use: Use;
  clocks: ReadonlyMap<string, number>;
  space: ReadonlyMap<string, number>;
}

function machinesOf(tab: Tab, { use, clocks, space }: Known, into: Collected): void {
  const columns = new Columns(tab, into);
  for (const title of ['VM Name', 'Power State', 'vCPUs', 'Memory (MiB)']) columns.need(title);
  const [name, sizing, power, template] = [
    columns.text('VM Name'),
    columns.text('Sizing Enabled'),
    columns.text('Power State'),
    columns.text('Template'),
  ];
  const [host, cluster, datacenter] = [
    columns.text('Host'),
    columns.text('Cluster Name'),
    columns.text('Datacenter Name'),
  ];
  const [os, datastore, id] = [
    columns.text('Guest OS'),
    columns.text('Datastore'),
    columns.text('MOID'),
  ];
  for (const title of ['Thin Provisioned', 'Connection state', 'Target Cluster'])
    columns.text(title);
  const [vcpus, limit] = [
    columns.number('count', ['vCPUs']),
    columns.number('whole', ['Max CPU (MHz)']),
  ];
  const memory = columns.number('whole', ['Memory (MiB)']);
  const [capacity, consumed] = [
    columns.number('whole', ['Capacity (MiB)']),
    columns.number('whole', ['Consumed (MiB)']),
  ];
  for (const row of tab.rows) {
    if (/^false$/i.test(sizing(row))) {
      into.finding(
        'not-read',
        'machines left out of sizing in the collector (Sizing Enabled is False)',
      );
      continue;
    }
    if (limit(row) > 0) into.finding('not-read', 'limits of CPU (Max CPU), which no plan asks for');
    const mean = use.get(useKey(name(row), cluster(row)));
    const mhz = clocks.get(host(row)) ?? 0;
    into.vm({
      name: name(row),
      id: id(row) || undefined,
      power: into.power(power(row), 'vsphere'),
      template: isTrue(template(row)),
      vcpus: vcpus(row),
      memoryMib: memory(row),
      provisionedMib: capacity(row),
      inUseMib: consumed(row) || (space.get(name(row)) ?? 0),
      os: os(row),
      datastore: datastore(row) || undefined,
      host: host(row),
      cluster: cluster(row),
      datacenter: datacenter(row) || undefined,
      ...(mean === undefined || mhz === 0 ? {} : { cpuDemandMhz: mean * vcpus(row) * mhz }),
    });
  }
  reportUnread(tab, into);
}

function datastoresOf(tab: Tab, into: Collected): void {
  const columns = new Columns(tab, into);
  const [name, accessible] = [columns.text('Datastore Name'), columns.text('Accessible')];
  for (const title of ['Datastore ID', 'DC Name', 'Cluster Name']) columns.text(title);
  const [capacity, consumed] = [
    columns.number('whole', ['Capacity (MiB)']),
    columns.number('whole', ['Consumed (MiB)']),
  ];
  for (const row of tab.rows) {
    if (/^false$/i.test(accessible(row))) {
      into.finding('not-read', 'datastores that are not accessible');
      continue;
    }
    into.datastores.push({
      name: name(row),
      capacityMib: capacity(row),
      provisionedMib: 0,
      inUseMib: consumed(row),
    });
  }
  reportUnread(tab, into);
}

function noteMetadata(tab: Tab | undefined, into: Collected): void {
  const [row] = tab?.rows ?? [];
  if (!tab || !row) return;
  const text = (title: string) => new Columns(tab, into).text(title)(row as TableRow);
  if (isTrue(text('Is Anonymized')))
    into.finding(
      'not-read',
      'the collector replaced names in this file: they are not those of the site',
    );
}

/** RVTools has tabs of the same names: titles tell them apart. */
function tableOf({ name, titles }: TabHeader): string | undefined {
  const has = (...needed: string[]) => needed.every((title) => titles.includes(title));
  if (has('VM Name', 'vCPUs', 'Memory (MiB)', 'Power State')) return 'vmList';
  if (has('Host Name', 'CPU Cores', 'CPU Speed', 'Memory Size')) return 'vHosts';
  if (has('Datastore Name', 'Accessible', 'Capacity (MiB)')) return 'Datastore';
  if (has('VM Name', 'vCPUs', 'Average %')) return 'vCPU';
  if (has('VM Name', 'Path', 'Consumed (MiB)')) return 'vPartition';
  return name === 'Metadata' && has('Is Anonymized') ? 'Metadata' : undefined;
}

export const nutanixCollector: TablesReader = {
  id: 'nutanix-collector',
  title: 'Nutanix Collector, xlsx',
  make: 'Nutanix Collector: gather, then Export, Excel',
  wanted,
  tableOf,
  claims: (tables, tabs) =>
    tables.has('vmList')
      ? tables.has('vHosts') || tabs.some(({ titles }) => titles.includes('Sizing Enabled'))
      : tables.has('vHosts') && tables.has('vCPU'),
  read(tables, into, file) {
    const [hosts, machines, datastores] = ['vHosts', 'vmList', 'Datastore'].map((name) =>
      tables.get(name),
    );
    if (!machines) {
      throw badInput({
        file,
        expected: 'the tab vmList of Nutanix Collector with VM Name, vCPUs and Memory (MiB)',
        found: 'a workbook of it without that tab',
        hint: 'Export the whole workbook again.',
      });
    }
    noteMetadata(tables.get('Metadata'), into);
    const clocks = hosts ? hostsOf(hosts, into) : new Map<string, number>();
    const [use, space] = [useOf(tables.get('vCPU'), into), spaceOf(tables.get('vPartition'), into)];
    machinesOf(machines, { use, clocks, space }, into);
    if (datastores) datastoresOf(datastores, into);
    for (const { name, blank } of tables.values()) {
      if (blank > 0) into.finding('blank-row', `blank rows in tab ${name}`, blank);
    }
  },
};
