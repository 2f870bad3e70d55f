import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badInput, printable } from '../../errors.ts';
import { readBytes, readFailure } from '../../files/read-input.ts';
import type {
  Inventory,
  InventoryDisk,
  InventoryHost,
  InventoryVm,
} from '../../inventory/inventory.ts';
import { checkInventory } from './check.ts';
import { Collected } from './findings.ts';
import { readTab } from './rows.ts';
import { Cells, isTrue } from './rvtools-cells.ts';
import { datastoreOfPath, datastoresOf, disksOf, rulesOf } from './rvtools-storage.ts';
import type { Tab } from './tab.ts';
import { readWorkbook } from './xlsx.ts';

const MAX_FILE_BYTES = 512 * 2 ** 20;

/** The tabs read and their columns by every name a version of RVTools gave them. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  vInfo: [
    ...['VM', 'Powerstate', 'Template', 'CPUs', 'Memory', 'Size MiB', 'Size MB'],
    ...['Provisioned MiB', 'Provisioned MB', 'In Use MiB', 'In Use MB', 'Host', 'Cluster'],
    ...['OS according to the configuration file', 'OS according to the VMware Tools', 'OS'],
    ...['Path', 'Resource pool', 'Cluster rule(s)', 'Cluster rule name(s)'],
  ],
  vHost: [
    ...['Host', 'Cluster', '# CPU', '# Cores', 'Speed', '# Memory', 'CPU usage %'],
    ...['Memory usage %', 'in Maintenance Mode', '# VMs', '# vCPUs', 'vRAM'],
  ],
  vCPU: ['VM', 'Reservation'],
  vMemory: ['VM', 'Reservation'],
  vDisk: ['VM', 'Capacity MiB', 'Capacity MB', 'Thin', 'Path', 'Disk Path'],
  vDatastore: [
    ...['Name', 'Capacity MiB', 'Capacity MB', 'Provisioned MiB', 'Provisioned MB'],
    ...['In Use MiB', 'In Use MB', 'Free MiB', 'Free MB'],
  ],
};

function hostsOf(tab: Tab, into: Collected, file: string): InventoryHost[] {
  const cells = new Cells(tab, into, file);
  const [name, cores, speed, memory] = ['Host', '# Cores', 'Speed', '# Memory'].map((title) =>
    tab.need(file, title),
  ) as [number, number, number, number];
  const [cluster, sockets] = [tab.column('Cluster'), tab.column('# CPU')];
  const [cpuUse, memoryUse] = [tab.column('CPU usage %'), tab.column('Memory usage %')];
  const maintenance = tab.column('in Maintenance Mode');
  const [vms, vcpus, vram] = [tab.column('# VMs'), tab.column('# vCPUs'), tab.column('vRAM')];
  return tab.rows
    .filter((row) => cells.text(row, name) !== '')
    .map((row) => ({
      name: cells.text(row, name),
      cluster: cells.text(row, cluster),
      sockets: cells.number(row, sockets),
      cores: cells.number(row, cores),
      mhzPerCore: cells.number(row, speed),
      memoryMib: cells.number(row, memory),
      cpuUse: cells.optional(row, cpuUse, 0.01),
      memoryUse: cells.optional(row, memoryUse, 0.01),
      inMaintenance: isTrue(cells.text(row, maintenance)),
      vms: cells.optional(row, vms),
      vcpus: cells.optional(row, vcpus),
      vramMib: cells.optional(row, vram),
    }));
}

/** Reservations by VM name from vCPU and vMemory, where the export has those tabs. */
function reservations(
  tab: Tab | undefined,
  into: Collected,
  file: string,
): ReadonlyMap<string, number> {
  const [name, amount] = [tab?.column('VM'), tab?.column('Reservation')];
  if (!tab || name === undefined || amount === undefined) return new Map();
  const cells = new Cells(tab, into, file);
  return new Map(tab.rows.map((row) => [cells.text(row, name), cells.number(row, amount)]));
}

