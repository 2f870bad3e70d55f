import type { RunnableJob } from '../engine.ts';

/** What travels to a worker. */
export interface QueuedJob {
  code: string;
  job: RunnableJob;
}

/** What comes back: a sealed part of a results folder, or a failure whose kind survives the crossing. */
export type QueuedAnswer =
  | { part: string; host: string }
  | { failure: string; kind: 'user' | 'environment' | 'broken' | 'missing'; host: string };

/** Workers of other code listen elsewhere: they are never given what they would compute otherwise. */
export const queueName = (code: string): string => `virtcost-${code.replaceAll(':', '-')}`;

/** Equal work, equal id: adding a job that waits or runs changes nothing. BullMQ takes numbers alone for its own. */
export const queuedId = (job: RunnableJob): string => `job-${job.hash}`;

/** Names the code coordinators ask for just now, so that a worker of other code can say that it gets nothing. */
export const WANTED_KEY = 'virtcost:wanted-code';
export const WANTED_SECONDS = 30;
