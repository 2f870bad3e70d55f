import type { InventoryReader } from './reader.ts';
import { Header, rowsOf } from './rows.ts';

const isHosts = (head: string) => /(^|,)"?cores"?(,|\r|\n)/i.test(`${head.split('\n', 1)[0]}\n`);
const isVms = (head: string) => /(^|,)"?vcpus"?(,|\r|\n)/i.test(`${head.split('\n', 1)[0]}\n`);

/** Columns name,cores,memory_mib and optionally cluster,sockets,mhz_per_core,maintenance. */
export const csvHosts: InventoryReader = {
  id: 'csv-hosts',
  title: 'hosts, plain CSV',
  make: 'columns name,cores,memory_mib[,cluster,sockets,mhz_per_core,maintenance]',
  sniff: (_name, head) => isHosts(head) && !isVms(head),
  async read(path, into) {
    let header: Header | undefined;
    for await (const { line, cells } of rowsOf(path)) {
      if (!header) {
        header = new Header(cells, path);
        continue;
      }
      const number = (column: number | undefined, what: string) =>
        column === undefined ? 0 : into.amount(cells[column], what, path, line);
      const cluster = header.find('cluster');
      const maintenance = header.find('maintenance');
      into.host({
        name: cells[header.need('name', 'host')] ?? '',
        cores: number(header.need('cores'), 'cores'),
        memoryMib: number(header.need('memory_mib', 'memory_mb'), 'memory'),
        sockets: number(header.find('sockets'), 'sockets') || 1,
        mhzPerCore: number(header.find('mhz_per_core', 'mhz'), 'clock'),
        inMaintenance: /^(true|yes|1)$/i.test(cells[maintenance ?? -1] ?? ''),
        ...(cluster === undefined ? {} : { cluster: cells[cluster] ?? '' }),
      });
    }
  },
};

/** Columns name,vcpus,memory_mib and optionally cluster,host,powered_on,provisioned_mib,in_use_mib,os. */
export const csvVms: InventoryReader = {
  id: 'csv-vms',
  title: 'machines, plain CSV',
  make: 'columns name,vcpus,memory_mib[,cluster,host,powered_on,provisioned_mib,in_use_mib,os]',
  sniff: (_name, head) => isVms(head),
  async read(path, into) {
    let header: Header | undefined;
    for await (const { line, cells } of rowsOf(path)) {
      if (!header) {
        header = new Header(cells, path);
        continue;
      }
      const number = (column: number | undefined, what: string) =>
        column === undefined ? 0 : into.amount(cells[column], what, path, line);
      const cluster = header.find('cluster');
      into.vm({
        name: cells[header.need('name', 'vm')] ?? '',
        vcpus: number(header.need('vcpus'), 'vCPUs'),
        memoryMib: number(header.need('memory_mib', 'memory_mb'), 'memory'),
        provisionedMib: number(header.find('provisioned_mib'), 'provisioned space'),
        inUseMib: number(header.find('in_use_mib'), 'space in use'),
        host: cells[header.find('host') ?? -1] ?? '',
        os: cells[header.find('os') ?? -1] ?? '',
        poweredOn: !/^(false|no|0|off|poweredoff|shutoff)$/i.test(
          cells[header.find('powered_on', 'power') ?? -1] ?? '',
        ),
        ...(cluster === undefined ? {} : { cluster: cells[cluster] ?? '' }),
      });
    }
  },
};
