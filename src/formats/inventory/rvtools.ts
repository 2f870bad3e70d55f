import { type HostState, worstOf } from '../../inventory/host-state.ts';
import type { InventoryHost } from '../../inventory/inventory.ts';
import type { Collected } from './findings.ts';
import { columnNames, rvtoolsTab, rvtoolsTabs } from './rvtools-columns.ts';
import { collectMachines } from './rvtools-machines.ts';
import { exportedMs, orphanedFilesOf } from './rvtools-reclaim.ts';
import { datastoresOf } from './rvtools-storage.ts';
import type { Tab } from './tab.ts';
import { Columns, isTrue, reportUnread, type TableRow } from './table.ts';
import type { TabHeader, TablesReader } from './tables-reader.ts';

const MHZ_PER_GHZ = 1000;

/** The clock an Intel model names at its end: "Xeon Gold 6148 CPU @ 2.40GHz". */
export function modelClockMhz(model: string): number {
  const ghz = /@\s*(\d+(?:[.,]\d+)?)\s*GHz/i.exec(model)?.[1]?.replace(',', '.');
  return ghz === undefined ? 0 : Number(ghz) * MHZ_PER_GHZ;
}

function stateReader(columns: Columns, into: Collected): (row: TableRow) => HostState {
  const names = columnNames.vHost;
  const [maintenance, quarantine, connection] = [
    columns.text(...names.maintenance),
    columns.text(...names.quarantine),
    columns.text(...names.connection),
  ];
  return (row) => {
    const said: HostState[] = [];
    if (isTrue(maintenance(row))) said.push('maintenance');
    if (isTrue(quarantine(row))) said.push('disabled');
    if (connection(row) !== '') said.push(into.hostState(connection(row)));
    return worstOf(said);
  };
}

function hostsOf(tab: Tab, into: Collected): void {
  const [columns, names] = [new Columns(tab, into), columnNames.vHost];
  for (const needed of [names.host, names.memory]) columns.need(...needed);
  if (!columns.has(...names.coresPerSocket) || !columns.has(...names.sockets))
    columns.need(...names.cores);
  const text = (titles: readonly string[]) => columns.text(...titles);
  const count = (titles: readonly string[]) => columns.number('count', titles);
  const [host, cluster, datacenter, vcenter] = [
    text(names.host),
    text(names.cluster),
    text(names.datacenter),
    text(names.vcenter),
  ];
  const [sockets, perSocket, cores] = [
    count(names.sockets),
    count(names.coresPerSocket),
    count(names.cores),
  ];
  const [speed, model, state] = [
    columns.number('whole', names.speed),
    text(names.model),
    stateReader(columns, into),
  ];
  const memory = columns.number('whole', names.memory);
  const [cpuUse, memoryUse] = [
    columns.optional('fraction', names.cpuUse, 0.01),
    columns.optional('fraction', names.memoryUse, 0.01),
  ];
  const [vms, vcpus, vram] = [
    columns.optional('count', names.vms),
    columns.optional('count', names.vcpus),
    columns.optional('whole', names.vram),
  ];
  for (const row of tab.rows) {
    const found: InventoryHost = {
      name: host(row),
      cluster: cluster(row),
      datacenter: datacenter(row) || undefined,
      vcenter: vcenter(row) || undefined,
      sockets: sockets(row),
      cores: cores(row) || sockets(row) * perSocket(row),
      mhzPerCore: speed(row) || modelClockMhz(model(row)),
      memoryMib: memory(row),
      cpuUse: cpuUse(row),
      memoryUse: memoryUse(row),
      state: state(row),
      vms: vms(row),
      vcpus: vcpus(row),
      vramMib: vram(row),
    };
    into.host(found);
  }
}

/** Tabs known by their titles, whatever they are called: what a CSV file under another name is told by. */
function tabOfTitles(titles: readonly string[]): string | undefined {
  const known = new Set(titles.map((title) => title.trim().toLowerCase()));
  const has = (...names: string[]) => names.every((name) => known.has(name));
  if (has('vinfovmname') || has('vm', 'powerstate', 'cpus', 'memory')) return 'vInfo';
  return has('vhostname') || has('host', '# cores', '# memory') ? 'vHost' : undefined;
}

/** RVTools: a workbook or a CSV file for each tab, under the titles of any of its versions. */
export const rvtools: TablesReader = {
  id: 'rvtools',
  title: 'RVTools, workbook or folder or zip of tabs; vInfo alone with --hosts',
  make: 'rvtools.exe -c ExportAll2xlsx … or -c ExportAll2csv …, with or without -DBColumnNames',
  wanted: Object.fromEntries(
    Object.entries(columnNames).map(([tab, names]) => [tab, Object.values(names).flat()]),
  ),
  tableOf: ({ name, titles }: TabHeader) => rvtoolsTab(name) ?? tabOfTitles(titles),
  claims: (tables, tabs) =>
    tabs.some((tab) => ['vInfo', 'vHost'].includes(tabOfTitles(tab.titles) ?? '')) ||
    (rvtoolsTabs.some((tab) => tables.has(tab)) && tabs.some(({ name }) => /RVTools/i.test(name))),
  read(tables, into) {
    const [info, host] = [tables.get('vInfo'), tables.get('vHost')];
    if (host) hostsOf(host, into);
    if (info) collectMachines(info, tables, into);
    into.datastores.push(...datastoresOf(tables.get('vDatastore'), into));
    into.orphanedFiles.push(...orphanedFilesOf(tables, into));
    into.exportedMs = exportedMs(tables.get('vMetaData'), into);
    for (const tab of tables.values()) {
      if (tab.blank > 0) into.finding('blank-row', `blank rows in tab ${tab.name}`, tab.blank);
      reportUnread(tab, into);
    }
  },
};
