import { setFlagsFromString } from 'node:v8';
import type { Engine, RunnableJob } from '../../engines/engine.ts';
import { prepareJobs } from '../../engines/prepare.ts';
import { isOfShard } from '../../engines/shard.ts';
import { type SweepEvents, sweep } from '../../engines/sweep.ts';
import { ExitCode, printable } from '../../errors.ts';
import { runWords } from '../../messages/run.ts';
import type { Shard } from '../../results/record.ts';
import { PACKED_FROM } from '../../results/row-places.ts';
import type { RunFolder } from '../../results/run-folder.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { note } from '../../terminal/output.ts';
import { type Progress, startProgress } from '../../terminal/progress.ts';

/** What is swept, by whom, and where it goes. */
export interface SweepPlan {
  scenario: Scenario;
  /** Folder the scenario's files are in. */
  place: string;
  command: string;
  engine: Engine;
  folder: RunFolder;
  shard?: Shard | undefined;
  /** Whether what an interrupted run left is dropped. */
  fresh?: boolean | undefined;
}

const cellsOf = (jobs: readonly RunnableJob[]) =>
  jobs.reduce((sum, { task }) => sum + task.cases.length, 0);

/**
 * V8 lets a heap grow to a few times what lives in it before it looks for garbage: with many cells, of which each leaves
 * a kilobyte, that is most of the memory. Looking more often costs a tenth of the time.
 */
const keepHeapLean = () => setFlagsFromString('--heap-growing-percent=40');

async function jobsOf({ scenario, place, command, shard }: SweepPlan) {
  const { vms, hosts, techniques, pages } = scenario;
  const cells = vms.length * hosts.length * techniques.length * pages.length;
  if (cells >= PACKED_FROM) keepHeapLean();
  let progress: Progress | undefined;
  const { jobs: all, record } = await prepareJobs(scenario, place, command, (done, of) => {
    progress ??= startProgress(`prepare ${scenario.name}`, of);
    progress.step(false, done);
  });
  progress?.finish();
  return { jobs: shard ? all.filter((job) => isOfShard(job, shard)) : all, record };
}

/** The sweep with a line of progress; an interruption ends the program and keeps what is finished. */
async function sweepWithProgress(
  jobs: readonly RunnableJob[],
  { engine, folder, scenario: { name } }: SweepPlan,
) {
  const cells = cellsOf(jobs);
  const progress = startProgress(`sweep ${name}`, cells);
  const interrupted = () => {
    note(runWords.interrupted({ folder: printable(folder.path) }));
    process.exit(ExitCode.partial);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  let done = 0;
  const events: SweepEvents = {
    onCells: (count, isFailed) => {
      done += count;
      progress.step(isFailed, done);
    },
    onBroken: ({ study, task }, reason) => {
      note(runWords.brokenJob({ study, cells: task.cases.length, reason: printable(reason, 600) }));
    },
  };
  const swept = await sweep(jobs, engine, folder, events, PACKED_FROM);
  progress.finish();
  return swept;
}

/** Expands a scenario and sweeps it; the jobs, which a large sweep has many of, are gone when the rows are there. */
export async function sweepScenario(plan: SweepPlan) {
  const { jobs, record } = await jobsOf(plan);
  await plan.folder.open(plan.fresh);
  const { rows, resumed, failed } = await sweepWithProgress(jobs, plan);
  if (resumed > 0) note(runWords.resumed({ resumed, jobs: jobs.length }));
  return { rows, record: { ...record, ...(failed.length > 0 ? { failed } : {}) } };
}
