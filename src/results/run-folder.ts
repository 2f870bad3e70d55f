import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { readBytes } from '../files/read-input.ts';
import {
  ensureFolder,
  writeAtOnce,
  writeFailure,
  writePieces,
  writeWhole,
} from '../files/write-whole.ts';
import type { Row } from '../studies/column.ts';
import { studies } from '../studies/index.ts';
import { writeRows } from './encode-rows.ts';
import { lockFolder } from './lock.ts';
import { decodePart, encodePart, type PartName } from './part.ts';
import type { RunRecord } from './record.ts';

const partsFolder = '.parts';

/** The one file of results folders written before studies had files of their own. */
export const earlierFile = 'results.parquet';

/** A file under its temporary name: left where a process was killed while it wrote. */
const temporary = /\.[0-9a-f]{12}\.tmp$/;

async function removeTemporary(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (temporary.test(name)) await rm(join(folder, name), { force: true });
  }
}

/** Told of cells that are stored: so many of all. */
export type OnStored = (done: number, all: number) => void;

/**
 * A results folder while it fills: each finished job's rows become one Parquet part at once, so an
 * interrupted run resumes; the parts are joined in matrix order at the end and removed.
 */
export class RunFolder {
  readonly path: string;
  private lock: { release: () => void } | undefined;
  constructor(path: string) {
    this.path = path;
  }

  /** Where rows that do not fit into memory may go; what is left there by a killed process goes at the next opening. */
  get scratch(): string {
    return join(this.path, partsFolder);
  }

  private part(hash: string): string {
    return join(this.path, partsFolder, `${hash}.parquet`);
  }

  /** Takes the folder for this process; `fresh` drops what an interrupted run left. */
  async open(fresh = false): Promise<void> {
    const parts = join(this.path, partsFolder);
    try {
      await ensureFolder(this.path);
      this.lock = await lockFolder(this.path);
      if (fresh) await rm(parts, { recursive: true, force: true });
      await ensureFolder(parts);
      await removeTemporary(this.path);
      await removeTemporary(parts);
    } catch (error) {
      throw error instanceof Error && 'code' in error ? writeFailure(this.path, error) : error;
    }
  }

  /** Lets others write in the folder. */
  close(): void {
    this.lock?.release();
  }

  /** Hashes of jobs whose rows are already there. */
  async finished(): Promise<Set<string>> {
    const names = await readdir(join(this.path, partsFolder));
    return new Set(
      names
        .filter((name) => name.endsWith('.parquet'))
        .map((name) => name.slice(0, -'.parquet'.length)),
    );
  }

  async store(name: PartName, rows: readonly Row[]): Promise<void> {
    writeAtOnce(this.part(name.hash), encodePart(name, rows));
  }

  /** Rows of a stored job, or undefined when its part cannot be used: it is computed again. */
  async load(name: PartName): Promise<Row[] | undefined> {
    try {
      return await decodePart(name, await readBytes(this.part(name.hash), 2 ** 32));
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  /**
   * Writes one file per study and the record; files an earlier run left of other studies go. Where cells failed, parts
   * stay: the same command tries those cells alone again.
   */
  async complete(
    rows: Readonly<Record<string, readonly Row[]>>,
    record: RunRecord,
    onStored: OnStored = () => {},
  ): Promise<void> {
    const json = `${JSON.stringify(record, null, 2)}\n`;
    const all = studies.reduce((sum, { id, columns }) => {
      return sum + (rows[id]?.length ?? 0) * columns.length;
    }, 0);
    let done = 0;
    const onCells = (count: number) => {
      done += count;
      onStored(done, all);
    };
    for (const { id, columns } of studies) {
      const file = join(this.path, `${id}.parquet`);
      const own = rows[id];
      if (own) {
        await writePieces(file, (write) => writeRows(columns, own, { run: json }, write, onCells));
      } else await rm(file, { force: true });
    }
    await rm(join(this.path, earlierFile), { force: true });
    await writeWhole(join(this.path, 'run.json'), json);
    if (!record.failed) await rm(join(this.path, partsFolder), { recursive: true, force: true });
  }
}
