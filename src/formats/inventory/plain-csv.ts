import { badInput } from '../../errors.ts';
import { worstOf } from '../../inventory/host-state.ts';
import type { Collected } from './findings.ts';
import type { NumberKind } from './numbers.ts';
import type { InventoryReader } from './reader.ts';
import { eachRecord, type Header, type Row, rawTitlesOf, titlesOf } from './rows.ts';
import { Columns, isTrue, reportUnread, type TableRow } from './table.ts';

/** Reads the columns of a plain list: sizes by a title that ends in their unit, and where a row belongs. */
function listOf(header: Header, into: Collected) {
  const columns = new Columns(header, into);
  /** Sizes in MiB; a fraction of GiB and more is a size as people write it. */
  const optionalSize = (...names: string[]) => {
    const found = header.size(...names);
    if (!found) return undefined;
    const kind: NumberKind = found.mib > 1 ? 'fraction' : 'whole';
    return columns.optional(kind, [found.title], found.mib);
  };
  const size = (...names: string[]) => {
    const read = optionalSize(...names);
    return (row: TableRow) => read?.(row) ?? 0;
  };
  const needSize = (name: string) => {
    if (header.size(name)) return size(name);
    throw badInput({
      file: header.file,
      line: 1,
      expected: `a column "${name}_mib" (or _gib, _bytes, …)`,
      found: header.titles().slice(0, 12).join(', '),
    });
  };
  const [cluster, datacenter, vcenter] = [
    columns.text('cluster', 'cluster_name'),
    columns.text('datacenter', 'datacenter_name', 'dc'),
    columns.text('vcenter', 'vi_sdk_server', 'vcenter_name'),
  ];
  const place = {
    cluster: (row: TableRow) => into.word(cluster(row)),
    datacenter: (row: TableRow) => into.word(datacenter(row)) || undefined,
    vcenter: (row: TableRow) => into.word(vcenter(row)) || undefined,
  };
  return { columns, optionalSize, size, needSize, place };
}

/** Columns name,cores,memory_mib and optionally cluster, sockets, clock, state, storage, network, NUMA nodes. */
export const csvHosts: InventoryReader = {
  id: 'csv-hosts',
  title: 'hosts, plain CSV',
  make: 'columns name,cores,memory_mib[,cluster,datacenter,vcenter,sockets,mhz_per_core,maintenance,state,storage_mib,network_mbps,numa_nodes]; memory_gib and other units too',
  sniff: (_name, head) => titlesOf(head).includes('cores') && !titlesOf(head).includes('vcpus'),
  read: (path, into) =>
    eachListed(path, into, (header) => {
      const { columns, optionalSize, needSize, place } = listOf(header, into);
      columns.need('name', 'host', 'hostname');
      columns.need('cores');
      const name = columns.text('name', 'host', 'hostname');
      const cores = columns.number('count', ['cores']);
      const memory = needSize('memory');
      const sockets = columns.number('count', ['sockets']);
      const clock = columns.number('whole', ['mhz_per_core', 'mhz', 'speed']);
      const storage = optionalSize('storage');
      const network = columns.optional('whole', ['network_mbps']);
      const nodes = columns.number('count', ['numa_nodes']);
      const state = stateReader(columns, into);
      return (row) =>
        into.host({
          name: name(row),
          cores: cores(row),
          memoryMib: memory(row),
          sockets: sockets(row) || 1,
          mhzPerCore: clock(row),
          state: state(row),
          storageMib: storage?.(row),
          networkMbps: network(row),
          numaNodes: nodes(row) || undefined,
          cluster: place.cluster(row),
          datacenter: place.datacenter(row),
          vcenter: place.vcenter(row),
        });
    }),
};

/** Rows of a plain list, and then which of its columns were passed over. */
async function eachListed(
  path: string,
  into: Collected,
  open: (header: Header) => (row: Row) => void,
): Promise<void> {
  const header = await eachRecord(path, open);
  if (header) reportUnread(header, into);
}

/** The state of a host from a column that says it is in maintenance and from columns of states. */
function stateReader(columns: Columns, into: Collected) {
  const maintenance = columns.text('maintenance', 'in_maintenance_mode', 'maintenance_mode');
  const states = ['state', 'status', 'connection_state', 'power_state', 'host_state']
    .filter((title) => columns.has(title))
    .map((title) => columns.text(title));
  return (row: TableRow) => {
    const said = states
      .map((read) => read(row))
      .filter((word) => word !== '')
      .map((word) => into.hostState(word));
    const away = maintenance(row);
    // A word such as "notInMaintenance" is a state of its own.
    if (isTrue(away)) said.push('maintenance');
    else if (/maint/i.test(away)) said.push(into.hostState(away));
    return worstOf(said);
  };
}

/** Titles of a column that says whether a machine runs, the plainest first. */
const POWER = [
  ...['powered_on', 'power', 'power_state', 'power_status', 'runtime_power_state'],
  ...['vm_state', 'vm_status', 'vm_power_state', 'instance_state', 'instance_status'],
  ...['machine_state', 'server_status', 'run_state', 'running', 'is_running', 'state', 'status'],
];
/** Titles of the number of vCPUs, the plainest first. */
const VCPUS = ['vcpus', 'vcpu', 'vcpu_count', 'num_vcpus', 'vcpu_number'];

/** Columns name,vcpus,memory_mib and optionally where it runs, power, template, space, os, network, pool. */
export const csvVms: InventoryReader = {
  id: 'csv-vms',
  title: 'machines, plain CSV',
  make: 'columns name,vcpus,memory_mib[,id,cluster,datacenter,vcenter,host,power_state,template,provisioned_mib,in_use_mib,os,network_mbps,pool]; memory_gib and other units too',
  sniff: (_name, head) => {
    const titles = titlesOf(head);
    if (titles.includes('vcpus')) return true;
    // Other spellings are those of lists for people too, which put a unit in brackets or in the cells.
    const sized = rawTitlesOf(head).some((title) => /^memory[ _]?([kmgt]i?b|bytes)$/i.test(title));
    return sized && VCPUS.some((title) => titles.includes(title.replaceAll('_', '')));
  },
  read: (path, into) =>
    eachListed(path, into, (header) => {
      const { columns, size, needSize, place } = listOf(header, into);
      columns.need('name', 'vm', 'vm_name');
      const name = columns.text('name', 'vm', 'vm_name');
      const id = columns.text('id', 'vm_id', 'uuid', 'vm_uuid');
      const vcpus = columns.number('count', VCPUS);
      const memory = needSize('memory');
      const [provisioned, used] = [size('provisioned'), size('in_use')];
      const [host, os] = [columns.text('host', 'host_name'), columns.text('os')];
      const [hasPower, power] = [columns.has(...POWER), columns.text(...POWER)];
      const template = columns.text('template', 'is_template', 'vm_template');
      const network = columns.optional('whole', ['network_mbps']);
      const pool = columns.text('pool', 'resource_pool');
      // Rows of everything: a list may have millions.
      return (row) =>
        into.wholeVm({
          cluster: place.cluster(row),
          host: into.word(host(row)),
          power: hasPower ? into.power(power(row)) : 'on',
          template: isTrue(template(row)),
          vcpus: vcpus(row),
          memoryMib: memory(row),
          provisionedMib: provisioned(row),
          inUseMib: used(row),
          cpuReservationMhz: 0,
          memoryReservationMib: 0,
          os: into.word(os(row)),
          name: name(row),
          id: id(row) || undefined,
          networkMbps: network(row),
          pool: into.word(pool(row)) || undefined,
          datacenter: place.datacenter(row),
          vcenter: place.vcenter(row),
        });
    }),
};
