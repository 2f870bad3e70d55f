import { type Accounting, since } from './accounting.ts';
import type { AccessName, Discipline, DisciplineRun, RunOptions } from './discipline.ts';

export interface ReplayPlan {
  disciplines: readonly Discipline[];
  options: RunOptions;
  /** A snapshot after every so many accesses; 0: none. */
  snapshotEvery: number;
  /** Snapshots kept; the oldest is given up when one more would be. */
  keep: number;
  /** Write this many bytes from the start of the disk first, uncounted: a disk with data on it. */
  prefill: number;
}

export interface ReplayResult {
  discipline: Discipline;
  account: Accounting;
  snapshots: number;
}

const PREFILL_REQUEST_BYTES = 4 * 1024 * 1024;

/** One operation stream on several disciplines at once, so that a trace is read only once. */
export class Replay {
  private readonly runs: { discipline: Discipline; run: DisciplineRun; start: Accounting }[];
  private readonly plan: ReplayPlan;
  private accesses = 0;

  constructor(plan: ReplayPlan) {
    this.plan = plan;
    this.runs = plan.disciplines.map((discipline) => {
      const run = discipline.start(plan.options);
      for (let at = 0; at < plan.prefill; at += PREFILL_REQUEST_BYTES) {
        run.access('write', at, Math.min(PREFILL_REQUEST_BYTES, plan.prefill - at));
      }
      return { discipline, run, start: run.account() };
    });
  }

  access(kind: AccessName, offset: number, length: number): void {
    for (const { run } of this.runs) run.access(kind, offset, length);
    this.accesses++;
    const { snapshotEvery } = this.plan;
    if (snapshotEvery > 0 && this.accesses % snapshotEvery === 0) this.snapshot();
  }

  snapshot(): void {
    for (const { run } of this.runs) {
      run.snapshot();
      if (run.snapshots() > this.plan.keep) run.dropOldest();
    }
  }

  /** Costs since the disk was filled, for each discipline. */
  results(): ReplayResult[] {
    return this.runs.map(({ discipline, run, start }) => {
      const account = since(start, run.account());
      return { discipline, account, snapshots: run.snapshots() };
    });
  }
}
