import type { Host } from '../hosts/host.ts';
import type { Row } from '../studies/column.ts';
import type { Task } from '../studies/study.ts';

/** A task with what a worker needs to run it anywhere. */
export interface RunnableJob {
  study: string;
  /** Position among all jobs of the run. */
  index: number;
  seed: number;
  task: Task;
  /** Content hash of inputs, trace bytes, seed and version: equal work, equal hash. */
  hash: string;
  /** Resolved path of the task's trace and the content hash it must have. */
  trace: { path: string; hash: string } | null;
  /** Hosts that are not built in: they travel with the job. */
  profiles: readonly Host[];
}

export interface Engine {
  id: string;
  /**
   * Runs jobs in any order and hands over each job's rows once. A job that fails rejects the whole
   * run after the jobs already under way have been handed over.
   */
  run(
    jobs: readonly RunnableJob[],
    onRows: (job: RunnableJob, rows: Row[]) => Promise<void>,
  ): Promise<void>;
}