function vmsOf(
  tab: Tab,
  into: Collected,
  file: string,
  reserved: Record<'cpu' | 'memory', ReadonlyMap<string, number>>,
  disks: ReadonlyMap<string, InventoryDisk[]>,
): InventoryVm[] {
  const cells = new Cells(tab, into, file);
  const [name, power, vcpus, size] = [
    tab.need(file, 'VM'),
    tab.need(file, 'Powerstate'),
    tab.need(file, 'CPUs'),
    tab.need(file, 'Memory', 'Size MiB', 'Size MB'),
  ];
  const [host, cluster, template] = [
    tab.column('Host'),
    tab.column('Cluster'),
    tab.column('Template'),
  ];
  const provisioned = tab.column('Provisioned MiB', 'Provisioned MB');
  const used = tab.column('In Use MiB', 'In Use MB');
  const [pool, path] = [tab.column('Resource pool'), tab.column('Path')];
  const [kinds, rules] = [tab.column('Cluster rule(s)'), tab.column('Cluster rule name(s)')];
  const os = tab.column(
    'OS according to the configuration file',
    'OS according to the VMware Tools',
    'OS',
  );
  return tab.rows
    .filter((row) => cells.text(row, name) !== '')
    .map((row) => {
      const vm = cells.text(row, name);
      return {
        name: vm,
        cluster: cells.text(row, cluster),
        host: cells.text(row, host),
        poweredOn: /^poweredon$/i.test(cells.text(row, power)),
        template: isTrue(cells.text(row, template)),
        vcpus: cells.number(row, vcpus),
        memoryMib: cells.number(row, size),
        provisionedMib: cells.number(row, provisioned),
        inUseMib: cells.number(row, used),
        cpuReservationMhz: reserved.cpu.get(vm) ?? 0,
        memoryReservationMib: reserved.memory.get(vm) ?? 0,
        os: cells.text(row, os),
        pool: cells.text(row, pool) || undefined,
        datastore: datastoreOfPath(cells.text(row, path)) || undefined,
        disks: disks.get(vm),
        rules: rulesOf(cells.text(row, kinds), cells.text(row, rules)),
      };
    });
}

/** An inventory from the tabs of an RVTools export, old MB and new MiB headers alike. */
function rvtoolsInventory(tabs: ReadonlyMap<string, Tab>, file: string): Inventory {
  const into = new Collected();
  const [info, host] = [tabs.get('vInfo'), tabs.get('vHost')];
  if (!info || !host) {
    throw badInput({
      file,
      expected: 'an RVTools export with the tabs vInfo and vHost',
      found: `tabs ${printable([...tabs.keys()].join(', '), 200) || 'of other names'}`,
    });
  }
  into.hosts.push(...hostsOf(host, into, file));
  const reserved = {
    cpu: reservations(tabs.get('vCPU'), into, file),
    memory: reservations(tabs.get('vMemory'), into, file),
  };
  const disks = disksOf(tabs.get('vDisk'), into, file);
  for (const vm of vmsOf(info, into, file, reserved, disks)) into.vm(vm);
  const datastores = datastoresOf(tabs.get('vDatastore'), into, file);
  for (const { name, blank } of [info, host]) {
    if (blank > 0) into.finding('blank-row', `blank rows in tab ${name}`, blank);
  }
  checkInventory(into);
  return { source: file, hosts: into.hosts, vms: into.vms, findings: into.findings(), datastores };
}

async function csvTabs(folder: string): Promise<Map<string, Tab>> {
  const tabs = new Map<string, Tab>();
  for (const name of (await readdir(folder)).sort()) {
    const found = /^RVTools_tab(v\w+)\.csv$/i.exec(name)?.[1]?.toLowerCase();
    const tab = Object.keys(wanted).find((known) => known.toLowerCase() === found);
    if (tab) tabs.set(tab, await readTab(join(folder, name), tab, wanted[tab]!));
  }
  return tabs;
}

/** Reads an RVTools xlsx workbook or a folder of RVTools_tab*.csv files. */
export async function readRvtools(path: string): Promise<Inventory> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) return rvtoolsInventory(await csvTabs(path), path);
    if (/\.csv$/i.test(path)) {
      throw badInput({
        file: path,
        expected: 'the folder with all RVTools_tab*.csv files',
        found: 'one of them',
        hint: `Give the folder that holds ${printable(basename(path), 80)}.`,
      });
    }
    const bytes = await readBytes(path, MAX_FILE_BYTES);
    return rvtoolsInventory(readWorkbook(bytes, path, wanted), path);
  } catch (error) {
    throw readFailure(path, error);
  }
}
