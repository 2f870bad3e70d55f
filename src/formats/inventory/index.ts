import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badInput, printable } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { openbNodes, openbPods } from './alibaba.ts';
import { alibabaTables } from './alibaba-tables.ts';
import { azure } from './azure.ts';
import { azureMigrate } from './azure-migrate.ts';
import { packingTypes, packingVms, sqlite } from './azure-packing.ts';
import { bitbrains } from './bitbrains.ts';
import { checkInventory, checkSizes } from './check.ts';
import { filesIn, type InputFile, lookAt, readTables } from './exports.ts';
import { Collected } from './findings.ts';
import { forkliftHosts, forkliftMachines } from './forklift.ts';
import { googleTasks } from './google.ts';
import { huawei } from './huawei.ts';
import { hypervCsv, hypervHosts, hypervJson } from './hyperv.ts';
import { kubernetes } from './kubernetes.ts';
import { domainXml, domstats } from './libvirt.ts';
import { liveOptics } from './live-optics.ts';
import { nutanixCollector } from './nutanix-collector.ts';
import { withFiles } from './open.ts';
import { opendc, opendcLoad } from './opendc.ts';
import { flavors, hypervisors, servers } from './openstack.ts';
import { ovirtClusters, ovirtHosts, ovirtMachines } from './ovirt.ts';
import { csvHosts, csvVms } from './plain-csv.ts';
import { powercliHosts, powercliMachines } from './powercli.ts';
import { prometheus } from './prometheus.ts';
import { proxmox, proxmoxNodeStatus } from './proxmox.ts';
import type { InventoryReader } from './reader.ts';
import { refusedForms } from './refusals.ts';
import { rawTitlesOf } from './rows.ts';
import { rvtools } from './rvtools.ts';
import type { TablesReader } from './tables-reader.ts';
import { virshList, virshNodeinfo } from './virsh.ts';
import { vropsView } from './vrops.ts';
import { vsphereList } from './vsphere-list.ts';
import { xeCsv, xeHosts, xeMachines } from './xenserver.ts';

