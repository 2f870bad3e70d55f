import { MIB_PER_GIB } from '../../units.ts';
import type { Collected } from './findings.ts';
import { readList } from './list.ts';
import type { InventoryReader } from './reader.ts';
import { titlesOf } from './rows.ts';
import { type Columns, isTrue, type TableRow } from './table.ts';

/** Columns of Get-VM that carry nothing a plan asks for. */
const KNOWN = [
  ...[
    'Notes',
    'CoresPerSocket',
    'VMHostId',
    'FolderId',
    'Folder',
    'ResourcePoolId',
    'HARestartPriority',
  ],
  ...[
    'HAIsolationResponse',
    'DrsAutomationLevel',
    'VMSwapfilePolicy',
    'VMResourceConfiguration',
    'Version',
  ],
  ...[
    'HardwareVersion',
    'PersistentId',
    'GuestId',
    'DatastoreIdList',
    'CreateDate',
    'SEVEnabled',
    'Uid',
  ],
  ...['CustomFields', 'ExtensionData', 'Client', 'MemoryHotAddLimit', 'CoreId', 'VApp'],
];

/** A size from whichever unit the report has, MiB before GiB: GiB may be rounded. */
function sizeOf(columns: Columns, mib: readonly string[], gib: readonly string[]) {
  const [whole, fraction] = [
    columns.optional('whole', mib),
    columns.optional('fraction', gib, MIB_PER_GIB),
  ];
  return (row: TableRow) => whole(row) ?? fraction(row) ?? 0;
}

/** `/VIServer=user@vcenter:443/VirtualMachine=…` names the vCenter the session was connected to. */
const vcenterOf = (uid: string) => /^\/VIServer=(?:[^@/]*@)?([^:/]+)/.exec(uid)?.[1];

/**
 * Reads a report, and forgets its vCenter where there is one alone: it may be called otherwise in another file, and
 * tells nothing apart.
 */
async function withVcenters(
  entries: readonly { vcenter?: string | undefined }[],
  read: () => Promise<void>,
): Promise<void> {
  const before = entries.length;
  await read();
  const added = entries.slice(before);
  if (new Set(added.map(({ vcenter }) => vcenter)).size < 2)
    for (const entry of added) entry.vcenter = undefined;
}

/** `app-01:Ubuntu Linux (64-bit)`, as a guest object writes itself: the machine, and what runs in it. */
const osOf = (guest: string, name: string) =>
  guest.startsWith(`${name}:`) ? guest.slice(name.length + 1) : guest;

/** PowerCLI's Get-VM, whole or selected, or a report with its names. */
export const powercliMachines: InventoryReader = {
  id: 'powercli-vms',
  title: 'VMware PowerCLI Get-VM, CSV in any language of Windows',
  make: 'Get-VM | Export-Csv vms.csv -NoTypeInformation -UseCulture',
  sniff: (_name, head) => {
    const titles = titlesOf(head);
    return (
      titles.includes('numcpu') &&
      titles.some((title) => /^memory(mb|gb)$/.test(title)) &&
      !titles.includes('cputotalmhz')
    );
  },
  read: (path, into) =>
    withVcenters(into.vms, () =>
      readList(path, into, KNOWN, (columns) => {
        columns.need('Name', 'VM', 'VMName');
        columns.need('NumCpu');
        if (!columns.has('MemoryGB')) columns.need('MemoryMB');
        const name = columns.text('Name', 'VM', 'VMName');
        const [id, uid] = [columns.text('Id'), columns.text('Uid')];
        const [host, cluster] = [columns.text('VMHost', 'Host'), columns.text('Cluster')];
        const [datacenter, pool] = [columns.text('Datacenter'), columns.text('ResourcePool')];
        const [guest, template] = [
          columns.text('Guest', 'GuestFullName', 'OS'),
          columns.text('Template', 'IsTemplate'),
        ];
        const power = powerOf(columns, into);
        const vcpus = columns.number('count', ['NumCpu']);
        const memory = sizeOf(columns, ['MemoryMB'], ['MemoryGB']);
        const used = sizeOf(columns, ['UsedSpaceMB'], ['UsedSpaceGB']);
        const provisioned = sizeOf(columns, ['ProvisionedSpaceMB'], ['ProvisionedSpaceGB']);
        return (row: TableRow) => {
          const vm = name(row);
          into.vm({
            name: vm,
            id: id(row) || undefined,
            vcenter: vcenterOf(uid(row)),
            datacenter: datacenter(row) || undefined,
            cluster: cluster(row),
            host: host(row),
            // The pool every cluster has by itself is none.
            pool: pool(row) === 'Resources' ? undefined : pool(row) || undefined,
            power: power(row),
            template: isTrue(template(row)),
            vcpus: vcpus(row),
            memoryMib: memory(row),
            provisionedMib: provisioned(row),
            inUseMib: used(row),
            os: osOf(guest(row), vm),
          });
        };
      }),
    ),
};

function powerOf(columns: Columns, into: Collected) {
  if (!columns.has('PowerState')) {
    into.finding(
      'assumed',
      'the file does not say which machines run (column PowerState): all of them count as running',
    );
    return () => 'on' as const;
  }
  const power = columns.text('PowerState');
  return (row: TableRow) => into.power(power(row), 'vsphere');
}

/** PowerCLI's Get-VMHost: NumCpu counts cores. */
export const powercliHosts: InventoryReader = {
  id: 'powercli-hosts',
  title: 'VMware PowerCLI Get-VMHost, CSV in any language of Windows',
  make: 'Get-VMHost | Export-Csv hosts.csv -NoTypeInformation -UseCulture',
  sniff: (_name, head) =>
    titlesOf(head).includes('cputotalmhz') && titlesOf(head).includes('numcpu'),
  read: (path, into) =>
    withVcenters(into.hosts, () =>
      readList(path, into, [...KNOWN, 'State', 'PowerState'], (columns) => {
        columns.need('Name', 'VMHost');
        columns.need('NumCpu');
        if (!columns.has('MemoryTotalGB')) columns.need('MemoryTotalMB');
        const [name, cluster] = [columns.text('Name', 'VMHost'), columns.text('Parent', 'Cluster')];
        const [state, uid] = [columns.text('ConnectionState', 'State'), columns.text('Uid')];
        const hasState = columns.has('ConnectionState', 'State');
        const cores = columns.number('count', ['NumCpu']);
        const [clock, clockUsed] = [
          columns.number('whole', ['CpuTotalMhz']),
          columns.optional('whole', ['CpuUsageMhz']),
        ];
        const memory = sizeOf(columns, ['MemoryTotalMB'], ['MemoryTotalGB']);
        const memoryUsed = sizeOf(columns, ['MemoryUsageMB'], ['MemoryUsageGB']);
        const hasMemoryUsed = columns.has('MemoryUsageMB', 'MemoryUsageGB');
        return (row: TableRow) => {
          const [count, total, size] = [cores(row), clock(row), memory(row)];
          const used = clockUsed(row);
          into.host({
            name: name(row),
            cluster: cluster(row),
            vcenter: vcenterOf(uid(row)),
            state: hasState ? into.hostState(state(row)) : 'up',
            cores: count,
            mhzPerCore: count > 0 ? total / count : 0,
            memoryMib: size,
            cpuUse: used === undefined || total === 0 ? undefined : used / total,
            memoryUse: hasMemoryUsed && size > 0 ? memoryUsed(row) / size : undefined,
          });
        };
      }),
    ),
};
