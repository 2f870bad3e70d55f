// `npm run bench -- --quick`: a look at every suite in under two minutes. Suites take fewer jobs, smaller inputs and fewer
// pairs; a suite that has used up its share of the time leaves out what is left of its jobs and says so. Ratios are no claims.

/** Seconds a look may take; what remains of two minutes is for the build and for the job that is running when they are over. */
const LOOK_S = 96;

export const isQuick = (): boolean => process.env.VIRTCOST_BENCH === 'quick';

/** What a suite takes in a look, and what it takes in a measurement. */
export const inQuick = <T>(look: T, whole: T): T => (isQuick() ? look : whole);

/** Shares the time of a look among suites: what a short one leaves is for those after it. */
export class LookTime {
  private readonly until: number;
  private suiteUntil = Number.POSITIVE_INFINITY;
  private missed: string[] = [];
  private readonly now: () => number;

  /** `now` is a clock in seconds. */
  constructor(now: () => number = () => performance.now() / 1000) {
    this.now = now;
    this.until = now() + LOOK_S;
  }

  /** The next suite begins, one of `left` that are still to run; jobs left out are counted anew. */
  begin(left: number): void {
    const now = this.now();
    this.suiteUntil = now + Math.max(0, this.until - now) / left;
    this.missed = [];
  }

  /** Whether a job may begin; one that may not is noted. A measurement has all the time it wants. */
  allows(job: string): boolean {
    if (!isQuick() || this.now() < this.suiteUntil) return true;
    this.missed.push(job);
    return false;
  }

  /** Jobs of this suite that had no time. */
  get leftOut(): readonly string[] {
    return this.missed;
  }
}

/** The time of this run. */
export const lookTime = new LookTime();
