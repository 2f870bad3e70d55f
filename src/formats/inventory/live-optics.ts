import type { InventoryDatastore } from '../../inventory/inventory.ts';
import type { Collected } from './findings.ts';
import type { Tab } from './tab.ts';
import { Columns, isTrue, reportUnread, type TableRow } from './table.ts';
import type { TabHeader, TablesReader } from './tables-reader.ts';

/** Units by versions of the collector, old files say MB and mean MiB; three of them stand in one workbook. */
const mibPer: Readonly<Record<string, number>> = {
  KiB: 1 / 1024,
  KB: 1 / 1024,
  MiB: 1,
  MB: 1,
  GiB: 1024,
  GB: 1024,
  TiB: 2 ** 20,
  TB: 2 ** 20,
  Bytes: 2 ** -20,
};
const inUnits = (...titles: string[]) =>
  titles.flatMap((title) => [title, ...Object.keys(mibPer).map((unit) => `${title} (${unit})`)]);

const wanted: Readonly<Record<string, readonly string[]>> = {
  'ESX Hosts': [
    ...['Host Name', 'Cluster', 'Datacenter', 'vCenter', 'CPU Sockets', 'CPU Cores', 'CPU Threads'],
    ...[
      'CPU Clock Speed (GHz)',
      'Net Clock Speed (GHz)',
      'Guest VM Count',
      'OS',
      'Manufacturer',
      'Model',
    ],
    ...inUnits('Memory', 'Local Capacity'),
  ],
  'ESX Performance': ['Host', 'Average CPU %', 'Average Memory %'],
  'Host Devices': [
    'Server Name',
    'Device Name',
    'Device Type',
    'VM Count',
    ...inUnits('Capacity', 'Used Capacity', 'Free Capacity'),
  ],
  machines: [
    ...[
      'VM Name',
      'Power State',
      'Template',
      'Virtual CPU',
      'VM OS',
      'Datastore',
      'Host',
      'Cluster',
    ],
    ...['Datacenter', 'UUID', 'InstanceUUID', 'MOB ID', 'vCenter'],
    ...inUnits('Provisioned Memory', 'Virtual Disk Size', 'Virtual Disk Used'),
  ],
};

/** A size in MiB from the first of the units the tab has. */
function sizeOf(columns: Columns, title: string): (row: TableRow) => number {
  for (const [unit, mib] of Object.entries(mibPer)) {
    const named = `${title} (${unit})`;
    if (columns.has(named)) return columns.number(mib > 1 ? 'fraction' : 'whole', [named], mib);
  }
  columns.need(`${title} (MiB)`);
  return () => 0;
}

/** As `sizeOf`, where a tab may do without. */
const sizeOrNone = (columns: Columns, title: string) =>
  Object.keys(mibPer).some((unit) => columns.has(`${title} (${unit})`))
    ? sizeOf(columns, title)
    : () => 0;

function hostsOf(tab: Tab, performance: Tab | undefined, into: Collected): void {
  const columns = new Columns(tab, into);
  columns.need('Host Name');
  columns.need('CPU Cores');
  const [name, cluster, vcenter, datacenter] = [
    columns.text('Host Name'),
    columns.text('Cluster'),
    columns.text('vCenter'),
    columns.text('Datacenter'),
  ];
  const sockets = columns.number('count', ['CPU Sockets']);
  const cores = columns.number('count', ['CPU Cores']);
  const clock = columns.number('fraction', ['CPU Clock Speed (GHz)'], 1000);
  const vms = columns.optional('count', ['Guest VM Count']);
  const memory = sizeOf(columns, 'Memory');
  const use = performanceOf(performance, into);
  for (const row of tab.rows) {
    const host = name(row);
    into.host({
      name: host,
      cluster: cluster(row),
      datacenter: datacenter(row) || undefined,
      // The product's name and version, not an address: it tells no vCenter from another.
      ...(/VMware vCenter Server/.test(vcenter(row)) ? {} : { vcenter: vcenter(row) || undefined }),
      sockets: sockets(row) || 1,
      cores: cores(row),
      mhzPerCore: clock(row),
      memoryMib: memory(row),
      vms: vms(row),
      ...use.get(host),
    });
  }
  columns.text('CPU Threads');
  reportUnread(tab, into);
}

/** Mean use of hosts; this tab calls them "Host". */
function performanceOf(
  tab: Tab | undefined,
  into: Collected,
): Map<string, { cpuUse?: number | undefined; memoryUse?: number | undefined }> {
  const uses = new Map<string, { cpuUse?: number | undefined; memoryUse?: number | undefined }>();
  if (!tab) return uses;
  const columns = new Columns(tab, into);
  const name = columns.text('Host');
  const cpu = columns.optional('fraction', ['Average CPU %'], 0.01);
  const memory = columns.optional('fraction', ['Average Memory %'], 0.01);
  for (const row of tab.rows) uses.set(name(row), { cpuUse: cpu(row), memoryUse: memory(row) });
  reportUnread(tab, into);
  return uses;
}

