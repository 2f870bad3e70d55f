import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badInput, printable } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { openbNodes, openbPods } from './alibaba.ts';
import { alibabaTables } from './alibaba-tables.ts';
import { azure } from './azure.ts';
import { packingTypes, packingVms, sqlite } from './azure-packing.ts';
import { bitbrains } from './bitbrains.ts';
import { checkInventory } from './check.ts';
import { Collected } from './findings.ts';
import { googleTasks } from './google.ts';
import { huawei } from './huawei.ts';
import { domainXml, domstats } from './libvirt.ts';
import { readHead } from './open.ts';
import { opendc, opendcLoad } from './opendc.ts';
import { flavors, hypervisors, servers } from './openstack.ts';
import { csvHosts, csvVms } from './plain-csv.ts';
import { prometheus } from './prometheus.ts';
import type { InventoryReader } from './reader.ts';
import { readRvtools } from './rvtools.ts';

/** Readers of single files, the most particular first. RVTools, of whole workbooks, stands beside them. */
export const inventoryReaders: readonly InventoryReader[] = [
  sqlite,
  domstats,
  domainXml,
  prometheus,
  hypervisors,
  servers,
  flavors,
  bitbrains,
  opendc,
  opendcLoad,
  openbNodes,
  openbPods,
  ...alibabaTables,
  huawei,
  packingTypes,
  packingVms,
  azure,
  googleTasks,
  csvVms,
  csvHosts,
];

const MAX_FILES = 100_000;

async function filesOf(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    if (names.length > MAX_FILES) {
      throw badInput({ file: path, expected: `at most ${MAX_FILES} files`, found: 'more' });
    }
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw readFailure(path, error);
  }
}

/**
 * Hosts and machines of one export, or of a folder of several (a host list beside a machine list). What a
 * file is, its content says; a file nobody reads in a folder is reported, not an error.
 */
export async function readInventory(path: string): Promise<Inventory> {
  const files = await filesOf(path);
  const isRvtools = (file: string) => /\.xlsx$|^RVTools_tab/i.test(basename(file));
  if (files.some(isRvtools)) {
    const workbooks = files.filter((file) => /\.xlsx$/i.test(file));
    if (workbooks.length > 1) {
      throw badInput({
        file: path,
        expected: 'one workbook',
        found: printable(
          workbooks
            .slice(0, 5)
            .map((file) => basename(file))
            .join(', '),
          200,
        ),
        hint: 'Give the file instead of the folder.',
      });
    }
    return readRvtools(workbooks.length === 1 ? workbooks[0]! : path);
  }
  const into = new Collected();
  const known: { file: string; reader: InventoryReader }[] = [];
  const skipped: string[] = [];
  for (const file of files) {
    const head = await readHead(file);
    const reader = inventoryReaders.find((candidate) => candidate.sniff(basename(file), head));
    if (reader) known.push({ file, reader });
    else skipped.push(basename(file));
  }
  known.sort((a, b) => Number(b.reader.isLookup ?? false) - Number(a.reader.isLookup ?? false));
  for (const { file, reader } of known) await reader.read(file, into);
  into.settle();
  if (into.hosts.length + into.vms.length === 0) {
    throw badInput({
      file: path,
      expected: 'an inventory of a kind that virtcost formats lists',
      found:
        skipped.length > 0 ? printable(skipped.slice(0, 5).join(', '), 200) : 'nothing to read',
    });
  }
  if (skipped.length > 0) {
    into.finding(
      'unread-file',
      `files nobody reads: ${printable(skipped.slice(0, 5).join(', '), 200)}`,
    );
  }
  checkInventory(into);
  return { source: path, hosts: into.hosts, vms: into.vms, findings: into.findings() };
}
