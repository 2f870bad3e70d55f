import { readList } from './list.ts';
import type { InventoryReader } from './reader.ts';
import { titlesOf } from './rows.ts';
import type { TableRow } from './table.ts';

/** Disks a machine may have in the import file of Azure Migrate. */
const MOST_DISKS = 8;
const MIB_PER_GB = 1024;

/** Azure Migrate's CSV for servers nobody can discover: machines alone, of any hypervisor. */
export const azureMigrate: InventoryReader = {
  id: 'azure-migrate',
  title: 'Azure Migrate import of servers, CSV',
  make: 'Azure Migrate, Discover, Import using CSV: its template, filled in',
  sniff: (_name, head) => {
    const titles = titlesOf(head);
    return (
      titles.includes('servername') &&
      titles.some((title) => title.startsWith('memory')) &&
      titles.includes('cores')
    );
  },
  read: (path, into) =>
    readList(
      path,
      into,
      ['IP addresses', 'OS version', 'OS architecture', 'Boot type', 'Number of disks'],
      (columns) => {
        columns.need('*Server Name');
        columns.need('*Cores');
        columns.need('*Memory (In MB)', '*Memory (MB)', '*Memory');
        const [name, os] = [columns.text('*Server Name'), columns.text('*OS name')];
        const vcpus = columns.number('count', ['*Cores']);
        const memory = columns.number('whole', ['*Memory (In MB)', '*Memory (MB)', '*Memory']);
        const disks = Array.from({ length: MOST_DISKS }, (_, i) =>
          columns.number(
            'fraction',
            [`Disk ${i + 1} size (In GB)`, `Disk ${i + 1} size (GB)`],
            MIB_PER_GB,
          ),
        );
        into.finding(
          'assumed',
          'the file does not say which machines run, nor where: all of them count as running',
        );
        return (row: TableRow) =>
          into.vm({
            name: name(row),
            os: os(row),
            vcpus: vcpus(row),
            memoryMib: memory(row),
            provisionedMib: disks.reduce((sum, size) => sum + size(row), 0),
          });
      },
    ),
};
