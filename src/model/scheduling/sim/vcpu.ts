/** What a virtual CPU wants: all it can get, or bursts of CPU work that arrive over time. */
export type Work =
  | { kind: 'hog' }
  /** Arrival times ascending, and the CPU time each request takes; both in microseconds. */
  | { kind: 'requests'; arrivalsUs: readonly number[]; workUs: number };

export interface VcpuSpec {
  id: string;
  vm: string;
  /** Weight or shares; only ratios count. */
  weight: number;
  work: Work;
}

export type Coscheduling = 'none' | 'relaxed' | 'strict';

export interface VmSpec {
  id: string;
  /** CPU time a period allows (cpu.max, cap); absent: no bandwidth limit. */
  quotaUs?: number;
  periodUs?: number;
  coscheduling?: Coscheduling;
}

/**
 * running; ready: wants a CPU and waits for one (steal, %RDY); co-stopped: held back for its siblings
 * (%CSTP); throttled: its bandwidth is used up (%MLMTD); idle: wants nothing.
 */
export type State = 'running' | 'ready' | 'co-stopped' | 'throttled' | 'idle';

/** A virtual CPU during a simulation. The policy owns the fields it names. */
export interface Vcpu {
  readonly spec: VcpuSpec;
  readonly index: number;
  state: State;
  /** CPU time still wanted; Infinity for a hog. */
  pendingUs: number;
  /** CPU time left of the present turn. */
  turnUs: number;
  turnStartedAt: number;
  /** Order of joining the ready queue. */
  queuedAs: number;
  /** Lead over siblings that wait (relaxed co-scheduling). */
  leadUs: number;
  totals: Record<State, number>;
  /** Proportional share: consumed CPU time per weight. EEVDF: virtual run time. */
  virtualUs: number;
  deadlineUs: number;
  lagUs: number;
  /** Xen credit. */
  credit: number;
  priority: number;
  consumedUs: number;
}

/** Arrival of each request in order, and how long it took from arrival to completion. */
export interface RequestLog {
  responsesUs: number[];
  /** Arrivals that are not complete, oldest first: [arrival, work left]. */
  open: { arrivedAt: number; leftUs: number }[];
}