/** Readers of single files, the most particular first. */
export const inventoryReaders: readonly InventoryReader[] = [
  sqlite,
  ...refusedForms,
  proxmoxNodeStatus,
  proxmox,
  kubernetes,
  forkliftHosts,
  forkliftMachines,
  hypervHosts,
  hypervJson,
  hypervCsv,
  ovirtClusters,
  ovirtHosts,
  ovirtMachines,
  xeHosts,
  xeMachines,
  xeCsv,
  vropsView,
  powercliHosts,
  powercliMachines,
  azureMigrate,
  virshList,
  virshNodeinfo,
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
  vsphereList,
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

/** Exports of several tables, in order of who is asked first: names of tabs are shared, titles are not. */
export const tablesReaders: readonly TablesReader[] = [nutanixCollector, liveOptics, rvtools];

/** Files of a path, with those of archives in it; `run` may open them all. */
async function withInputs<T>(
  path: string,
  into: Collected,
  run: (files: readonly InputFile[]) => Promise<T>,
): Promise<T> {
  const found: InputFile[] = [];
  const unpacked = new Map<string, Uint8Array>();
  for (const file of await filesOf(path)) {
    const seen = await lookAt(file);
    if (!('archive' in seen)) {
      found.push(seen);
      continue;
    }
    const { files, left } = filesIn(seen.archive);
    for (const [name, bytes] of files) unpacked.set(name, bytes);
    if (left.length > 0) into.unread(left);
  }
  return withFiles(unpacked, async () => {
    for (const name of unpacked.keys()) {
      const seen = await lookAt(name);
      if ('archive' in seen) into.unread([basename(name)]);
      else found.push(seen);
    }
    return run(found);
  });
}

function oneWorkbook(path: string, files: readonly InputFile[]): void {
  const workbooks = files.filter(({ workbook }) => workbook !== undefined);
  if (workbooks.length < 2) return;
  const names = workbooks.slice(0, 5).map((file) => basename(file.path));
  throw badInput({
    file: path,
    expected: 'one workbook',
    found: printable(names.join(', '), 200),
    hint: 'Give the file instead of the folder.',
  });
}

/** A workbook nobody reads is told by its tabs. */
const tellFile = (path: string, workbook: InputFile['workbook']) =>
  workbook
    ? `${basename(path)} with tabs ${workbook.names.slice(0, 8).join(', ')}`
    : basename(path);

/** Reads each file by the reader of its kind; lists of sizes come first. */
async function readFiles(files: readonly InputFile[], into: Collected): Promise<void> {
  const known: { file: string; reader: InventoryReader }[] = [];
  for (const { path, head, workbook } of files) {
    const reader = workbook
      ? undefined
      : inventoryReaders.find((candidate) => candidate.sniff(basename(path), head));
    if (reader) known.push({ file: path, reader });
    else into.unread([tellFile(path, workbook)]);
  }
  known.sort((a, b) => Number(b.reader.isLookup ?? false) - Number(a.reader.isLookup ?? false));
  for (const { file, reader } of known) await reader.read(file, into);
}

/** How the columns of a list are called that is read whoever made it. */
const NAMES =
  'Name the columns of a list of machines in its first line name, vcpus and memory_mib (or memory_gib), and where it has them host, cluster and power_state; of hosts name, cores and memory_mib.';

/** The titles of a table that nobody reads, as it writes them; nothing where its first line is none. */
function columnsSeen(head: string): string | undefined {
  const titles = rawTitlesOf(head).filter((title) => title !== '');
  if (titles.length < 2 || titles.some((title) => title.length > 80)) return undefined;
  return `Its columns are ${printable(titles.slice(0, 12).join(', '), 400)}${titles.length > 12 ? ', …' : ''}.`;
}

/** What there was instead of an inventory: of a folder or an archive the names, of one file that alone says nothing. */
async function unread(path: string, names: string | undefined): Promise<string> {
  if (names === undefined) return 'nothing to read';
  if (names !== printable(basename(path), 200)) return names;
  return (await stat(path)).size === 0 ? 'an empty file' : 'something else';
}

/**
 * Hosts and machines of one export, or of a folder or zip file of several (a host list beside a machine list). What a
 * file is, its content says; a file nobody reads in a folder is reported, not an error.
 */
export async function readInventory(path: string): Promise<Inventory> {
  const into = new Collected();
  // Looked for where nothing was read alone.
  let titlesSeen: () => string | undefined = () => undefined;
  await withInputs(path, into, async (files) => {
    titlesSeen = () =>
      files.map(({ head, workbook }) => (workbook ? undefined : columnsSeen(head))).find(Boolean);
    oneWorkbook(path, files);
    const taken = await readTables(tablesReaders, files, into, path);
    await readFiles(
      files.filter((file) => !taken.has(file)),
      into,
    );
  });
  into.settle();
  const { hosts, vms, datastores } = into;
  const { tooLittle } = into.across;
  if (hosts.length + vms.length === 0 && tooLittle) throw badInput(tooLittle);
  if (hosts.length + vms.length === 0) {
    const titles = titlesSeen();
    throw badInput({
      file: path,
      expected: 'an inventory of a kind that virtcost formats lists',
      found: await unread(path, into.unreadFiles()),
      hint: `${titles === undefined ? '' : `${titles} ${NAMES} `}"virtcost formats" says how to make one.`,
    });
  }
  checkSizes(path, into);
  checkInventory(into);
  const { orphanedFiles, exportedMs } = into;
  const listed = {
    ...(datastores.length > 0 ? { datastores } : {}),
    ...(orphanedFiles.length > 0 ? { orphanedFiles } : {}),
    ...(exportedMs === undefined ? {} : { exportedMs }),
  };
  return { source: path, hosts, vms: into.vms, findings: into.findings(), ...listed };
}
