import type { StayId, StayReason } from '../scenario.ts';

type What = NonNullable<StayReason['what']>;

/** Counts, host by host, why each was left on. */
export class StayTally {
  private readonly counts = new Map<
    number,
    Map<StayId, { steps: number; whats: Map<string, [What, number]> }>
  >();

  add(host: number, reason: StayId, what?: What): void {
    const reasons = this.counts.get(host) ?? new Map();
    this.counts.set(host, reasons);
    const entry = reasons.get(reason) ?? { steps: 0, whats: new Map<string, [What, number]>() };
    reasons.set(reason, entry);
    entry.steps++;
    if (!what) return;
    const key = `${what.machine}/${what.host}/${what.kept}`;
    // The last load of the busiest host stands for those before.
    entry.whats.set(key, [what, (entry.whats.get(key)?.[1] ?? 0) + 1]);
  }

  /** Reasons of a host, the longest first. */
  of(host: number): StayReason[] {
    return [...(this.counts.get(host) ?? [])]
      .map(([reason, { steps, whats }]) => ({
        reason,
        steps,
        what: [...whats.values()].sort((a, b) => b[1] - a[1])[0]?.[0],
      }))
      .sort((a, b) => b.steps - a.steps);
  }
}
