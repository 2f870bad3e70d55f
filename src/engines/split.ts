import { contentHash } from '../results/identity.ts';
import type { RunnableJob } from './engine.ts';

/** The cases of a task's data, where they stand beside those of the task as studies group them. */
function casesOf({ task }: RunnableJob): unknown[] | undefined {
  const { cases } = (task.data ?? {}) as { cases?: unknown };
  return Array.isArray(cases) && cases.length === task.cases.length ? cases : undefined;
}

/** A piece of a job: some of its cases with the ids they have in the whole. */
function piece(job: RunnableJob, from: number, to: number): RunnableJob {
  const { task, hash, origin } = job;
  const first = (origin?.first ?? 0) + from;
  const whole = origin?.hash ?? hash;
  return {
    ...job,
    hash: contentHash([whole, first, to - from]),
    origin: { hash: whole, first },
    task: {
      ...task,
      cases: task.cases.slice(from, to),
      weight: (task.weight * (to - from)) / task.cases.length,
      data: { ...(task.data as object), cases: casesOf(job)?.slice(from, to) },
    },
  };
}

/** What a piece of a job may cost beside its cells, in cells: nanoseconds one takes that simulates nothing. */
const CELL_NS = 160_000;
const FEWEST_CELLS = 4096;
const MOST_CELLS = 16_384;

/**
 * A job in pieces whose rows fit into a message and whose cells take about as long as the simulation they share, which
 * each piece does again; the job itself where it is small.
 */
export function pieces(job: RunnableJob): RunnableJob[] {
  const count = job.task.cases.length;
  const most = Math.max(FEWEST_CELLS, Math.min(MOST_CELLS, Math.ceil(job.task.weight / CELL_NS)));
  if (count <= most || !casesOf(job)) return [job];
  const parts = Math.ceil(count / most);
  const edge = (part: number) => Math.round((part * count) / parts);
  return Array.from({ length: parts }, (_, part) => piece(job, edge(part), edge(part + 1)));
}

/** Both halves of a job; none where it has one case or does not say which part of its data is which case's. */
export function halves(job: RunnableJob): RunnableJob[] {
  const count = job.task.cases.length;
  if (count < 2 || !casesOf(job)) return [];
  const middle = Math.ceil(count / 2);
  return [piece(job, 0, middle), piece(job, middle, count)];
}
