import { present } from '../elements.ts';
import { badInput, printable } from '../errors.ts';
import { canonicalJson } from '../results/identity.ts';
import { caseIdOf } from '../results/part.ts';
import { readRun, type StoredRun } from '../results/read-run.ts';
import type { FailedCell, RunRecord } from '../results/record.ts';
import type { Row } from '../studies/column.ts';
import type { RunnableJob } from './engine.ts';
import { recordedJobs } from './prepare.ts';
import { isOfShard } from './shard.ts';
import type { StudyRows } from './sweep.ts';

/** What a shard's record says of the run as a whole. */
function wholeOf({ shard, failed, rows, ...whole }: RunRecord): Omit<RunRecord, 'rows'> {
  return whole;
}

/** Which key two records differ in first. */
const differing = (a: object, b: object): string =>
  Object.keys({ ...a, ...b }).find(
    (key) =>
      canonicalJson((a as Record<string, unknown>)[key]) !==
      canonicalJson((b as Record<string, unknown>)[key]),
  ) ?? '';

/** Whether two runs are one, row by row: the text of all rows of a large one is longer than a text can be. */
function isSame(a: StoredRun, b: StoredRun): boolean {
  const same = (one: unknown, other: unknown) => canonicalJson(one) === canonicalJson(other);
  return (
    same(a.record, b.record) &&
    same(Object.keys(a.rows), Object.keys(b.rows)) &&
    Object.entries(a.rows).every(([study, rows]) => {
      const others = b.rows[study] ?? [];
      return rows.length === others.length && rows.every((row, i) => same(row, others[i]));
    })
  );
}

/** Each shard of one run, once; the same shard again is taken for what it is where it is equal. */
class Shards {
  private readonly found = new Map<number, { folder: string; run: StoredRun }>();
  private first: { folder: string; run: StoredRun } | undefined;

  add(folder: string, run: StoredRun): void {
    const { shard } = run.record;
    if (!shard) {
      throw badInput({
        ...{ file: folder, expected: 'results of virtcost run --shard' },
        found: 'those of a whole run',
      });
    }
    this.first ??= { folder, run };
    const { record } = this.first.run;
    const key = differing(
      { ...wholeOf(run.record), count: shard.count },
      { ...wholeOf(record), count: record.shard?.count },
    );
    if (key !== '') {
      throw badInput({
        file: folder,
        expected: `a shard of the run that ${this.first.folder} is a shard of`,
        found: `one with another ${key === 'count' ? 'number of shards' : key}`,
      });
    }
    const known = this.found.get(shard.index);
    if (known && !isSame(known.run, run)) {
      throw badInput({
        ...{ file: folder, expected: `shard ${shard.index} once, or twice the same` },
        found: `other rows than in ${known.folder}`,
      });
    }
    this.found.set(shard.index, { folder, run });
  }

  /** All of them; which are missing is said. */
  all(): { record: RunRecord; runs: StoredRun[] } {
    const record = present(this.first).run.record;
    const { count } = present(record.shard);
    const missing = Array.from({ length: count }, (_, i) => i).filter((i) => !this.found.has(i));
    if (missing.length > 0) {
      const some = missing.slice(0, 20).map((i) => `${i}/${count}`);
      throw badInput({
        expected: `all ${count} shards`,
        found: `${this.found.size}; missing ${some.join(', ')}${missing.length > 20 ? ', ...' : ''}`,
        hint: 'Run the missing ones: virtcost run SCENARIO --shard I/N.',
      });
    }
    return { record, runs: [...this.found.values()].map(({ run }) => run) };
  }
}

/** A case of the scenario: what its row is called, and the shard that has it. */
interface Place {
  job: RunnableJob;
  /** Which case of the job it is. */
  i: number;
}

/** The case at each position of each study. */
function placesOf(record: RunRecord): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const job of recordedJobs(record)) {
    const list = places.get(job.study) ?? [];
    places.set(job.study, list);
    job.task.cases.forEach((position, i) => {
      list[position] = { job, i };
    });
  }
  return places;
}

/** Rows of a shard, in the order of the matrix as they were stored, one after another. */
class Stored {
  private at = 0;
  private readonly rows: readonly Row[];

  constructor(rows: readonly Row[] = []) {
    this.rows = rows;
  }

  /** The next row where it is the one of this id. */
  take(id: string): Row | undefined {
    const row = this.rows[this.at];
    if (row?.case_id !== id) return undefined;
    this.at++;
    return row;
  }

  get left(): number {
    return this.rows.length - this.at;
  }
}

/** Rows in matrix order: each case of the scenario once, from the shard its job belongs to. */
function placed(record: RunRecord, runs: readonly StoredRun[], failed: readonly FailedCell[]) {
  const known = new Set(failed.map(({ study, position }) => `${study} ${position}`));
  const { count } = present(record.shard);
  const problem = (found: string) =>
    badInput({ expected: 'the rows of the scenario of these shards', found });
  const rows: StudyRows = {};
  let left = 0;
  for (const [study, places] of placesOf(record)) {
    const shards = runs.map((run) => ({
      ...{ shard: present(run.record.shard), stored: new Stored(run.rows[study]) },
    }));
    const list: Row[] = [];
    rows[study] = list;
    places.forEach(({ job, i }, position) => {
      const { shard, stored } = present(shards.find((one) => isOfShard(job, one.shard)));
      const row = stored.take(caseIdOf(job.hash, i));
      if (row) list.push(row);
      else if (!known.has(`${study} ${position}`)) {
        throw problem(`no ${study} ${position} in shard ${shard.index}/${count}`);
      }
    });
    for (const { stored } of shards) left += stored.left;
  }
  if (left > 0) throw problem(`${left} rows of none of its cases`);
  return rows;
}

/** The rows and the record of the whole run whose shards stand in `folders`. */
export async function mergeShards(
  folders: readonly string[],
): Promise<{ rows: StudyRows; record: Omit<RunRecord, 'rows'> }> {
  const shards = new Shards();
  for (const folder of folders) shards.add(printable(folder), await readRun(folder));
  const { record, runs } = shards.all();
  const failed = runs.flatMap((run) => run.record.failed ?? []);
  failed.sort((a, b) => (a.study < b.study ? -1 : a.study > b.study ? 1 : a.position - b.position));
  const rows = placed(record, runs, failed);
  return { rows, record: { ...wholeOf(record), ...(failed.length > 0 ? { failed } : {}) } };
}
