import { badInput, EnvironmentError, printable, UserError } from '../errors.ts';
import { checkInput } from '../files/check-input.ts';
import { GuardedWorker, type GuardLimits } from '../files/guarded-worker.ts';
import { readFailure } from '../files/read-input.ts';
import type { ParquetFooter, ParquetRow } from './parquet-decode.ts';
import type { ParquetAnswer, ParquetQuestion } from './parquet-worker.ts';

export type { ParquetRow } from './parquet-decode.ts';

export interface RowGroup {
  columns: ReadonlySet<string>;
  rows: ParquetRow[];
  /** Row number, from 0, of the first. */
  from: number;
}

const MIB = 2 ** 20;

/** What decoding a file of so many bytes may take, a row group at a time: little for a small one, whatever it says. */
export const limitsOf = (bytes: number): GuardLimits => ({
  deadlineMs: Math.min(5_000 + (bytes / MIB) * 1_000, 300_000),
  memoryBytes: Math.min(256 * MIB + 64 * bytes, 8_192 * MIB),
});

/** Decodes a file in a worker: a damaged one can make a decoder loop, and nothing would end that on this thread. */
async function* decoded(path: string): AsyncGenerator<RowGroup, ParquetFooter> {
  const limits = limitsOf(checkInput(path).size);
  const name = `./parquet-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`;
  const worker = new GuardedWorker(new URL(name, import.meta.url), path, limits);
  const ask = async (question: ParquetQuestion) => {
    const answer = (await worker.ask(question)) as ParquetAnswer;
    if (!('failure' in answer)) return answer;
    throw Object.assign(new Error(answer.failure), { code: answer.code });
  };
  try {
    const { footer } = (await ask(null)) as { footer: ParquetFooter };
    const columns = new Set(footer.columns);
    let from = 0;
    for (const count of footer.groups) {
      const { rows } = (await ask({ from, count })) as { rows: ParquetRow[] };
      yield { columns, rows, from };
      from += count;
    }
    return footer;
  } finally {
    await worker.close();
  }
}

/**
 * Rows of a Parquet file, a row group at a time, then its footer; `what` names the kind of file in messages. Decoded
 * with a deadline and a memory limit.
 */
export async function* rowGroups(
  path: string,
  what: string,
): AsyncGenerator<RowGroup, ParquetFooter> {
  try {
    return yield* decoded(path);
  } catch (error) {
    if (error instanceof UserError || error instanceof EnvironmentError) throw error;
    if ((error as NodeJS.ErrnoException).code !== undefined) throw readFailure(path, error);
    throw badInput({
      file: path,
      expected: what,
      found: printable(`a damaged one (${(error as Error).message})`, 160),
    });
  }
}

/** The first of several names a file's columns have; generations of a format rename them. */
export function columnOf(
  columns: ReadonlySet<string>,
  names: readonly string[],
  path: string,
): string {
  const found = names.find((candidate) => columns.has(candidate));
  if (found !== undefined && columns.has('id')) return found;
  throw badInput({
    file: path,
    expected: `columns id and ${names.join(' or ')}`,
    found: printable([...columns].slice(0, 12).join(', '), 200),
  });
}

/** A number of a row from 0 to `most`; times count as milliseconds. */
export function numberOf(
  row: ParquetRow,
  column: string,
  path: string,
  line: number,
  most: number,
): number {
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
