import { hostById } from '../hosts/index.ts';
import { caseIdOf } from '../results/part.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import type { RunnableJob } from './engine.ts';
import { readersOf } from './read-files.ts';

/** The rows of one job, each with its identity. */
export async function runJob(job: RunnableJob): Promise<Row[]> {
  const { task, profiles, seed } = job;
  const ids = job.origin ?? { hash: job.hash, first: 0 };
  const rows = await studyById(job.study).run(task, {
    seed,
    host: (id) => hostById(id, profiles),
    ...readersOf(job),
  });
  if (rows.length !== task.cases.length) {
    throw new RangeError(`study ${job.study}: ${task.cases.length} cases, ${rows.length} rows`);
  }
  return rows.map((row, i) => ({ case_id: caseIdOf(ids.hash, ids.first + i), ...row }));
}