/**
 * A datastore that hosts share is a row of each, under a name of that host's own: rows of different hosts that are
 * alike in every size are one. Two alike on one host are two.
 */
function datastoresOf(tab: Tab, into: Collected): InventoryDatastore[] {
  const columns = new Columns(tab, into);
  const [server, device, type] = [
    columns.text('Server Name'),
    columns.text('Device Name'),
    columns.text('Device Type'),
  ];
  const [capacity, used, free] = [
    sizeOrNone(columns, 'Capacity'),
    sizeOrNone(columns, 'Used Capacity'),
    sizeOrNone(columns, 'Free Capacity'),
  ];
  const vms = columns.number('count', ['VM Count']);
  const stores: InventoryDatastore[] = [];
  /** How many alike a host has shown, and how many there are. */
  const shared = new Map<string, { byServer: Map<string, number>; count: number }>();
  let repeats = 0;
  for (const row of tab.rows) {
    const [host, size, taken] = [server(row), capacity(row), used(row)];
    const store = { capacityMib: size, provisionedMib: 0, inUseMib: taken };
    if (/^local$/i.test(type(row))) {
      stores.push({ name: `${device(row)} (${host})`, ...store });
      continue;
    }
    const key = [size, taken, free(row), vms(row)].join(' ');
    const known = shared.get(key) ?? { byServer: new Map<string, number>(), count: 0 };
    shared.set(key, known);
    const nth = (known.byServer.get(host) ?? 0) + 1;
    known.byServer.set(host, nth);
    if (nth <= known.count) repeats++;
    else {
      known.count++;
      stores.push({ name: `${device(row)} (shared, first of ${host})`, ...store });
    }
  }
  if (repeats > 0) {
    into.finding(
      'not-read',
      'rows of shared datastores seen from another host, told by their equal sizes: counted once',
      repeats,
    );
  }
  reportUnread(tab, into);
  return stores;
}

function machinesOf(tab: Tab, into: Collected): void {
  const columns = new Columns(tab, into);
  for (const title of ['VM Name', 'Power State', 'Virtual CPU']) columns.need(title);
  const [name, power, template] = [
    columns.text('VM Name'),
    columns.text('Power State'),
    columns.text('Template'),
  ];
  const [os, datastore, host, cluster] = [
    columns.text('VM OS'),
    columns.text('Datastore'),
    columns.text('Host'),
    columns.text('Cluster'),
  ];
  const [datacenter, instance, uuid] = [
    columns.text('Datacenter'),
    columns.text('InstanceUUID'),
    columns.text('UUID'),
  ];
  columns.text('MOB ID');
  const vcpus = columns.number('count', ['Virtual CPU']);
  const memory = sizeOf(columns, 'Provisioned Memory');
  const [size, used] = [
    sizeOrNone(columns, 'Virtual Disk Size'),
    sizeOrNone(columns, 'Virtual Disk Used'),
  ];
  for (const row of tab.rows) {
    into.vm({
      name: name(row),
      id: instance(row) || uuid(row) || undefined,
      power: into.power(power(row), 'vsphere'),
      template: isTrue(template(row)),
      vcpus: vcpus(row),
      memoryMib: memory(row),
      provisionedMib: size(row),
      inUseMib: used(row),
      os: os(row),
      datastore: datastore(row) || undefined,
      host: host(row),
      cluster: cluster(row),
      datacenter: datacenter(row) || undefined,
    });
  }
  reportUnread(tab, into);
}

/** Tabs by what their titles hold: names of tabs are translated and shared with other tools. */
function tableOf({ titles }: TabHeader): string | undefined {
  const has = (...needed: string[]) =>
    needed.every((title) =>
      titles.some((known) => known.trim().toLowerCase() === title.toLowerCase()),
    );
  if (has('VM Name', 'Virtual CPU', 'Power State')) return 'VMs';
  if (
    has('Host Name', 'CPU Cores', 'CPU Sockets') &&
    titles.some((title) => /^Memory \(/i.test(title))
  )
    return 'ESX Hosts';
  if (has('Host', 'Average CPU %', 'Peak CPU %')) return 'ESX Performance';
  return has('Server Name', 'Device Name', 'Device Type') ? 'Host Devices' : undefined;
}

export const liveOptics: TablesReader = {
  id: 'live-optics',
  title: 'Live Optics VMware project, xlsx or its tabs as CSV',
  make: 'Live Optics: the project, Export, Excel (VMware)',
  wanted,
  tableOf,
  claims: (tables) => tables.has('VMs') || tables.has('ESX Hosts'),
  read(tables, into) {
    const [hosts, machines, devices] = [
      tables.get('ESX Hosts'),
      tables.get('VMs'),
      tables.get('Host Devices'),
    ];
    if (hosts) hostsOf(hosts, tables.get('ESX Performance'), into);
    if (machines) machinesOf(machines, into);
    if (devices) into.datastores.push(...datastoresOf(devices, into));
    for (const { name, blank } of tables.values()) {
      if (blank > 0) into.finding('blank-row', `blank rows in tab ${name}`, blank);
    }
  },
};
