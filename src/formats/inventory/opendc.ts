import { basename } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { readFailure } from '../../cli/read-input.ts';
import { badInput, printable } from '../../errors.ts';
import type { InventoryReader } from './reader.ts';

const MAX_ROWS = 20_000_000;
const BATCH_ROWS = 100_000;

/** Columns in the three generations of the task table (the first calls it meta). */
const generations = [
  { cores: 'cpu_count', memory: 'mem_capacity', time: 'start_time' },
  { cores: 'maxCores', memory: 'requiredMemory', time: 'submissionTime' },
  { cores: 'cpu_count', memory: 'mem_capacity', time: 'submission_time' },
] as const;

/** More per core than any of these traces' machines have: the column is in KB. */
const IMPLAUSIBLE_MB_PER_CORE = 65_536;

const number = (value: unknown) =>
  typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Whether memory sizes must be KB to be plausible; OpenDC's tables do not state their unit. */
export const memoryInKib = (machines: readonly { vcpus: number; memoryMib: number }[]) =>
  sum(machines.map((machine) => machine.memoryMib)) >
  IMPLAUSIBLE_MB_PER_CORE * sum(machines.map((machine) => machine.vcpus));

/** OpenDC tasks (or meta, in the first generation); fragments hold the load and are not read here. */
export const opendc: InventoryReader = {
  id: 'opendc',
  title: 'OpenDC tasks.parquet (or meta.parquet), three generations',
  make: 'published: OpenDC traces; tasks.parquet beside fragments.parquet',
  sniff: (name, head) => head.startsWith('PAR1') && /^(.*[-_])?(tasks|meta)\.parquet$/.test(name),
  async read(path, into) {
    try {
      const file = await asyncBufferFromFile(path);
      const metadata = await parquetMetadataAsync(file);
      const columns = new Set(metadata.schema.map((element) => element.name));
      const layout = generations.find(
        ({ cores, memory, time }) =>
          columns.has('id') && columns.has(cores) && columns.has(memory) && columns.has(time),
      );
      if (!layout) {
        throw badInput({
          file: path,
          expected: 'columns id, cpu_count, mem_capacity of an OpenDC task table',
          found: printable([...columns].slice(0, 12).join(', '), 200),
        });
      }
      const rows = Number(metadata.num_rows);
      if (rows > MAX_ROWS) {
        throw badInput({ file: path, expected: `at most ${MAX_ROWS} tasks`, found: `${rows}` });
      }
      const [names, cores, memory]: [string[], number[], number[]] = [[], [], []];
      for (let rowStart = 0; rowStart < rows; rowStart += BATCH_ROWS) {
        const batch = await parquetReadObjects({
          file,
          metadata,
          compressors,
          columns: ['id', layout.cores, layout.memory],
          rowStart,
          rowEnd: Math.min(rows, rowStart + BATCH_ROWS),
        });
        for (const row of batch) {
          names.push(String(row.id));
          cores.push(into.amount(String(number(row[layout.cores])), layout.cores, path));
          memory.push(into.amount(String(number(row[layout.memory])), layout.memory, path));
        }
      }
      const inKib = memoryInKib(cores.map((vcpus, i) => ({ vcpus, memoryMib: memory[i]! })));
      into.finding(
        'unit',
        `OpenDC tables do not state the unit of memory: read as ${inKib ? 'KB' : 'MB'}, judged by memory per core`,
      );
      names.forEach((name, i) => {
        into.vm({ name, vcpus: cores[i]!, memoryMib: memory[i]! / (inKib ? 1024 : 1) });
      });
    } catch (error) {
      const known = readFailure(path, error);
      throw (error as NodeJS.ErrnoException).code || known === error
        ? known
        : badInput({
            file: basename(path),
            expected: 'a whole Parquet file',
            found: printable((error as Error).message, 160),
          });
    }
  },
};
