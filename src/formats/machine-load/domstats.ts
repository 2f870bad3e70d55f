import { badInput } from '../../errors.ts';
import { textLines } from '../machine-trace/text-lines.ts';
import { addSample, amountOf, type LoadReader } from './reader.ts';

const DOMAIN = /^Domain: '(.*)'$/;
const STAMP = /^(\d{9,11})(\.\d+)?$/;

/** Counters of a domain at one moment. */
interface Reading {
  timeS: number;
  cpuNs: number | undefined;
  memoryKib: number | undefined;
}

/** `virsh domstats` again and again, the time in seconds in front of each: means between readings. */
export const domstatsLoad: LoadReader = {
  id: 'domstats-load',
  title: 'virsh domstats over time, each with its time in front',
  make: 'while sleep 300; do date +%s; virsh domstats --cpu-total --balloon; done > FILE',
  sniff: (_name, head) =>
    STAMP.test(head.split('\n', 1)[0]?.trim() ?? '') && /^Domain: '/m.test(head),
  async read(path, into) {
    into.use({ cpuUnit: 'cores', memoryUnit: 'mib' });
    const before = new Map<string, Reading>();
    let timeS: number | undefined;
    let name: string | undefined;
    let values = new Map<string, number>();
    const finish = (at: { file: string; line: number }) => {
      if (name === undefined || timeS === undefined) return;
      const unused = values.get('balloon.unused');
      const current = values.get('balloon.current');
      const reading = {
        timeS,
        cpuNs: values.get('cpu.time'),
        memoryKib:
          unused !== undefined && current !== undefined
            ? Math.max(0, current - unused)
            : values.get('balloon.rss'),
      };
      meet(name, before.get(name), reading, at);
      before.set(name, reading);
      name = undefined;
      values = new Map();
    };
    const meet = (
      machine: string,
      last: Reading | undefined,
      now: Reading,
      at: { file: string; line: number },
    ) => {
      const span = now.timeS - (last?.timeS ?? now.timeS);
      const work = (now.cpuNs ?? Number.NaN) - (last?.cpuNs ?? Number.NaN);
      // A domain that was started again counts from 0: nothing is known of that interval.
      const cpu = span > 0 && work >= 0 ? work / 1e9 / span : undefined;
      const memory = now.memoryKib === undefined ? undefined : now.memoryKib / 1024;
      if (cpu !== undefined || memory !== undefined)
        addSample(into, machine, { timeS: now.timeS, cpu, memory }, at);
    };
    for await (const { line, text } of textLines(path)) {
      const trimmed = text.trim();
      const at = { file: path, line };
      const domain = DOMAIN.exec(trimmed);
      if (STAMP.test(trimmed)) {
        finish(at);
        timeS = Number(trimmed);
      } else if (domain) {
        finish(at);
        if (timeS === undefined)
          throw badInput({
            ...at,
            expected: 'a time in seconds before the first domain',
            found: 'none',
          });
        name = domain[1];
      } else {
        const pair = /^((?:cpu\.time|balloon\.(?:unused|current|rss)))=(.*)$/.exec(trimmed);
        const value = pair && amountOf(pair[2], pair[1] ?? '', at);
        if (pair && value !== undefined && value !== null) values.set(pair[1] ?? '', value);
      }
    }
    finish({ file: path, line: 0 });
  },
};
