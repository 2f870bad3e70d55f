import { num } from '../../../elements.ts';
import type { Vcpu } from './vcpu.ts';

/**
 * The vCPUs of one machine that should progress together. Strict: they start only when all that want
 * a CPU have one. Relaxed: a vCPU that leads waiting siblings by more than the limit is stopped until
 * half the lead is made up. An idle vCPU counts as making progress.
 */
export class CoGroup {
  readonly strict: boolean;
  private readonly members: readonly Vcpu[];
  private readonly limitUs: number;

  constructor(members: readonly Vcpu[], strict: boolean, limitUs: number) {
    this.members = members;
    this.strict = strict;
    this.limitUs = limitUs;
  }

  /** Who must start together with `chosen`. */
  gangOf(chosen: Vcpu): Vcpu[] {
    return this.strict ? this.members.filter((member) => member.state === 'ready') : [chosen];
  }

  private get someoneWaits(): boolean {
    return this.members.some((member) => member.state === 'ready');
  }

  /** +1: the lead grows; -1: it shrinks. */
  private slope(member: Vcpu): number {
    if (member.state === 'running') return this.someoneWaits ? 1 : 0;
    return this.members.some((other) => other !== member && other.state === 'running') ? -1 : 0;
  }

  nextEvent(now: number): number {
    if (this.strict) return Infinity;
    let next = Infinity;
    for (const member of this.members) {
      const slope = this.slope(member);
      if (slope > 0) next = Math.min(next, now + Math.max(0, this.limitUs - member.leadUs));
      if (slope < 0 && member.state === 'co-stopped')
        next = Math.min(next, now + Math.max(0, member.leadUs - this.limitUs / 2));
    }
    return next;
  }

  advance(deltaUs: number): void {
    if (this.strict) return;
    const slopes = this.members.map((member) => this.slope(member));
    this.members.forEach((member, i) => {
      member.leadUs = Math.max(0, member.leadUs + num(slopes, i) * deltaUs);
    });
  }

  settle(): void {
    if (this.strict) return;
    for (const member of this.members) {
      if (member.state === 'running' && member.leadUs >= this.limitUs - 1e-6 && this.someoneWaits)
        member.state = 'co-stopped';
    }
    const active = this.members.some((m) => m.state === 'running' || m.state === 'ready');
    for (const member of this.members) {
      if (member.state !== 'co-stopped') continue;
      // Nobody left to catch up: holding the leader back would stop the machine.
      if (!active || member.leadUs <= this.limitUs / 2 + 1e-6) member.state = 'ready';
    }
  }
}
