import type { Row } from '../results/columns.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { Engine, RunnableJob } from './engine.ts';

export interface SweepEvents {
  onStep(): void;
}

/**
 * Runs every job whose rows are not stored yet and returns all rows in matrix order: the same bytes
 * whatever engine ran, in whatever order jobs finished, and after a resume.
 */
export async function sweep(
  jobs: readonly RunnableJob[],
  engine: Engine,
  folder: RunFolder,
  events: SweepEvents,
): Promise<{ rows: Row[]; resumed: number }> {
  await folder.open();
  const finished = await folder.finished();
  const rowsByJob = new Map<number, Row[]>();
  for (const job of jobs) {
    const rows = finished.has(job.hash) ? await folder.load(job.hash) : undefined;
    if (!rows) continue;
    rowsByJob.set(job.index, rows);
    events.onStep();
  }
  const resumed = rowsByJob.size;
  const missing = jobs.filter((job) => !rowsByJob.has(job.index));
  await engine.run(missing, async (job, rows) => {
    await folder.store(job.hash, rows);
    rowsByJob.set(job.index, rows);
    events.onStep();
  });
  return { rows: jobs.flatMap((job) => rowsByJob.get(job.index)!), resumed };
}
