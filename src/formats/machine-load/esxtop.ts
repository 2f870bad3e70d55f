import { badInput, printable } from '../../errors.ts';
import { eachRecord } from '../inventory/rows.ts';
import { addSample, amountOf, type LoadReader } from './reader.ts';

/** Names hold colons and parentheses, so the counter is cut off at the last `)\` and the id at the first colon. */
const COUNTER = /^\\\\[^\\]*\\(Group Cpu|Group Memory)\(\d{1,15}:(.*)\)\\([^\\]*)$/s;
const DATE = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)$/;
/** Worlds of the host itself, which esxtop lists as groups too. */
const SYSTEM =
  /^(idle|system|helper|drivers|ft|vmotion|vmkapimod|init|vmsyslogd|hostd|vpxa)\b|\.\d+$/i;

interface Counter {
  place: number;
  machine: string;
  what: 'cpu' | 'memory';
}

function counterOf(title: string, place: number): Counter[] {
  const [, group, machine = '', name = ''] = COUNTER.exec(title) ?? [];
  if (group === undefined || SYSTEM.test(machine)) return [];
  if (group === 'Group Cpu' && name === '% Used') return [{ place, machine, what: 'cpu' }];
  return group === 'Group Memory' && /^(Touched|Active) .*MBytes$/.test(name)
    ? [{ place, machine, what: 'memory' }]
    : [];
}

function seconds(stamp: string, at: { file: string; line: number }): number {
  const [, month, day, year, hour, minute, second] = (DATE.exec(stamp.trim()) ?? []).map(Number);
  if (year === undefined || month === undefined)
    throw badInput({
      ...at,
      expected: 'a time such as "11/28/2026 12:00:00"',
      found: `"${printable(stamp, 40)}"`,
    });
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** esxtop -b: CPU of each group in percent of one core, summed over its vCPUs, and the memory it touches. */
export const esxtopLoad: LoadReader = {
  id: 'esxtop-load',
  title: 'esxtop -b (CSV), every sample of every machine',
  make: 'esxtop -b -a -d 60 -n 10080 > FILE',
  sniff: (_name, head) => /^\ufeff?"?\(PDH-CSV 4\.0\)/.test(head),
  async read(path, into) {
    into.use({ cpuUnit: 'cores', memoryUnit: 'mib' });
    await eachRecord(path, (header) => {
      const counters = header.titles().flatMap(counterOf);
      if (!counters.some(({ what }) => what === 'cpu'))
        throw badInput({
          file: path,
          line: 1,
          expected: 'counters \\\\HOST\\Group Cpu(ID:NAME)\\% Used',
          found: printable(header.titles().slice(0, 4).join(', '), 160),
        });
      return ({ line, cells }) => {
        const at = { file: path, line };
        const timeS = seconds(cells[0] ?? '', at);
        for (const { place, machine, what } of counters) {
          const value = amountOf(cells[place], header.title(place), at);
          if (value === undefined) continue;
          const sample = what === 'cpu' ? { cpu: value / 100 } : { memory: value };
          addSample(into, machine, { timeS, ...sample }, at);
        }
      };
    });
  },
};
