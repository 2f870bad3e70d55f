import { badInput, printable } from '../../errors.ts';
import { eachRecord } from '../inventory/rows.ts';
import { hourOf, isHourlyView } from '../machine-trace/vrops.ts';
import { findColumn, viewShape, viewValue } from '../vrops/view.ts';
import { addSample, type LoadReader } from './reader.ts';

const MHZ = /^cpu\|(demand|usage)$/;
const MEMORY = /^memory\|(utilization|usage|host usage|consumed)$/;

/** A view of hours of Aria Operations: means of an hour, so its peaks are lower than those of 20 seconds. */
export const vropsLoad: LoadReader = {
  id: 'vrops-load',
  title: 'View of hours of Aria Operations, machines',
  make: 'a view of virtual machines with CPU|Demand and Memory|Utilization, interval breakdown hourly, exported as CSV',
  sniff: (_name, head) => isHourlyView(head),
  async read(path, into) {
    into.use({ cpuUnit: 'mhz', memoryUnit: 'mib' });
    await eachRecord(path, (header) => {
      const shape = viewShape(header.titles());
      const cpu = shape && findColumn(shape, MHZ, 'avg', '');
      if (shape?.subject !== 'machine' || !cpu || shape.hour === undefined) {
        throw badInput({
          file: path,
          expected: 'a view of machines with columns "Interval Breakdown" and "CPU|Demand|Avg"',
          found: printable(header.titles().slice(0, 8).join(', '), 200),
        });
      }
      const { hour, name } = shape;
      const memory = findColumn(shape, MEMORY, 'avg', '');
      return ({ line, cells }) => {
        const at = { file: path, line };
        addSample(
          into,
          (cells[name] ?? '').trim(),
          {
            timeS: hourOf(cells[hour] ?? '', at) / 1000,
            cpu: viewValue(cells[cpu.place] ?? '', cpu, at),
            memory: memory && viewValue(cells[memory.place] ?? '', memory, at),
          },
          at,
        );
      };
    });
  },
};
