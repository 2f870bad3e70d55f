import { basename } from 'node:path';
import { eachRecord } from '../inventory/rows.ts';
import { isBitbrains } from '../machine-trace/bitbrains.ts';
import { addSample, amountOf, type LoadReader, timeOf } from './reader.ts';

/** GWA-T-12: one file a machine, named by it; the time is in seconds in spite of its title. */
export const bitbrainsLoad: LoadReader = {
  id: 'bitbrains-load',
  title: 'Bitbrains GWA-T-12, CPU and memory of every sample',
  make: 'published: Grid Workloads Archive, GWA-T-12 (fastStorage, rnd)',
  sniff: (_name, head) => isBitbrains(head),
  async read(path, into) {
    into.use({ cpuUnit: 'percent', memoryUnit: 'mib' });
    const machine = basename(path).replace(/\.csv(\.gz)?$/, '');
    await eachRecord(path, (header) => {
      const [time, usage, capacity, memory] = [
        header.need('Timestamp [ms]'),
        header.need('CPU usage [MHZ]'),
        header.need('CPU capacity provisioned [MHZ]'),
        header.find('Memory usage [KB]'),
      ];
      return ({ line, cells }) => {
        const at = { file: path, line };
        const mhz = amountOf(cells[usage], 'CPU usage', at);
        const of = amountOf(cells[capacity], 'CPU capacity', at) ?? 0;
        const kib = memory === undefined ? undefined : amountOf(cells[memory], 'memory usage', at);
        addSample(
          into,
          machine,
          {
            timeS: timeOf(cells[time], at),
            cpu: mhz === undefined || of === 0 ? undefined : (100 * mhz) / of,
            memory: kib === undefined ? undefined : kib / 1024,
          },
          at,
        );
      };
    });
  },
};
