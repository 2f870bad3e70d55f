import { badInput, printable } from '../../errors.ts';
import { asWide, eachRecord, titledOnce, titlesOf } from '../inventory/rows.ts';
import { addSample, amountOf, type LoadReader, timeOf } from './reader.ts';

const cpuColumns = [
  ['cpu_percent', 'percent'],
  ['cpu_mhz', 'mhz'],
  ['cpu_cores', 'cores'],
] as const;
/** A clock above the one that is sold as the base makes more than 100. */
const MOST_PERCENT = 200;
const MACHINE = ['machine', 'name', 'vm'];

const has = (titles: readonly string[], names: readonly string[]) =>
  names.some((name) => titles.includes(name.replaceAll('_', '')));

/** `machine,time,cpu_percent[,memory_mib]`: what any tool can write. */
export const plainLoad: LoadReader = {
  id: 'load-csv',
  title: 'CSV: machine,time,cpu_percent (or cpu_mhz, cpu_cores),memory_mib',
  make: 'any tool; time in seconds or as a date; percent of all vCPUs of the machine',
  sniff(_name, head) {
    const titles = titlesOf(head);
    return (
      has(titles, MACHINE) &&
      titles.includes('time') &&
      has(
        titles,
        cpuColumns.map(([name]) => name),
      )
    );
  },
  async read(path, into) {
    await eachRecord(path, (header) => {
      const machine = header.find(...MACHINE);
      const time = header.find('time');
      const cpu = cpuColumns
        .map(([name, unit]) => ({ place: header.find(name), unit }))
        .find(({ place }) => place !== undefined);
      const memory = header.find('memory_mib');
      if (machine === undefined || time === undefined || cpu?.place === undefined) {
        throw badInput({
          file: path,
          line: 1,
          expected: 'columns machine, time and cpu_percent, cpu_mhz or cpu_cores',
          found: printable(header.titles().slice(0, 12).join(', '), 200),
        });
      }
      titledOnce(header, path, [
        ...MACHINE,
        'time',
        ...cpuColumns.map(([name]) => name),
        'memory_mib',
      ]);
      const fits = asWide(header, path);
      const most = cpu.unit === 'percent' ? MOST_PERCENT : Number.POSITIVE_INFINITY;
      into.use({ cpuUnit: cpu.unit, memoryUnit: 'mib' });
      const place = cpu.place;
      return ({ line, cells }) => {
        const at = { file: path, line };
        fits({ line, cells });
        const name = (cells[machine] ?? '').trim();
        if (name === '') throw badInput({ ...at, expected: 'a machine', found: 'nothing' });
        const value = amountOf(cells[place], 'CPU', at);
        if (value !== undefined && value > most)
          throw badInput({
            ...at,
            expected: `at most ${MOST_PERCENT} for cpu_percent, which counts all vCPUs of the machine as 100`,
            found: `${value}`,
            hint: 'Per cent of one core are cpu_cores, divided by 100.',
          });
        addSample(
          into,
          name,
          {
            timeS: timeOf(cells[time], at),
            cpu: value,
            memory: memory === undefined ? undefined : amountOf(cells[memory], 'memory_mib', at),
          },
          at,
        );
      };
    });
  },
};
