import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { readFailure } from '../../cli/read-input.ts';
import { badInput, printable } from '../../errors.ts';
import { sameHost } from '../../plan/host-names.ts';
import type {
  Inventory,
  InventoryFinding,
  InventoryHost,
  InventoryVm,
} from '../../plan/inventory.ts';
import { readWorkbook, type Tab } from './xlsx.ts';

const MAX_FILE_BYTES = 512 * 2 ** 20;
const wanted = ['vInfo', 'vHost', 'vCPU', 'vMemory'];

/** A tab with its header: cells by any of the names a version of RVTools gave the column. */
class Table {
  private readonly columns = new Map<string, number>();
  readonly rows: { line: number; cells: string[] }[] = [];
  readonly blank: number;
  readonly name: string;
  private readonly file: string;
  private readonly findings: Findings;

  constructor(file: string, name: string, tab: Tab, findings: Findings) {
    this.file = file;
    this.name = name;
    this.findings = findings;
    const header = tab[0] ?? [];
    header.forEach((title, i) => {
      if (!this.columns.has(title.trim())) this.columns.set(title.trim(), i);
    });
    let blank = 0;
    tab.slice(1).forEach((cells, i) => {
      if (cells) this.rows.push({ line: i + 2, cells });
      else blank++;
    });
    this.blank = blank;
  }

  /** Position of the first of `titles` the header has. */
  column(...titles: string[]): number | undefined {
    const title = titles.find((candidate) => this.columns.has(candidate));
    return title === undefined ? undefined : this.columns.get(title);
  }

  need(...titles: string[]): number {
    const column = this.column(...titles);
    if (column !== undefined) return column;
    throw badInput({
      file: this.file,
      expected: `a column "${titles[0]}" in tab ${this.name}`,
      found: printable([...this.columns.keys()].slice(0, 12).join(', '), 200) || 'no header',
      hint: 'The first row of the tab has to be the header RVTools writes.',
    });
  }

  /** A number of a row; empty is 0; what is no number is refused, negative counts as wrong and is 0. */
  number(row: { line: number; cells: string[] }, column: number | undefined): number {
    const text = column === undefined ? '' : (row.cells[column] ?? '').trim();
    if (text === '' || text === '-1') return 0;
    const value = Number(text.replaceAll(',', ''));
    if (!Number.isFinite(value)) {
      throw badInput({
        file: this.file,
        line: row.line,
        expected: `a number in tab ${this.name}`,
        found: `"${printable(text, 60)}"`,
      });
    }
    if (value >= 0) return value;
    this.findings.add(
      'bad-number',
      `negative numbers in tab ${this.name} count as 0, first in line ${row.line}`,
    );
    return 0;
  }

  text(row: { cells: string[] }, column: number | undefined): string {
    return column === undefined ? '' : (row.cells[column] ?? '').trim();
  }
}

class Findings {
  readonly list: InventoryFinding[] = [];
  add(kind: InventoryFinding['kind'], message: string, count = 1): void {
    const known = this.list.find((finding) => finding.kind === kind && finding.message === message);
    if (known) known.count += count;
    else this.list.push({ kind, message, count });
  }
}

const isTrue = (text: string) => /^(true|yes|1)$/i.test(text);

function hostsOf(table: Table): InventoryHost[] {
  const [name, cores, speed, memory] = [
    table.need('Host'),
    table.need('# Cores'),
    table.need('Speed'),
    table.need('# Memory'),
  ];
  const [cluster, sockets, cpuUse, memoryUse] = [
    table.column('Cluster'),
    table.column('# CPU'),
    table.column('CPU usage %'),
    table.column('Memory usage %'),
  ];
  const maintenance = table.column('in Maintenance Mode');
  const [vms, vcpus, vram] = [table.column('# VMs'), table.column('# vCPUs'), table.column('vRAM')];
  const optional = (
    row: { line: number; cells: string[] },
    column: number | undefined,
    scale = 1,
  ) =>
    column === undefined || table.text(row, column) === ''
      ? undefined
      : table.number(row, column) * scale;
  return table.rows
    .filter((row) => table.text(row, name) !== '')
    .map((row) => ({
      name: table.text(row, name),
      cluster: table.text(row, cluster),
      sockets: table.number(row, sockets),
      cores: table.number(row, cores),
      mhzPerCore: table.number(row, speed),
      memoryMib: table.number(row, memory),
      cpuUse: optional(row, cpuUse, 0.01),
      memoryUse: optional(row, memoryUse, 0.01),
      inMaintenance: isTrue(table.text(row, maintenance)),
      vms: optional(row, vms),
      vcpus: optional(row, vcpus),
      vramMib: optional(row, vram),
    }));
}

/** Reservations by VM name from vCPU and vMemory, where the export has those tabs. */
function reservations(table: Table | undefined): Map<string, number> {
  const [name, amount] = [table?.column('VM'), table?.column('Reservation')];
  if (!table || name === undefined || amount === undefined) return new Map();
  return new Map(table.rows.map((row) => [table.text(row, name), table.number(row, amount)]));
}

