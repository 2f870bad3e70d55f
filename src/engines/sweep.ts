import { nth, present } from '../elements.ts';
import { hostById } from '../hosts/index.ts';
import { contentHash } from '../results/identity.ts';
import type { RunRecord } from '../results/record.ts';
import type { PartName, RunFolder } from '../results/run-folder.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import type { Engine, RunnableJob } from './engine.ts';

export interface SweepEvents {
  onStep(): void;
}

/** Complete rows of every study that was asked, in the order of its matrix. */
export type StudyRows = Record<string, Row[]>;

/** How a job names its part in the results folder. */
export const partOf = ({ study, hash, task }: RunnableJob): PartName => ({
  ...{ study, hash },
  cases: task.cases.length,
});

/**
 * Runs every job whose rows are not stored yet and returns all rows in matrix order: the same bytes
 * whatever engine ran, in whatever order jobs finished, and after a resume. The heaviest jobs start first.
 */
export async function sweep(
  jobs: readonly RunnableJob[],
  engine: Engine,
  folder: RunFolder,
  events: SweepEvents,
): Promise<{ rows: StudyRows; resumed: number }> {
  const finished = await folder.finished();
  const rows: StudyRows = {};
  const place = (job: RunnableJob, found: readonly Row[]) => {
    rows[job.study] ??= [];
    job.task.cases.forEach((position, i) => {
      present(rows[job.study])[position] = nth(found, i);
    });
    events.onStep();
  };
  const missing: RunnableJob[] = [];
  for (const job of jobs) {
    const stored = finished.has(job.hash) ? await folder.load(partOf(job)) : undefined;
    if (stored) place(job, stored);
    else missing.push(job);
  }
  const resumed = jobs.length - missing.length;
  missing.sort((a, b) => b.task.weight - a.task.weight || a.index - b.index);
  await engine.run(missing, async (job, found) => {
    await folder.store(partOf(job), found);
    place(job, found);
  });
  return { rows, resumed };
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
