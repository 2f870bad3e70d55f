import type { Engine, RunnableJob } from '../../engines/engine.ts';
import { prepareJobs } from '../../engines/prepare.ts';
import { isOfShard } from '../../engines/shard.ts';
import { sweep } from '../../engines/sweep.ts';
import { ExitCode, printable } from '../../errors.ts';
import { keepHeapLean } from '../../lean-heap.ts';
import { runWords } from '../../messages/run.ts';
import type { Shard } from '../../results/record.ts';
import { PACKED_FROM } from '../../results/row-places.ts';
import type { RunFolder } from '../../results/run-folder.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { note } from '../../terminal/output.ts';
import { type Progress, withProgress } from '../../terminal/progress.ts';

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

async function jobsOf({ scenario, place, command, shard }: SweepPlan) {
  const { vms, hosts, techniques, pages } = scenario;
  const cells = vms.length * hosts.length * techniques.length * pages.length;
  const isLarge = cells >= PACKED_FROM;
  if (isLarge) keepHeapLean();
  const { jobs: all, record } = await withProgress(
    `prepare ${scenario.name}`,
    0,
    (progress) =>
      prepareJobs(scenario, place, command, (done, of) => progress.step(false, done, of)),
    { held: isLarge },
  );
  return { jobs: shard ? all.filter((job) => isOfShard(job, shard)) : all, record };
}

/** Apart from the sweep: what waits for a signal would keep its jobs in memory. */
function onInterruption({ path }: RunFolder): void {
  const interrupted = () => {
    note(runWords.interrupted({ folder: printable(path) }));
    process.exit(ExitCode.partial);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
}

/** The sweep with a line of progress; an interruption ends the program and keeps what is finished. */
async function sweepWithProgress(
  jobs: readonly RunnableJob[],
  { engine, folder, scenario: { name } }: SweepPlan,
) {
  onInterruption(folder);
  let done = 0;
  const sweeping = (progress: Progress) =>
    sweep(
      jobs,
      engine,
      folder,
      {
        onCells: (count, isFailed) => {
          done += count;
          progress.step(isFailed, done);
        },
        onBroken: ({ study, task }, reason) => {
          const words = { study, cells: task.cases.length, reason: printable(reason, 600) };
          note(runWords.brokenJob(words));
        },
      },
      PACKED_FROM,
    );
  // One thread that is coordinator and worker has no turn for its line while a job runs.
  return withProgress(`sweep ${name}`, cellsOf(jobs), sweeping, { held: engine.id === 'inline' });
}

/** Expands a scenario and sweeps it; the jobs, which a large sweep has many of, are gone when the rows are there. */
export async function sweepScenario(plan: SweepPlan) {
  const { jobs, record } = await jobsOf(plan);
  await plan.folder.open(plan.fresh);
  const { rows, resumed, failed } = await sweepWithProgress(jobs, plan);
  if (resumed > 0) note(runWords.resumed({ resumed, jobs: jobs.length }));
  return { rows, record: { ...record, ...(failed.length > 0 ? { failed } : {}) } };
}
