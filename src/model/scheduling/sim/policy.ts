import type { Vcpu } from './vcpu.ts';

/** What a scheduler decides. The engine moves time; a policy only orders and charges. */
export interface Policy {
  readonly id: string;
  readonly title: string;
  /** CPU time of a turn beginning now. */
  turnUs(vcpu: Vcpu): number;
  /** The vCPU to run next, out of one or more that are ready. `runnable` includes running ones. */
  pick(ready: readonly Vcpu[], runnable: readonly Vcpu[]): Vcpu;
  /** A vCPU wants CPU after it wanted none. */
  wake(vcpu: Vcpu, runnable: readonly Vcpu[]): void;
  /** A vCPU wants nothing any more. */
  sleep(vcpu: Vcpu, runnable: readonly Vcpu[]): void;
  charge(vcpu: Vcpu, ranUs: number): void;
  /** True when `waking` should take the CPU of `running` at once. */
  preempts(waking: Vcpu, running: Vcpu, runnable: readonly Vcpu[]): boolean;
  /** A turn is not interrupted by a wake-up before it has lasted this long. */
  readonly minimumTurnUs: number;
  /** Periodic accounting. */
  readonly timerUs: number;
  account(vcpus: readonly Vcpu[], pcpus: number): void;
}

/** Earliest in the ready queue. */
export function firstQueued(ready: readonly Vcpu[]): Vcpu {
  return ready.reduce((best, vcpu) => (vcpu.queuedAs < best.queuedAs ? vcpu : best));
}
