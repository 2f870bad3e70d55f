import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { badInput, UserError } from '../errors.ts';
import { readJson } from '../files/read-input.ts';
import { ensureFolder, writeFailure, writeWhole } from '../files/write-whole.ts';
import type { Host } from '../hosts/host.ts';
import { hostDocument, parseHost } from '../hosts/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Row } from '../studies/column.ts';
import { studies, studyById } from '../studies/index.ts';
import { earlierScenario } from './earlier-record.ts';
import { encodeRows, readRows } from './parquet.ts';

/** What a run was made from; nothing in it depends on when, where or on how many threads it ran. */
export interface RunRecord {
  virtcost: string;
  scenario: Scenario;
  scenarioHash: string;
  /** Content hash of each file that was read (traces, images, readings), by its name in the scenario. */
  traces: Record<string, string>;
  /** Digest of each host profile used: a changed constant shows. */
  hosts: Record<string, string>;
  /** Host profiles of the scenario that are not built in. */
  profiles?: Host[];
  seed: number;
  command: string;
  /** Rows of each study's file. */
  rows: Record<string, number>;
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

  async store(study: string, hash: string, rows: readonly Row[]): Promise<void> {
    const { columns } = studyById(study);
    await writeWhole(this.part(hash), encodeRows(columns, rows, { job: hash }));
  }

  /** Rows of a stored job, or undefined when the part is damaged and has to be computed again. */
  async load(study: string, hash: string): Promise<Row[] | undefined> {
    try {
      return (await readRows(this.part(hash), studyById(study).columns)).rows;
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  /** Writes one file per study and the record; files an earlier run left of other studies go. */
  async complete(rows: Readonly<Record<string, readonly Row[]>>, record: RunRecord): Promise<void> {
    const json = `${JSON.stringify(record, null, 2)}\n`;
    for (const { id, columns } of studies) {
      const file = join(this.path, `${id}.parquet`);
      if (rows[id]) await writeWhole(file, encodeRows(columns, rows[id], { run: json }));
      else await rm(file, { force: true });
    }
    await rm(join(this.path, earlierFile), { force: true });
    await writeWhole(join(this.path, 'run.json'), json);
    await rm(join(this.path, partsFolder), { recursive: true, force: true });
  }
}

/** The one file of results folders written before studies had files of their own. */
const earlierFile = 'results.parquet';

/** A stored run: the rows of each study and what made them. */
export interface StoredRun {
  rows: Record<string, Row[]>;
  record: RunRecord;
}

export async function readRun(folder: string): Promise<StoredRun> {
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
  const rows: Record<string, Row[]> = {};
  const asked = record.scenario.studies;
  if (!Array.isArray(asked)) {
    const stored = await readRows(join(folder, earlierFile), studyById('steady').columns);
    rows.steady = stored.rows;
    const scenario = earlierScenario(record.scenario, path);
    return {
      rows,
      record: { ...(record as RunRecord), scenario, rows: { steady: stored.rows.length } },
    };
  }
  for (const { id, columns } of studies) {
    if (!asked.includes(id)) continue;
    rows[id] = (await readRows(join(folder, `${id}.parquet`), columns)).rows;
  }
  return { rows, record: record as RunRecord };
}