function vmsOf(table: Table, cpu: Map<string, number>, memory: Map<string, number>): InventoryVm[] {
  const [name, power, vcpus, size] = [
    table.need('VM'),
    table.need('Powerstate'),
    table.need('CPUs'),
    table.need('Memory', 'Size MiB', 'Size MB'),
  ];
  const [host, cluster, template] = [
    table.column('Host'),
    table.column('Cluster'),
    table.column('Template'),
  ];
  const [provisioned, used] = [
    table.column('Provisioned MiB', 'Provisioned MB'),
    table.column('In Use MiB', 'In Use MB'),
  ];
  const os = table.column(
    'OS according to the configuration file',
    'OS according to the VMware Tools',
    'OS',
  );
  return table.rows
    .filter((row) => table.text(row, name) !== '')
    .map((row) => {
      const vm = table.text(row, name);
      return {
        name: vm,
        cluster: table.text(row, cluster),
        host: table.text(row, host),
        poweredOn: /^poweredon$/i.test(table.text(row, power)),
        template: isTrue(table.text(row, template)),
        vcpus: table.number(row, vcpus),
        memoryMib: table.number(row, size),
        provisionedMib: table.number(row, provisioned),
        inUseMib: table.number(row, used),
        cpuReservationMhz: cpu.get(vm) ?? 0,
        memoryReservationMib: memory.get(vm) ?? 0,
        os: table.text(row, os),
      };
    });
}

/** Problems between the tabs: nothing is dropped for them. */
function joinFindings(
  hosts: readonly InventoryHost[],
  vms: readonly InventoryVm[],
  findings: Findings,
): void {
  const known = new Set(hosts.map((host) => host.name));
  const used = new Set(vms.map((vm) => vm.host));
  const list = (names: string[]) =>
    `${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;
  const strangers = [...used].filter((name) => name !== '' && !known.has(name));
  const renamed = strangers.filter((name) => hosts.some((host) => sameHost(host.name, name)));
  const absent = strangers.filter((name) => !renamed.includes(name));
  if (renamed.length > 0) {
    findings.add(
      'renamed-host',
      `hosts named differently in vInfo and vHost, matched by short name: ${list(renamed)}`,
      renamed.length,
    );
  }
  if (absent.length > 0) {
    findings.add(
      'unknown-host',
      `hosts of vInfo that vHost does not list; their machines are kept: ${list(absent)}`,
      absent.length,
    );
  }
  const names = [...used].filter((name) => name !== '');
  const empty = hosts
    .filter((host) => !names.some((name) => sameHost(name, host.name)))
    .map((host) => host.name);
  if (empty.length > 0)
    findings.add('host-without-vms', `hosts without machines: ${list(empty)}`, empty.length);
  const seen = new Set<string>();
  const twice = vms.filter((vm) => seen.size === seen.add(vm.name).size).map((vm) => vm.name);
  if (twice.length > 0)
    findings.add(
      'duplicate-name',
      `machine names used more than once, all kept: ${list(twice)}`,
      twice.length,
    );
}

/** An inventory from the tabs of an RVTools export, old MB and new MiB headers alike. */
export function rvtoolsInventory(tabs: ReadonlyMap<string, Tab>, file: string): Inventory {
  const findings = new Findings();
  const table = (name: string) => {
    const tab = tabs.get(name);
    return tab ? new Table(file, name, tab, findings) : undefined;
  };
  const [info, host] = [table('vInfo'), table('vHost')];
  if (!info || !host) {
    throw badInput({
      file,
      expected: 'an RVTools export with the tabs vInfo and vHost',
      found: `tabs ${[...tabs.keys()].join(', ') || 'of other names'}`,
    });
  }
  const hosts = hostsOf(host);
  const vms = vmsOf(info, reservations(table('vCPU')), reservations(table('vMemory')));
  for (const { name, blank } of [info, host]) {
    if (blank > 0) findings.add('blank-row', `blank rows in tab ${name}`, blank);
  }
  joinFindings(hosts, vms, findings);
  return { source: file, hosts, vms, findings: findings.list };
}

async function csvTabs(folder: string): Promise<Map<string, Tab>> {
  const tabs = new Map<string, Tab>();
  for (const name of await readdir(folder)) {
    const tab = /^RVTools_tab(v\w+)\.csv$/i.exec(name)?.[1];
    if (!tab || !wanted.includes(tab)) continue;
    const path = join(folder, name);
    if ((await stat(path)).size > MAX_FILE_BYTES) {
      throw badInput({ file: path, expected: `at most ${MAX_FILE_BYTES} bytes`, found: 'more' });
    }
    try {
      const rows = parseCsv(await readFile(path, 'utf8'), {
        bom: true,
        relax_column_count: true,
        delimiter: [',', ';'],
      }) as string[][];
      tabs.set(
        tab,
        rows.map((row) => (row.some((cell) => cell.trim() !== '') ? row : undefined)),
      );
    } catch (error) {
      throw badInput({
        file: path,
        expected: 'comma-separated rows',
        found: printable((error as Error).message, 160),
      });
    }
  }
  return tabs;
}

/** Reads an RVTools xlsx workbook or a folder of RVTools_tab*.csv files. */
export async function readRvtools(path: string): Promise<Inventory> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) return rvtoolsInventory(await csvTabs(path), path);
    if (info.size > MAX_FILE_BYTES) {
      throw badInput({
        file: path,
        expected: `at most ${MAX_FILE_BYTES} bytes`,
        found: String(info.size),
      });
    }
    return rvtoolsInventory(readWorkbook(await readFile(path), path, wanted), path);
  } catch (error) {
    throw readFailure(path, error);
  }
}
