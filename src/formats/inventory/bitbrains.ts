import { basename } from 'node:path';
import type { InventoryReader } from './reader.ts';
import { Header, rowsOf } from './rows.ts';

/** GWA-T-12: one file per machine; its name is the machine, its size the largest ever provisioned. */
export const bitbrains: InventoryReader = {
  id: 'bitbrains',
  title: 'Bitbrains GWA-T-12, one CSV per machine',
  make: 'published: Grid Workloads Archive, GWA-T-12 (fastStorage, rnd)',
  sniff: (_name, head) => /^\ufeff?Timestamp \[ms\];\s*CPU cores;/.test(head),
  async read(path, into) {
    let header: Header | undefined;
    let cores = 0;
    let kib = 0;
    for await (const { line, cells } of rowsOf(path, ';')) {
      if (!header) {
        header = new Header(cells, path);
        continue;
      }
      const size = cells[header.need('Memory capacity provisioned [KB]')];
      cores = Math.max(
        cores,
        into.amount(cells[header.need('CPU cores')], 'CPU cores', path, line),
      );
      kib = Math.max(kib, into.amount(size, 'memory', path, line));
    }
    into.vm({
      name: basename(path).replace(/\.csv(\.gz)?$/, ''),
      vcpus: cores,
      memoryMib: kib / 1024,
    });
  },
};
