import { present } from '../elements.ts';
import { hostById } from '../hosts/index.ts';
import { contentHash } from '../results/identity.ts';
import type { FailedCell, RunRecord } from '../results/record.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import type { Engine, RunnableJob } from './engine.ts';
import { partOf } from './part-of.ts';
import { halves } from './split.ts';

export interface SweepEvents {
  /** A job has its rows, or all of them that can be had. */
  onStep(failed: boolean): void;
  /** A job broke what ran it; its halves are tried where it has several cells. */
  onBroken?(job: RunnableJob, reason: string): void;
}

/** Complete rows of every study that was asked, in the order of its matrix. */
export type StudyRows = Record<string, Row[]>;

/** Rows by study; places of cells that failed stay empty. */
type Places = Record<string, (Row | undefined)[]>;

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
  for (const job of jobs) {
    const stored = finished.has(job.hash) ? await folder.load(partOf(job)) : undefined;
    if (stored) place(job, stored);
    else missing.push(job);
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
  return { broken, resumed: jobs.length - missing.length };
}

/**
 * Runs every job whose rows are not stored yet and returns all rows in matrix order: the same bytes
 * whatever engine ran, in whatever order jobs finished, and after a resume. The heaviest jobs start first. A job that
 * breaks what runs it is halved until the cell that does it stands alone: that one is reported, all others have rows.
 */
export async function sweep(
  jobs: readonly RunnableJob[],
  engine: Engine,
  folder: RunFolder,
  events: SweepEvents,
): Promise<{ rows: StudyRows; resumed: number; failed: FailedCell[] }> {
  const places: Places = {};
  for (const { study, task } of jobs) {
    places[study] ??= [];
    for (const position of task.cases) places[study][position] = undefined;
  }
  const failed: FailedCell[] = [];
  /** Cells that are still open of jobs that were halved. */
  const open = new Map<string, number>();
  const settle = ({ origin, task }: RunnableJob, ofFailed: boolean) => {
    const left = origin ? (open.get(origin.hash) ?? 0) - task.cases.length : 0;
    if (origin) open.set(origin.hash, left);
    if (left === 0) events.onStep(ofFailed);
  };
  const place = (job: RunnableJob, found: readonly Row[]) => {
    job.task.cases.forEach((position, i) => {
      present(places[job.study])[position] = found[i];
    });
    settle(job, false);
  };
  const first = await runMissing(jobs, engine, folder, place);
  let { broken } = first;
  while (broken.length > 0) {
    const next: RunnableJob[] = [];
    for (const { job, reason } of broken) {
      events.onBroken?.(job, reason);
      if (!job.origin) open.set(job.hash, job.task.cases.length);
      const parts = halves(job);
      next.push(...parts);
      if (parts.length > 0) continue;
      for (const cell of failedCells(job, reason)) failed.push(cell);
      settle(job, true);
    }
    ({ broken } = await runMissing(next, engine, folder, place));
  }
  failed.sort((a, b) => (a.study < b.study ? -1 : a.study > b.study ? 1 : a.position - b.position));
  const rows = Object.fromEntries(
    Object.entries(places).map(([study, list]) => [
      study,
      list.filter((row): row is Row => row !== undefined),
    ]),
  );
  return { rows, resumed: first.resumed, failed };
}

/** Adds the studies that are made from the rows of others, once those are complete. */
export function addDerived(
  rows: StudyRows,
  record: Pick<RunRecord, 'scenario' | 'scenarioHash' | 'virtcost' | 'profiles'>,
): StudyRows {
  // In the order of the list, whatever finished first: counts and files follow it.
  const all: StudyRows = {};
  for (const id of record.scenario.studies) {
    const { derive } = studyById(id);
    if (!derive) {
      all[id] = rows[id] ?? [];
      continue;
    }
    const host = (name: string) => hostById(name, record.profiles);
    all[id] = derive(record.scenario, all, host).map((row, i) => ({
      case_id: contentHash([record.virtcost, record.scenarioHash, id, i]),
      ...row,
    }));
  }
  return all;
}
