import { badInput, printable } from '../../errors.ts';
import { columnOf, numberOf, type ParquetRow, rowGroups } from '../parquet-rows.ts';
import { DayFold, type TraceDay } from './day-fold.ts';

const OPENDC = 'an OpenDC Parquet file';
/** Milliseconds of a thousand years: times and durations beyond are damage. */
export const MOST_MS = 3.2e13;

/** Column names of the three generations for the same thing. */
export const usageNames = ['cpu_usage', 'cpuUsage'];
const submissionNames = ['submission_time', 'submissionTime', 'start_time'];
const coreNames = ['cpu_count', 'maxCores'];
const memoryNames = ['mem_capacity', 'requiredMemory'];

/** What is told of an OpenDC trace while it is read. Sizes are 0 where its generation has no column. */
interface OpendcSink {
  task?(id: string, sizes: { vcpus: number; capacityMhz: number; memory: number }): void;
  fragment(id: string, startMs: number, durationMs: number, mhz: number): void;
}

/**
 * OpenDC machines (`tasksPath`: meta.parquet or tasks.parquet) and their fragments (trace.parquet or
 * fragments.parquet). First generation: a timestamp ends its fragment; v2.0: `time` starts it; later ones
 * have no time, the fragments of a task follow each other from its submission. Returns the number of machines.
 */
export async function eachOpendcFragment(
  tasksPath: string,
  fragmentsPath: string,
  sink: OpendcSink,
): Promise<number> {
  const nextStart = new Map<string, number>();
  for await (const { columns, rows, from } of rowGroups(tasksPath, OPENDC)) {
    const submission = columnOf(columns, submissionNames, tasksPath);
    const size = (row: ParquetRow, names: readonly string[], line: number) => {
      const found = names.find((name) => columns.has(name));
      return found === undefined ? 0 : numberOf(row, found, tasksPath, line, 1e12);
    };
    rows.forEach((row, i) => {
      const id = String(row.id);
      nextStart.set(id, numberOf(row, submission, tasksPath, from + i, MOST_MS));
      sink.task?.(id, {
        vcpus: size(row, coreNames, from + i),
        capacityMhz: size(row, ['cpu_capacity'], from + i),
        memory: size(row, memoryNames, from + i),
      });
    });
  }
  for await (const { columns, rows, from } of rowGroups(fragmentsPath, OPENDC)) {
    const usage = columnOf(columns, usageNames, fragmentsPath);
    const stamp = columns.has('timestamp') ? 'timestamp' : columns.has('time') ? 'time' : undefined;
    rows.forEach((row, i) => {
      const line = from + i;
      const id = String(row.id);
      const duration = numberOf(row, 'duration', fragmentsPath, line, MOST_MS);
      const mhz = numberOf(row, usage, fragmentsPath, line, 1e9);
      const follows = nextStart.get(id);
      if (follows === undefined)
        throw badInput({
          file: fragmentsPath,
          expected: `a machine of ${printable(tasksPath, 200)} in row ${line + 1}`,
          found: `"${printable(id, 60)}"`,
        });
      const at = stamp ? numberOf(row, stamp, fragmentsPath, line, MOST_MS) : follows;
      const start = stamp === 'timestamp' ? at - duration : at;
      nextStart.set(id, start + duration);
      sink.fragment(id, start, duration, mhz);
    });
  }
  return nextStart.size;
}

/** The day an OpenDC trace comes to. */
export async function readOpendc(
  tasksPath: string,
  fragmentsPath: string,
  name: string,
): Promise<TraceDay> {
  const fold = new DayFold();
  const machines = await eachOpendcFragment(tasksPath, fragmentsPath, {
    fragment: (_, start, duration, mhz) => fold.add(start, duration, mhz),
  });
  return fold.finish(name, machines);
}
