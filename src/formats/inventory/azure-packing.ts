import { badInput } from '../../errors.ts';
import { Lifetimes } from './lifetimes.ts';
import type { InventoryReader } from './reader.ts';
import { eachRecord, titlesOf } from './rows.ts';

/** Sizes are shares of one machine: this many vCPUs and GiB stand for a whole one. */
const WHOLE = 100;

/** A SQLite database is not read; its tables are, once exported. */
export const sqlite: InventoryReader = {
  id: 'sqlite',
  title: 'SQLite database: refused, the message says how to export it',
  make: 'nothing: export its tables as CSV',
  sniff: (_name, head) => head.startsWith('SQLite format 3\0'),
  read: (path) => {
    throw badInput({
      file: path,
      expected: 'tables as CSV files',
      found: 'a SQLite database',
      hint: `Export both tables into one folder and give the folder: sqlite3 -header -csv FILE "select * from vmType" > vmType.csv; sqlite3 -header -csv FILE "select * from vm" > vm.csv`,
    });
  },
};

/** packing trace 2020, table vmType: what a type takes of each kind of machine, as shares. */
export const packingTypes: InventoryReader = {
  id: 'azure-packing-types',
  title: 'Azure packing trace 2020, table vmType as CSV',
  make: 'sqlite3 -header -csv packing_trace_zone_a_v1.sqlite "select * from vmType" > vmType.csv',
  sniff: (_name, head) => titlesOf(head).join().startsWith('id,vmtypeid,machineid,core,memory'),
  isLookup: true,
  async read(path, into) {
    await eachRecord(path, (header) => {
      const [type, core, memory] = [
        header.need('vmTypeId'),
        header.need('core'),
        header.need('memory'),
      ];
      return ({ line, cells }) => {
        const size = {
          vcpus: into.amount(cells[core], 'core', path, line) * WHOLE,
          memoryMib: into.amount(cells[memory], 'memory', path, line) * WHOLE * 1024,
          diskMib: 0,
        };
        const known = into.sizes.get(cells[type] ?? '');
        // A type has a row for each kind of machine it may run on: the dearest counts.
        into.sizes.set(cells[type] ?? '', {
          vcpus: Math.max(size.vcpus, known?.vcpus ?? 0),
          memoryMib: Math.max(size.memoryMib, known?.memoryMib ?? 0),
          diskMib: 0,
        });
      };
    });
    into.finding(
      'unit',
      `sizes are shares of one machine: a whole one counts as ${WHOLE} vCPUs and ${WHOLE} GiB, so hosts have to be given as such (--hosts N:${WHOLE}:1000:${WHOLE} --cpu-ratio 1), and a type counts as on the kind of machine it takes most of`,
    );
  },
};

/** packing trace 2020, table vm; times are in days. */
export const packingVms: InventoryReader = {
  id: 'azure-packing-vms',
  title: 'Azure packing trace 2020, table vm as CSV',
  make: 'sqlite3 -header -csv packing_trace_zone_a_v1.sqlite "select * from vm" > vm.csv, beside vmType.csv',
  sniff: (_name, head) => titlesOf(head).join().startsWith('vmid,tenantid,vmtypeid'),
  async read(path, into) {
    const lifetimes = new Lifetimes(into);
    await eachRecord(path, (header) => {
      const [name, type, from, to] = ['vmId', 'vmTypeId', 'starttime', 'endtime'].map((title) =>
        header.need(title),
      ) as [number, number, number, number];
      return ({ line, cells }) => {
        const size = into.sizeOf(cells[type] ?? '', path, 'vmType.csv beside it');
        const start = into.signed(cells[from], 'starttime', path, line);
        const end = (cells[to] ?? '').trim();
        lifetimes.add(
          start,
          end === ''
            ? Number.POSITIVE_INFINITY
            : Math.max(start, into.signed(end, 'endtime', path, line)),
          size.vcpus,
        );
        into.vm({ name: cells[name] ?? '', vcpus: size.vcpus, memoryMib: size.memoryMib });
      };
    });
    lifetimes.finish('day');
  },
};
