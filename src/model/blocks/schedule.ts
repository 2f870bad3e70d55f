import { type Accounting, since } from './accounting.ts';
import type { Discipline } from './discipline.ts';
import { type Job, jobAccesses } from './job.ts';

export interface Schedule {
  /** Guest writes between two snapshots. */
  writesPerInterval: number;
  intervals: number;
  keep: number;
  size: number;
  /** Bytes of the disk that hold data at the start and are written to. */
  span: number;
  pattern: Job['pattern'];
  blockSize: number;
  seed: number;
}

export interface SchedulePoint {
  interval: number;
  snapshots: number;
  spaceBytes: number;
  /** Of the interval, the making and giving up of snapshots included. */
  account: Accounting;
}

/** Space and cost over a snapshot schedule: one snapshot an interval, `keep` of them kept. */
export function runSchedule(discipline: Discipline, schedule: Schedule): SchedulePoint[] {
  const run = discipline.start({ size: schedule.size });
  const fill = 4 * 1024 * 1024;
  for (let at = 0; at < schedule.span; at += fill) {
    run.access('write', at, Math.min(fill, schedule.span - at));
  }
  const points: SchedulePoint[] = [];
  let before = run.account();
  for (let interval = 0; interval < schedule.intervals; interval++) {
    run.snapshot();
    if (run.snapshots() > schedule.keep) run.dropOldest();
    const job: Job = {
      pattern: schedule.pattern,
      readShare: 0,
      blockSize: schedule.blockSize,
      span: schedule.span,
      requests: schedule.writesPerInterval,
      seed: schedule.seed + interval,
    };
    for (const [kind, offset, length] of jobAccesses(job)) run.access(kind, offset, length);
    const now = run.account();
    const account = since(before, now);
    points.push({ interval, snapshots: run.snapshots(), spaceBytes: now.spaceBytes, account });
    before = now;
  }
  return points;
}
