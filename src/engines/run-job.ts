import { hostById } from '../hosts/index.ts';
import { caseIdOf } from '../results/run-folder.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import type { RunnableJob } from './engine.ts';
import { traceWords } from './trace-words.ts';

/** The rows of one job, each with its identity. */
export async function runJob(job: RunnableJob): Promise<Row[]> {
  const { task, trace, profiles, seed } = job;
  const rows = await studyById(job.study).run(task, {
    seed,
    host: (id) => hostById(id, profiles),
    words: () => {
      if (!trace || !task.trace) throw new RangeError(`study ${job.study}: a task without a trace`);
      return traceWords(trace.path, task.trace, trace.hash);
    },
  });
  if (rows.length !== task.cases.length) {
    throw new RangeError(`study ${job.study}: ${task.cases.length} cases, ${rows.length} rows`);
  }
  return rows.map((row, i) => ({ case_id: caseIdOf(job.hash, i), ...row }));
}
