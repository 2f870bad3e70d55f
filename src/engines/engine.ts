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
  /** Of a piece of a job: the whole job and where the piece begins, so that its cases keep their ids. */
  origin?: { hash: string; first: number } | undefined;
  /** Where each file of the task is and the content hash it must have, by its name in the scenario. */
  files: Readonly<Record<string, InputFile>>;
  /** Hosts that are not built in: they travel with the job. */
  profiles: readonly Host[];
}

/** What an engine hands back; each job ends in exactly one of the two. */
export interface JobEvents {
  onRows(job: RunnableJob, rows: Row[]): Promise<void>;
  /** The job broke what ran it: a crash, no memory left, no end in time. Others go on. */
  onBroken(job: RunnableJob, reason: string): void;
}

export interface Engine {
  id: string;
  /** Starts what jobs are run on while they are still prepared; an engine without it starts when it runs. */
  warmUp?(): void;
  /**
   * Runs jobs in any order. Input that is at fault (UserError) or surroundings that are (EnvironmentError) reject the
   * whole run after the jobs already under way have been handed over.
   */
  run(jobs: readonly RunnableJob[], events: JobEvents): Promise<void>;
}

export interface EngineOptions {
  workers: number;
  /** Time a job may take for each of its cells, seconds. */
  secondsPerCell: number;
  /** JavaScript heap of one worker, MiB. */
  workerMemoryMib: number;
  /** Where a queue is, for engines that have one. */
  redis?: string | undefined;
}
