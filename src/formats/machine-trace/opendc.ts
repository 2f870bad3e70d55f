import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { asyncBufferFromFile } from 'hyparquet/src/node.js';
import { compressors } from 'hyparquet-compressors';
import { badInput, EnvironmentError, printable, UserError } from '../../errors.ts';
import { DayFold, type TraceDay } from './day-fold.ts';

const MOST_ROWS = 200_000_000;
const MOST_GROUP_ROWS = 4_000_000;
/** Milliseconds of a thousand years: times and durations beyond are damage. */
const MOST_MS = 3.2e13;

type Row = Record<string, unknown>;

/** Column names of the three generations for the same thing. */
const usageNames = ['cpu_usage', 'cpuUsage'];
const submissionNames = ['submission_time', 'submissionTime', 'start_time'];
const coreNames = ['cpu_count', 'maxCores'];
const memoryNames = ['mem_capacity', 'requiredMemory'];

/** Rows of a Parquet file, a row group at a time. */
async function* rowGroups(
  path: string,
): AsyncGenerator<{ columns: ReadonlySet<string>; rows: Row[]; from: number }> {
  try {
    const file: AsyncBuffer = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const columns = new Set(metadata.schema.map((entry) => entry.name));
    const groups = metadata.row_groups.map((group) => Number(group.num_rows));
    const rowsOf = groups.reduce((sum, rows) => sum + rows, 0);
    if (rowsOf > MOST_ROWS || groups.some((rows) => rows > MOST_GROUP_ROWS))
      throw badInput({
        file: path,
        expected: `at most ${MOST_ROWS} rows, ${MOST_GROUP_ROWS} in a row group`,
        found: 'more',
      });
    let from = 0;
    for (const count of groups) {
      const rows = (await parquetReadObjects({
        file,
        metadata,
        compressors,
        rowStart: from,
        rowEnd: from + count,
      })) as Row[];
      yield { columns, rows, from };
      from += count;
    }
  } catch (error) {
    if (error instanceof UserError || error instanceof EnvironmentError) throw error;
    throw badInput({
      file: path,
      expected: 'an OpenDC Parquet file',
      found: printable((error as Error).message, 160),
    });
  }
}

function number(row: Row, column: string, path: string, line: number, most: number): number {
  const value = row[column];
  const read =
    value instanceof Date ? value.getTime() : typeof value === 'bigint' ? Number(value) : value;
  if (typeof read === 'number' && read >= 0 && read <= most) return read;
  throw badInput({
    file: path,
    expected: `${column} from 0 to ${most} in row ${line + 1}`,
    found: printable(String(value), 40),
  });
}

/** What is told of an OpenDC trace while it is read. Sizes are 0 where its generation has no column. */
export interface OpendcSink {
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
  const need = (columns: ReadonlySet<string>, names: readonly string[], path: string) => {
    const found = names.find((candidate) => columns.has(candidate));
    if (found !== undefined && columns.has('id')) return found;
    throw badInput({
      file: path,
      expected: `columns id and ${names.join(' or ')}`,
      found: printable([...columns].slice(0, 12).join(', '), 200),
    });
  };
  for await (const { columns, rows, from } of rowGroups(tasksPath)) {
    const submission = need(columns, submissionNames, tasksPath);
    const size = (row: Row, names: readonly string[], line: number) => {
      const found = names.find((name) => columns.has(name));
      return found === undefined ? 0 : number(row, found, tasksPath, line, 1e12);
    };
    rows.forEach((row, i) => {
      const id = String(row.id);
      nextStart.set(id, number(row, submission, tasksPath, from + i, MOST_MS));
      sink.task?.(id, {
        vcpus: size(row, coreNames, from + i),
        capacityMhz: size(row, ['cpu_capacity'], from + i),
        memory: size(row, memoryNames, from + i),
      });
    });
  }
  for await (const { columns, rows, from } of rowGroups(fragmentsPath)) {
    const usage = need(columns, usageNames, fragmentsPath);
    const stamp = columns.has('timestamp') ? 'timestamp' : columns.has('time') ? 'time' : undefined;
    rows.forEach((row, i) => {
      const line = from + i;
      const id = String(row.id);
      const duration = number(row, 'duration', fragmentsPath, line, MOST_MS);
      const mhz = number(row, usage, fragmentsPath, line, 1e9);
      const follows = nextStart.get(id);
      if (follows === undefined)
        throw badInput({
          file: fragmentsPath,
          expected: `a machine of ${printable(tasksPath, 200)} in row ${line + 1}`,
          found: `"${printable(id, 60)}"`,
        });
      const at = stamp ? number(row, stamp, fragmentsPath, line, MOST_MS) : follows;
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
