import type { Host } from '../hosts/host.ts';
import type { Row } from '../results/columns.ts';
import type { Job } from '../scenario/expand.ts';

/** A job with what a worker needs to run it anywhere: the resolved trace path and its content hash. */
export interface RunnableJob extends Job {
  /** Content hash of inputs, trace bytes, seed and version: equal work, equal hash. */
  hash: string;
  tracePath: string | null;
  /** The host where it is no built-in one: it travels with the job. */
  profile: Host | null;
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
