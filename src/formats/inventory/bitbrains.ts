import { basename } from 'node:path';
import type { InventoryReader } from './reader.ts';
import { eachRecord } from './rows.ts';

/** GWA-T-12: one file per machine; its name is the machine, its size the largest ever provisioned. */
export const bitbrains: InventoryReader = {
  id: 'bitbrains',
  title: 'Bitbrains GWA-T-12, one CSV per machine',
  make: 'published: Grid Workloads Archive, GWA-T-12 (fastStorage, rnd)',
  sniff: (_name, head) => /^\ufeff?Timestamp \[ms\];\s*CPU cores;/.test(head),
  async read(path, into) {
    let [cores, kib, mhz, rows] = [0, 0, 0, 0];
    await eachRecord(path, (header) => {
      const [core, memory, usage] = [
        header.need('CPU cores'),
        header.need('Memory capacity provisioned [KB]'),
        header.find('CPU usage [MHZ]'),
      ];
      return ({ line, cells }) => {
        cores = Math.max(cores, into.amount(cells[core], 'CPU cores', path, line));
        kib = Math.max(kib, into.amount(cells[memory], 'memory', path, line));
        if (usage === undefined) return;
        mhz += into.amount(cells[usage], 'CPU usage', path, line);
        rows++;
      };
    });
    into.vm({
      name: basename(path).replace(/\.csv(\.gz)?$/, ''),
      vcpus: cores,
      memoryMib: kib / 1024,
      ...(rows > 0 ? { cpuDemandMhz: mhz / rows } : {}),
    });
  },
};
