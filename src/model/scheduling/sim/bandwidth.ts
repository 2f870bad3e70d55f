import { UserError } from '../../../errors.ts';

/**
 * CPU bandwidth control (cpu.max, vcpu_quota, cap): a budget per period for all vCPUs of a group,
 * refilled at period boundaries, nothing carried over.
 */
export class BandwidthGroup {
  private budgetUs: number;
  private periodEndsAt: number;
  private readonly quotaUs: number;
  private readonly periodUs: number;

  constructor(quotaUs: number, periodUs: number) {
    if (!(quotaUs >= 1000) || !(periodUs >= 1000 && periodUs <= 1_000_000)) {
      throw new UserError(
        `expected a quota of at least 1000 us and a period of 1000 to 1000000 us, found ${quotaUs} and ${periodUs}.`,
      );
    }
    this.quotaUs = quotaUs;
    this.periodUs = periodUs;
    this.budgetUs = quotaUs;
    this.periodEndsAt = periodUs;
  }

  get exhausted(): boolean {
    return this.budgetUs <= 1e-6;
  }

  spend(us: number): void {
    this.budgetUs -= us;
  }

  refill(now: number): void {
    while (now >= this.periodEndsAt - 1e-6) {
      this.budgetUs = this.quotaUs;
      this.periodEndsAt += this.periodUs;
    }
  }

  /** End of the period, or of the budget when `using` vCPUs spend it together. */
  nextEvent(now: number, using: number): number {
    const spent = using > 0 && !this.exhausted ? now + this.budgetUs / using : Infinity;
    return Math.min(this.periodEndsAt, spent);
  }
}

/**
 * When a burst of `workUs` of CPU time ends under quota q in period p, one thread, budget fresh:
 * every q of work but the last costs a period. The worst latency added is p - q a period.
 */
export function burstEndUs(workUs: number, quotaUs: number, periodUs: number): number {
  if (quotaUs >= periodUs) return workUs;
  const whole = Math.ceil(workUs / quotaUs) - 1;
  return whole * periodUs + (workUs - whole * quotaUs);
}
