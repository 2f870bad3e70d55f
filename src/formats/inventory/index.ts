import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readFailure } from '../../cli/read-input.ts';
import { badInput, printable } from '../../errors.ts';
import type { Inventory } from '../../plan/inventory.ts';
import { openbNodes, openbPods } from './alibaba.ts';
import { azure } from './azure.ts';
import { bitbrains } from './bitbrains.ts';
import { Collected, DEFAULT_CLUSTER } from './findings.ts';
import { domainXml, domstats } from './libvirt.ts';
import { readHead } from './open.ts';
import { opendc } from './opendc.ts';
import { hypervisors, servers } from './openstack.ts';
import { csvHosts, csvVms } from './plain-csv.ts';
import { prometheus } from './prometheus.ts';
import type { InventoryReader } from './reader.ts';
import { readRvtools } from './rvtools.ts';

/** Readers of single files, the most particular first. RVTools, of whole workbooks, stands beside them. */
export const inventoryReaders: readonly InventoryReader[] = [
  domstats,
  domainXml,
  prometheus,
  hypervisors,
  servers,
  bitbrains,
  opendc,
  openbNodes,
  openbPods,
  azure,
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
    return readRvtools(workbooks.length === 1 ? workbooks[0]! : path);
  }
  const into = new Collected();
  const skipped: string[] = [];
  for (const file of files) {
    const head = await readHead(file);
    const reader = inventoryReaders.find((candidate) => candidate.sniff(basename(file), head));
    if (reader) await reader.read(file, into);
    else skipped.push(basename(file));
  }
  if (into.hosts.length + into.vms.length === 0) {
    throw badInput({
      file: path,
      expected: `an inventory (rvtools, ${inventoryReaders.map((reader) => reader.id).join(', ')})`,
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
  nameProblems(into);
  return { source: path, hosts: into.hosts, vms: into.vms, findings: into.findings() };
}

function nameProblems(into: Collected): void {
  const seen = new Set<string>();
  for (const vm of into.vms) {
    if (seen.has(vm.name))
      into.finding('duplicate-name', 'machine names used more than once, all kept');
    seen.add(vm.name);
  }
  const hosts = new Map(into.hosts.map((host) => [host.name, host.cluster]));
  for (const vm of into.vms) {
    if (vm.host === '') continue;
    const cluster = hosts.get(vm.host);
    if (cluster === undefined) {
      if (hosts.size > 0) {
        into.finding(
          'unknown-host',
          'hosts of machines that no host list names; the machines are kept',
        );
      }
    } else if (vm.cluster === DEFAULT_CLUSTER) vm.cluster = cluster;
  }
}
