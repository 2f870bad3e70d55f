import { nth, present } from '../elements.ts';
import { hostById } from '../hosts/index.ts';
import { contentHash } from '../results/identity.ts';
import type { FailedCell, RunRecord } from '../results/record.ts';
import { type RowPlaces, rowPlaces } from '../results/row-places.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import type { Engine, RunnableJob } from './engine.ts';
import { partOf } from './part-of.ts';
import { halves, pieces } from './split.ts';

export interface SweepEvents {
  /** So many cells have their rows, or one failed. */
  onCells(count: number, failed: boolean): void;
  /** A job broke what ran it; its halves are tried where it has several cells. */
  onBroken?(job: RunnableJob, reason: string): void;
}

/** Complete rows of every study that was asked, in the order of its matrix. */
export type StudyRows = Record<string, Row[]>;

/** Where rows go while they come in, by study; places of cells that failed stay empty. */
type Places = Record<string, RowPlaces>;

/** What a cell that failed was, for a person to look at. */
function failedCells({ study, task }: RunnableJob, reason: string): FailedCell[] {
  const { cases, ...shared } = (task.data ?? {}) as { cases?: unknown[] };
  return task.cases.map((position, i) => ({
    ...{ study, position, reason },
    configuration: { ...(shared as object), case: cases?.[i] ?? null },
  }));
}

/** Runs what is not stored yet; returns the jobs that broke what ran them, with the reason. */
async function runMissing(
  jobs: readonly RunnableJob[],
  engine: Engine,
  folder: RunFolder,
  place: (job: RunnableJob, rows: readonly Row[]) => void,
) {
  const finished = await folder.finished();
  const missing: RunnableJob[] = [];
  let resumed = 0;
  for (const whole of jobs) {
    const parts = finished.has(whole.hash) ? [whole] : pieces(whole);
    const before = missing.length;
    for (const job of parts) {
      const stored = finished.has(job.hash) ? await folder.load(partOf(job)) : undefined;
      if (stored) place(job, stored);
      else missing.push(job);
    }
    if (missing.length === before) resumed++;
  }
  missing.sort((a, b) => b.task.weight - a.task.weight || a.index - b.index);
  const broken: { job: RunnableJob; reason: string }[] = [];
  await engine.run(missing, {
    async onRows(job, found) {
      await folder.store(partOf(job), found);
      place(job, found);
    },
    onBroken: (job, reason) => broken.push({ job, reason }),
  });
  return { broken, resumed };
}

/** Room for the rows of all jobs. */
function placesOf(
  jobs: readonly RunnableJob[],
  { scratch }: RunFolder,
  packedFrom: number,
): Places {
  const counts = new Map<string, number>();
  for (const { study, task } of jobs) {
    const last = task.cases.reduce((most, position) => Math.max(most, position), -1);
    counts.set(study, Math.max(counts.get(study) ?? 0, last + 1));
  }
  const rooms = [...counts].map(([study, count]) => [
    study,
    rowPlaces(studyById(study).columns, count, scratch, packedFrom),
  ]);
  return Object.fromEntries(rooms);
}

/**
 * Runs every job whose rows are not stored yet and returns all rows in matrix order: the same bytes
 * whatever engine ran, in whatever order jobs finished, and after a resume. The heaviest jobs start first. A job that
 * breaks what runs it is halved until the cell that does it stands alone: that one is reported, all others have rows.
 * Studies of `packedFrom` rows and more have theirs packed.
 */
export async function sweep(
  jobs: readonly RunnableJob[],
  engine: Engine,
  folder: RunFolder,
  events: SweepEvents,
  packedFrom = Number.POSITIVE_INFINITY,
): Promise<{ rows: StudyRows; resumed: number; failed: FailedCell[] }> {
  const places = placesOf(jobs, folder, packedFrom);
  const failed: FailedCell[] = [];
  const place = ({ study, task }: RunnableJob, found: readonly Row[]) => {
    const rows = present(places[study]);
    task.cases.forEach((position, i) => {
      rows.set(position, nth(found, i));
    });
    events.onCells(task.cases.length, false);
  };
  const first = await runMissing(jobs, engine, folder, place);
  let { broken } = first;
  while (broken.length > 0) {
    const next: RunnableJob[] = [];
    for (const { job, reason } of broken) {
      events.onBroken?.(job, reason);
      const parts = halves(job);
      next.push(...parts);
      if (parts.length > 0) continue;
      const cells = failedCells(job, reason);
      for (const cell of cells) failed.push(cell);
      events.onCells(cells.length, true);
    }
    ({ broken } = await runMissing(next, engine, folder, place));
  }
  failed.sort((a, b) => (a.study < b.study ? -1 : a.study > b.study ? 1 : a.position - b.position));
  const rows = Object.fromEntries(Object.entries(places).map(([id, list]) => [id, list.rows()]));
  return { rows, resumed: first.resumed, failed };
}

/**
 * Adds the studies that are made from the rows of others, once those are complete; from `packedFrom` rows on they are
 * packed, and may go to a file in `scratch`.
 */
export function addDerived(
  rows: StudyRows,
  record: Pick<RunRecord, 'scenario' | 'scenarioHash' | 'virtcost' | 'profiles'>,
  { scratch, packedFrom } = { scratch: '', packedFrom: Number.POSITIVE_INFINITY },
): StudyRows {
  // In the order of the list, whatever finished first: counts and files follow it.
  const all: StudyRows = {};
  for (const id of record.scenario.studies) {
    const { columns, deriveEach } = studyById(id);
    if (!deriveEach) {
      all[id] = rows[id] ?? [];
      continue;
    }
    const host = (name: string) => hostById(name, record.profiles);
    const derived = deriveEach(record.scenario, all, host);
    const places = rowPlaces(columns, derived.count, scratch, packedFrom);
    for (const [position, row] of derived.rows) {
      const case_id = contentHash([record.virtcost, record.scenarioHash, id, position]);
      places.set(position, { case_id, ...row });
    }
    all[id] = places.rows();
  }
  return all;
}
