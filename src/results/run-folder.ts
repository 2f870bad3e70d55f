import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { badInput, UserError } from '../errors.ts';
import { readJson } from '../files/read-input.ts';
import { ensureFolder, writeFailure, writeWhole } from '../files/write-whole.ts';
import type { Host } from '../hosts/host.ts';
import { hostDocument, parseHost } from '../hosts/load.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Row } from './columns.ts';
import { encodeRows, readRows } from './parquet.ts';

/** What a run was made from; nothing in it depends on when, where or on how many threads it ran. */
export interface RunRecord {
  virtcost: string;
  scenario: Scenario;
  scenarioHash: string;
  /** Content hash of each trace file, by workload. */
  traces: Record<string, string>;
  /** Digest of each host profile used: a changed constant shows. */
  hosts: Record<string, string>;
  /** Host profiles of the scenario that are not built in. */
  profiles?: Host[];
  seed: number;
  command: string;
  rows: number;
}

const partsFolder = '.parts';

/**
 * A results folder while it fills: each finished job's rows become one Parquet part at once, so an
 * interrupted run resumes; the parts are joined in matrix order at the end and removed.
 */
export class RunFolder {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }

  private part(hash: string): string {
    return join(this.path, partsFolder, `${hash}.parquet`);
  }

  async open(): Promise<void> {
    try {
      await ensureFolder(join(this.path, partsFolder));
    } catch (error) {
      throw writeFailure(this.path, error);
    }
  }

  /** Drops what an interrupted run left. */
  async forget(): Promise<void> {
    await rm(join(this.path, partsFolder), { recursive: true, force: true });
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

  async store(hash: string, rows: readonly Row[]): Promise<void> {
    await writeWhole(this.part(hash), encodeRows(rows, { job: hash }));
  }

  /** Rows of a stored job, or undefined when the part is damaged and has to be computed again. */
  async load(hash: string): Promise<Row[] | undefined> {
    try {
      return (await readRows(this.part(hash))).rows;
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  async complete(rows: readonly Row[], record: RunRecord): Promise<void> {
    const json = `${JSON.stringify(record, null, 2)}\n`;
    await writeWhole(join(this.path, 'results.parquet'), encodeRows(rows, { run: json }));
    await writeWhole(join(this.path, 'run.json'), json);
    await rm(join(this.path, partsFolder), { recursive: true, force: true });
  }
}

/** A stored run: its rows and what made them. */
export async function readRun(folder: string): Promise<{ rows: Row[]; record: RunRecord }> {
  const { rows } = await readRows(join(folder, 'results.parquet'));
  const path = join(folder, 'run.json');
  const record = (await readJson(path)) as Partial<RunRecord> | null;
  if (!record?.scenario || !record.virtcost) {
    throw badInput({
      file: path,
      expected: 'the record of a virtcost run',
      found: 'something else',
    });
  }
  if (record.profiles !== undefined) {
    record.profiles = [record.profiles]
      .flat()
      .map((profile) => parseHost(hostDocument(profile), path));
  }
  return { rows, record: record as RunRecord };
}
