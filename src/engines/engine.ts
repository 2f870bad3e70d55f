import type { Host } from '../hosts/host.ts';
import type { Row } from '../studies/column.ts';
import type { Task } from '../studies/study.ts';

/** A file a job reads. */
export interface InputFile {
  path: string;
  hash: string;
}

/** A task with what a worker needs to run it anywhere: resolved paths and its content hash. */
export interface RunnableJob {
  study: string;
  /** Position among all jobs of the run. */
  index: number;
  seed: number;
  task: Task;
  /** Content hash of inputs, bytes of files, seed and version: equal work, equal hash. */
  hash: string;
  /** Where each file of the task is and the content hash it must have, by its name in the scenario. */
  files: Readonly<Record<string, InputFile>>;
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
