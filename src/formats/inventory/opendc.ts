import { lastOf, num } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { sum } from '../../statistics.ts';
import { MOST_MS, usageNames } from '../machine-trace/opendc.ts';
import { columnOf, numberOf, type ParquetRow, rowGroups } from '../parquet-rows.ts';
import { Lifetimes } from './lifetimes.ts';
import type { InventoryReader } from './reader.ts';

/** Columns in the three generations of the task table (the first calls it meta). */
const generations = [
  { cores: 'cpu_count', memory: 'mem_capacity', time: 'start_time' },
  { cores: 'maxCores', memory: 'requiredMemory', time: 'submissionTime' },
  { cores: 'cpu_count', memory: 'mem_capacity', time: 'submission_time' },
] as const;

/** When a task ends, ms: said outright in the first two generations, by its duration in the later ones. */
function endOf(row: ParquetRow, columns: ReadonlySet<string>, path: string, line: number) {
  const ends = ['stop_time', 'endTime'].find((name) => columns.has(name));
  if (ends) return { at: numberOf(row, ends, path, line, MOST_MS) };
  return columns.has('duration')
    ? { after: numberOf(row, 'duration', path, line, MOST_MS) }
    : { at: Number.POSITIVE_INFINITY };
}

/** More per core than any of these traces' machines have: the column is in KB. */
const IMPLAUSIBLE_MB_PER_CORE = 65_536;
const MOST_MHZ = 1e9;

/** Whether memory sizes must be KB to be plausible; OpenDC's tables do not state their unit. */
export const memoryInKib = (machines: readonly { vcpus: number; memoryMib: number }[]) =>
  sum(machines.map((machine) => machine.memoryMib)) >
  IMPLAUSIBLE_MB_PER_CORE * sum(machines.map((machine) => machine.vcpus));

/** OpenDC tasks (or meta, in the first generation). */
export const opendc: InventoryReader = {
  id: 'opendc',
  title: 'OpenDC tasks.parquet (or meta.parquet), three generations',
  make: 'published: OpenDC traces; tasks.parquet, with fragments.parquet beside it for the load',
  sniff: (name, head) => head.startsWith('PAR1') && /^(.*[-_])?(tasks|meta)\.parquet$/.test(name),
  async read(path, into) {
    const [names, cores, memory]: [string[], number[], number[]] = [[], [], []];
    const lifetimes = new Lifetimes(into);
    for await (const { columns, rows, from } of rowGroups(path, 'an OpenDC Parquet file')) {
      const layout = generations.find(
        (layout) => columns.has('id') && Object.values(layout).every((name) => columns.has(name)),
      );
      if (!layout) {
        throw badInput({
          file: path,
          expected: 'columns id, cpu_count, mem_capacity of an OpenDC task table',
          found: printable([...columns].slice(0, 12).join(', '), 200),
        });
      }
      into.room(names.length + rows.length - 1, path);
      rows.forEach((row, i) => {
        names.push(String(row.id));
        cores.push(into.amount(String(row[layout.cores] ?? ''), layout.cores, path));
        memory.push(into.amount(String(row[layout.memory] ?? ''), layout.memory, path));
        const start = numberOf(row, layout.time, path, from + i, MOST_MS);
        const { at, after = 0 } = endOf(row, columns, path, from + i);
        lifetimes.add(start, Math.max(at ?? start + after, start + 1), lastOf(cores));
      });
    }
    const inKib = memoryInKib(cores.map((vcpus, i) => ({ vcpus, memoryMib: num(memory, i) })));
    into.finding(
      'unit',
      `OpenDC tables do not state the unit of memory: read as ${inKib ? 'KB' : 'MB'}, judged by memory per core`,
    );
    names.forEach((name, i) => {
      into.vm({ name, vcpus: num(cores, i), memoryMib: num(memory, i) / (inKib ? 1024 : 1) });
    });
    lifetimes.finish('millisecond');
  },
};

/** OpenDC fragments (or trace): the mean CPU each machine asked for while it ran. */
export const opendcLoad: InventoryReader = {
  id: 'opendc-load',
  title: 'OpenDC fragments.parquet (or trace.parquet): the demand of its machines',
  make: 'published: OpenDC traces; beside tasks.parquet',
  sniff: (name, head) =>
    head.startsWith('PAR1') && /^(.*[-_])?(fragments|trace)\.parquet$/.test(name),
  async read(path, into) {
    const work = new Map<string, [mhzMs: number, ms: number]>();
    for await (const { columns, rows, from } of rowGroups(path, 'an OpenDC Parquet file')) {
      const usage = columnOf(columns, usageNames, path);
      rows.forEach((row, i) => {
        const duration = numberOf(row, 'duration', path, from + i, MOST_MS);
        const mhz = numberOf(row, usage, path, from + i, MOST_MHZ);
        const id = String(row.id);
        const known = work.get(id);
        if (known) {
          known[0] += mhz * duration;
          known[1] += duration;
        } else work.set(id, [mhz * duration, duration]);
      });
    }
    for (const [id, [mhzMs, ms]] of work) if (ms > 0) into.demand(id, mhzMs / ms);
  },
};
