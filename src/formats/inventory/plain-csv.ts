import type { Collected } from './findings.ts';
import type { InventoryReader } from './reader.ts';
import { eachRecord, type Header, type Row, titlesOf } from './rows.ts';

/** Reads cells of a row of a plain list by column; a column the header lacks is empty. */
function cellsOf(header: Header, into: Collected, path: string) {
  const text = (row: Row, column: number | undefined) =>
    column === undefined ? '' : (row.cells[column] ?? '');
  const number = (row: Row, column: number | undefined, what: string) =>
    into.amount(text(row, column), what, path, row.line, header.decimalComma);
  const size = (row: Row, found: { column: number; mib: number } | undefined, what: string) =>
    number(row, found?.column, what) * (found?.mib ?? 1);
  const cluster = header.find('cluster');
  /** Without the column the cluster is left to the reader's default. */
  const inCluster = (row: Row) => (cluster === undefined ? {} : { cluster: text(row, cluster) });
  return { text, number, size, inCluster };
}

/** Columns name,cores,memory_mib and optionally cluster, sockets, clock, maintenance, storage, network, NUMA nodes. */
export const csvHosts: InventoryReader = {
  id: 'csv-hosts',
  title: 'hosts, plain CSV',
  make: 'columns name,cores,memory_mib[,cluster,sockets,mhz_per_core,maintenance,storage_mib,network_mbps,numa_nodes]; memory_gib and other units too',
  sniff: (_name, head) => titlesOf(head).includes('cores') && !titlesOf(head).includes('vcpus'),
  read: (path, into) =>
    eachRecord(path, (header) => {
      const { text, number, size, inCluster } = cellsOf(header, into, path);
      const [name, cores, memory] = [
        header.need('name', 'host'),
        header.need('cores'),
        header.needSize('memory'),
      ];
      const [sockets, clock] = [header.find('sockets'), header.find('mhz_per_core', 'mhz')];
      const maintenance = header.find('maintenance');
      const [storage, network] = [header.size('storage'), header.find('network_mbps')];
      const nodes = header.find('numa_nodes');
      return (row) =>
        into.host({
          name: text(row, name),
          cores: number(row, cores, 'cores'),
          memoryMib: size(row, memory, 'memory'),
          sockets: number(row, sockets, 'sockets') || 1,
          mhzPerCore: number(row, clock, 'clock'),
          inMaintenance: /^(true|yes|1)$/i.test(text(row, maintenance)),
          storageMib: storage && size(row, storage, 'storage'),
          networkMbps: network === undefined ? undefined : number(row, network, 'network'),
          numaNodes: number(row, nodes, 'NUMA nodes') || undefined,
          ...inCluster(row),
        });
    }),
};

/** Columns name,vcpus,memory_mib and optionally cluster, host, power, space, os, network, pool. */
export const csvVms: InventoryReader = {
  id: 'csv-vms',
  title: 'machines, plain CSV',
  make: 'columns name,vcpus,memory_mib[,cluster,host,powered_on,provisioned_mib,in_use_mib,os,network_mbps,pool]; memory_gib and other units too',
  sniff: (_name, head) => titlesOf(head).includes('vcpus'),
  read: (path, into) =>
    eachRecord(path, (header) => {
      const { text, number, size, inCluster } = cellsOf(header, into, path);
      const [name, vcpus, memory] = [
        header.need('name', 'vm'),
        header.need('vcpus'),
        header.needSize('memory'),
      ];
      const [provisioned, used] = [header.size('provisioned'), header.size('in_use')];
      const [host, os] = [header.find('host'), header.find('os')];
      const power = header.find('powered_on', 'power');
      const [network, pool] = [header.find('network_mbps'), header.find('pool', 'resource_pool')];
      return (row) =>
        into.vm({
          name: text(row, name),
          vcpus: number(row, vcpus, 'vCPUs'),
          memoryMib: size(row, memory, 'memory'),
          provisionedMib: size(row, provisioned, 'provisioned space'),
          inUseMib: size(row, used, 'space in use'),
          host: text(row, host),
          os: text(row, os),
          networkMbps: network === undefined ? undefined : number(row, network, 'network'),
          pool: text(row, pool) || undefined,
          poweredOn: !/^(false|no|0|off|poweredoff|shutoff)$/i.test(text(row, power)),
          ...inCluster(row),
        });
    }),
};
